"""Signs in with plain HTTP requests, as somebody without a library would, then reads and renews.

    python with_requests.py https://HOST CLIENT_ID
"""

import json
import sys
import time

import requests

BASE, CLIENT_ID = sys.argv[1:]
SCOPE = "report:read report:write offline_access"
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
LIMIT_S = 10


def main() -> None:
    metadata = requests.get(f"{BASE}/.well-known/oauth-authorization-server/auth", timeout=LIMIT_S).json()
    form = {"client_id": CLIENT_ID, "scope": SCOPE}
    begun = requests.post(metadata["device_authorization_endpoint"], data=form, timeout=LIMIT_S).json()
    print(begun["verification_uri_complete"], flush=True)
    token = wait_for_token(metadata["token_endpoint"], begun)
    runs = requests.get(
        f"{BASE}/integration/api/v1/test_run",
        headers={"Authorization": f"Bearer {token['access_token']}"},
        params={"limit": 1},
        timeout=LIMIT_S,
    )
    renewal = {"client_id": CLIENT_ID, "grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    renewed = requests.post(metadata["token_endpoint"], data=renewal, timeout=LIMIT_S).json()
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


def wait_for_token(endpoint: str, begun: dict) -> dict:
    form = {"client_id": CLIENT_ID, "grant_type": DEVICE_CODE_GRANT, "device_code": begun["device_code"]}
    interval_s = begun.get("interval", 5)
    while True:
        time.sleep(interval_s)
        answer = requests.post(endpoint, data=form, timeout=LIMIT_S).json()
        if answer.get("error") == "slow_down":
            interval_s += 5
        elif answer.get("error") != "authorization_pending":
            return answer


if __name__ == "__main__":
    main()
