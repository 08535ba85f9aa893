"""Signs in with Authlib by authorization code and PKCE, listening for the browser on a port of its own.

    python code_with_authlib.py https://HOST CLIENT_ID
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url

BASE, CLIENT_ID = sys.argv[1:]
ISSUER = f"{BASE}/auth"
SCOPE = "report:read offline_access"
LIMIT_S = 10


class Callback(BaseHTTPRequestHandler):
    """The page to which the browser comes back."""

    def do_GET(self) -> None:
        if self.path.startswith("/callback"):
            self.server.answer_path = self.path
        body = b"<!doctype html><title>Signed in</title>You can close this window."
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent: the path holds the code."""


def main() -> None:
    metadata = AuthorizationServerMetadata(
        requests.get(get_well_known_url(ISSUER, external=True), timeout=LIMIT_S).json()
    )
    metadata.validate()
    callback = HTTPServer(("127.0.0.1", 0), Callback)
    callback.answer_path = ""
    own_address = f"http://127.0.0.1:{callback.server_port}"
    session = OAuth2Session(
        CLIENT_ID,
        scope=SCOPE,
        redirect_uri=f"{own_address}/callback",
        code_challenge_method="S256",
        token_endpoint=metadata["token_endpoint"],
        token_endpoint_auth_method="none",
    )
    verifier = generate_token(64)
    link, _ = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier)
    print(link, flush=True)
    while not callback.answer_path:
        callback.handle_request()
    token = dict(
        session.fetch_token(
            metadata["token_endpoint"],
            authorization_response=own_address + callback.answer_path,
            code_verifier=verifier,
            timeout=LIMIT_S,
        )
    )
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


if __name__ == "__main__":
    main()
