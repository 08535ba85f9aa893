"""The product under test: `standcloud`, driven by its command line and HTTP only.

The server gets a fixed port for its whole life, so that stands find it again after a stop and a start.
"""

import json
import signal
import subprocess
from http import HTTPStatus
from pathlib import Path

import requests
import urllib3

from harness.environment import clean_environment
from harness.evidence import add_witness, dismiss_witness
from harness.ports import LOOPBACK, free_port
from harness.waiting import wait_for

ORGANISATION = "Factory"
SLUG = "factory"
ADMINISTRATOR = "admin@example.com"
PASSWORD = "Correct-Horse-7-Battery-Staple"
# All tests of a worker begin their logins from one address.
SETTINGS = """
[limits]
device_logins_per_minute = 1000
"""
COMMAND_LIMIT_S = 60
START_LIMIT_S = 60
STOP_LIMIT_S = 30
HTTP_LIMIT_S = 20
# The end of it tells why a test failed.
LOG_TOLD_MAX = 4000
REVOKE_LIMIT_S = 5
HARDPY_API = "/hardpy/api/v1"
INTEGRATION_API = "/integration/api/v1"

urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)


class Server:
    """One `standcloud` with its own data folder, and perhaps a PostgreSQL database."""

    def __init__(
        self,
        binary: Path,
        folder: Path,
        database_url: str | None = None,
        variables: dict[str, str] | None = None,
        *,
        is_set_up: bool = True,
    ) -> None:
        self.binary = binary
        self.variables = variables or {}
        self.data = folder / "data"
        self.where = ["--data", str(self.data), *(["--database-url", database_url] if database_url else [])]
        self.home = folder / "home"
        self.log_path = folder / "server.log"
        self.address = f"{LOOPBACK}:{free_port()}"
        self.process: subprocess.Popen | None = None
        self.keys: dict[str, str] = {}
        self.data.mkdir(parents=True, exist_ok=True)
        self.settings_path = folder / "standcloud.toml"
        self.settings_path.write_text(SETTINGS)
        self.key = ""
        if is_set_up:
            self.command("setup", "--org", ORGANISATION, "--email", ADMINISTRATOR, standard_input=PASSWORD)
            self.key = self.add_key("driver")

    @property
    def certificate(self) -> Path:
        return self.data / "tls" / "certificate.pem"

    def command(self, *arguments: str, standard_input: str = "") -> str:
        """Runs one administration command and returns what it printed on stdout."""
        return self.client_command(*arguments, *self.where, standard_input=standard_input)

    def client_command(self, *arguments: str, folder: Path | None = None, standard_input: str = "") -> str:
        """Runs `standcloud` as somebody in `folder` does, who may be on another machine than the server."""
        done = subprocess.run(
            [str(self.binary), *arguments],
            cwd=folder,
            input=standard_input,
            env=clean_environment(self.home),
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, f"standcloud {' '.join(arguments)} failed\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def add_key(self, name: str, scope: str = "report:write,report:read") -> str:
        key = self.command("key", "add", "--org", ORGANISATION, "--name", name, "--scope", scope).strip()
        self.keys[name] = key
        return key

    def add_application(self, name: str, *options: str) -> dict:
        """Registers a third-party program and returns its id and, unless it is public, its secret."""
        return json.loads(self.command("app", "add", "--org", ORGANISATION, "--name", name, *options, "--json"))

    def revoke_key(self, name: str) -> None:
        """Returns when the server refuses the key, which it may remember for some seconds."""
        self.command("key", "revoke", "--org", ORGANISATION, "--name", name)
        headers = {"X-API-KEY": self.keys[name]}

        def is_refused() -> bool:
            return self.get(f"{HARDPY_API}/healthcheck", headers=headers).status_code == HTTPStatus.UNAUTHORIZED

        wait_for("the revoked key to be refused", is_refused, REVOKE_LIMIT_S, self.log)

    def start(self) -> None:
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binary), "serve", *self.where, "--config", str(self.settings_path), "--listen", self.address],
                env=clean_environment(self.home, **self.variables),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        add_witness(self.log)
        wait_for("the server to be ready", self._is_ready, START_LIMIT_S, self.log)

    def stop(self) -> None:
        """SIGTERM, as a service manager does; a server that does not end by itself fails the test."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            exit_code = self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"the server did not stop within {STOP_LIMIT_S} s\n{self.log()}") from None
        finally:
            self.process = None
            dismiss_witness(self.log)
        assert exit_code == 0, f"the server stopped with exit code {exit_code}\n{self.log()}"

    def get(self, path: str, params: dict | None = None, headers: dict | None = None) -> requests.Response:
        if headers is None:
            headers = {"X-API-KEY": self.key}
        return self._request("GET", path, params=params, headers=headers)

    def post_report(
        self, body: bytes, key: str | None = None, path: str = f"{HARDPY_API}/test_report"
    ) -> requests.Response:
        headers = {"Authorization": f"Bearer {key or self.key}", "Content-Type": "application/json"}
        return self._request("POST", path, data=body, headers=headers)

    def runs(self, **filters: object) -> list[dict]:
        """The test runs that the server has, newest first."""
        answer = self.get(f"{INTEGRATION_API}/test_run", {"limit": 500} | filters)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return answer.json()

    def only_run(self, **filters: object) -> dict:
        found = self.runs(**filters)
        assert len(found) == 1, f"expected one run with {filters}, the server has {json.dumps(found, indent=1)}"
        return found[0]

    def raw_report(self, run_id: str) -> bytes:
        answer = self.get(f"{INTEGRATION_API}/test_run/{run_id}/report")
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return answer.content

    def post_form(self, path: str, **fields: str) -> requests.Response:
        """What a program without a browser sends to the authorization server."""
        return self._request("POST", path, data=fields)

    def restart(self) -> None:
        self.stop()
        self.start()

    def log(self) -> str:
        text = self.log_path.read_text(errors="replace") if self.log_path.exists() else ""
        return f"--- standcloud at {self.address}\n{text[-LOG_TOLD_MAX:]}"

    def _request(self, method: str, path: str, **options: object) -> requests.Response:
        # A self-signed certificate, as on a first start; one test of its own verifies it.
        with requests.Session() as session:
            session.trust_env = False
            return session.request(
                method, f"https://{self.address}{path}", verify=False, timeout=HTTP_LIMIT_S, **options
            )

    def _is_ready(self) -> bool:
        assert self.process is not None and self.process.poll() is None, f"the server ended\n{self.log()}"
        try:
            return self.get("/readyz", headers={}).status_code == 200
        except requests.ConnectionError:
            return False
