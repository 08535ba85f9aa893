"""Signs in with Authlib, which finds and checks the server's metadata by the issuer alone, then reads and renews.

    python with_authlib.py https://HOST CLIENT_ID
"""

import json
import sys
import time

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE

BASE, CLIENT_ID = sys.argv[1:]
ISSUER = f"{BASE}/auth"
SCOPE = "report:read report:write offline_access"
LIMIT_S = 10


def main() -> None:
    metadata = AuthorizationServerMetadata(requests.get(get_well_known_url(ISSUER, external=True), timeout=LIMIT_S).json())
    metadata.validate()
    session = OAuth2Session(
        CLIENT_ID, scope=SCOPE, token_endpoint=metadata["token_endpoint"], token_endpoint_auth_method="none"
    )
    begun = session.post(
        metadata["device_authorization_endpoint"],
        data={"client_id": CLIENT_ID, "scope": SCOPE},
        withhold_token=True,
        timeout=LIMIT_S,
    ).json()
    print(begun["verification_uri_complete"], flush=True)
    token = dict(wait_for_token(session, metadata["token_endpoint"], begun))
    runs = session.get(f"{BASE}/integration/api/v1/test_run", params={"limit": 1}, timeout=LIMIT_S)
    renewed = session.refresh_token(metadata["token_endpoint"])
    print(
        json.dumps(
            {
                "issuer": metadata["issuer"],
                "scope": token["scope"],
                "status": runs.status_code,
                "is_renewed": renewed["access_token"] != token["access_token"],
            }
        )
    )


def wait_for_token(session: OAuth2Session, endpoint: str, begun: dict) -> dict:
    while True:
        time.sleep(begun["interval"])
        try:
            return session.fetch_token(
                endpoint, grant_type=DEVICE_CODE_GRANT_TYPE, device_code=begun["device_code"], timeout=LIMIT_S
            )
        except OAuthError as error:
            if error.error not in ("authorization_pending", "slow_down"):
                raise


if __name__ == "__main__":
    main()
