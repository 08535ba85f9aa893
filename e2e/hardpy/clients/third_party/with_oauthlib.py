"""Signs in with the messages that oauthlib builds and reads, then reads and renews.

    python with_oauthlib.py https://HOST CLIENT_ID
"""

import json
import sys
import time
from urllib.parse import urlsplit

import requests
from oauthlib.oauth2 import DeviceClient
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error

BASE, CLIENT_ID = sys.argv[1:]
SCOPE = ["report:read", "report:write", "offline_access"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LIMIT_S = 10


def main() -> None:
    client = DeviceClient(CLIENT_ID, scope=SCOPE)
    metadata = requests.get(f"{BASE}/auth/.well-known/oauth-authorization-server", timeout=LIMIT_S).json()
    token_endpoint = metadata["token_endpoint"]
    # oauthlib puts the parameters behind the address; the standard wants them in the body.
    device_uri = client.prepare_request_uri(metadata["device_authorization_endpoint"])
    begun = post(metadata["device_authorization_endpoint"], urlsplit(device_uri).query).json()
    print(begun["verification_uri_complete"], flush=True)
    token = wait_for_token(client, token_endpoint, begun)
    uri, headers, _ = client.add_token(f"{BASE}/integration/api/v1/test_run?limit=1")
    runs = requests.get(uri, headers=headers, timeout=LIMIT_S)
    renewal = client.prepare_refresh_body(refresh_token=token["refresh_token"], client_id=CLIENT_ID)
    renewed = client.parse_request_body_response(post(token_endpoint, renewal).text)
    print(
        json.dumps(
            {
                "issuer": metadata["issuer"],
                "scope": " ".join(token["scope"]),
                "status": runs.status_code,
                "is_renewed": renewed["access_token"] != token["access_token"],
            }
        )
    )


def wait_for_token(client: DeviceClient, endpoint: str, begun: dict) -> dict:
    body = client.prepare_request_body(begun["device_code"], include_client_id=True)
    while True:
        time.sleep(begun["interval"])
        try:
            return dict(client.parse_request_body_response(post(endpoint, body).text))
        except CustomOAuth2Error as error:
            if error.error not in ("authorization_pending", "slow_down"):
                raise


def post(endpoint: str, body: str) -> requests.Response:
    return requests.post(endpoint, data=body, headers=FORM, timeout=LIMIT_S)


if __name__ == "__main__":
    main()
