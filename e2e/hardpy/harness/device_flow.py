"""The device flow step by step, without a client library: for what a test must see that no client shows."""

import requests

from harness.server import HARDPY_API, Server

AUTH_API = "/auth/api/oidc"
HARDPY_CLIENT = "hardpy-report-uploader"
REVOCATION_LIMIT_S = 5
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


class DeviceFlow:
    """Started at once, as HardPy starts it."""

    def __init__(self, server: Server, client_id: str = HARDPY_CLIENT) -> None:
        self.server = server
        self.client_id = client_id
        answer = server.post_form(
            f"{AUTH_API}/device-authorization",
            client_id=client_id,
            scope="offline_access authelia.bearer.authz",
            audience=f"https://{server.address}{HARDPY_API}",
        )
        assert answer.status_code == 200, answer.text
        self.started = answer.json()

    @property
    def link(self) -> str:
        return self.started["verification_uri_complete"]

    @property
    def interval_s(self) -> int:
        return self.started["interval"]

    def poll(self) -> requests.Response:
        return self.server.post_form(
            f"{AUTH_API}/token",
            client_id=self.client_id,
            grant_type=DEVICE_CODE_GRANT,
            device_code=self.started["device_code"],
        )


def revoke(server: Server, token: str, client_id: str = HARDPY_CLIENT) -> None:
    answer = server.post_form(f"{AUTH_API}/revocation", client_id=client_id, token=token)
    assert (answer.status_code, answer.content) == (200, b""), answer.text


def status_of(server: Server, access_token: str) -> int:
    """What an API says to this token."""
    return server.get(f"{HARDPY_API}/healthcheck", headers={"Authorization": f"Bearer {access_token}"}).status_code
