"""A system keyring as on a desktop: a private session bus with an unlocked Secret Service that nobody keeps.

HardPy stores a login in the system keyring, and every `hardpy` command is a process of its own that reads it there. A
test machine has no desktop, so the two programs behind one are started by hand, in folders of their own, and live as
long as the test wants. Both run without a screen, as root or not, and several of them beside each other.
"""

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import secretstorage
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

from harness.environment import clean_environment
from harness.evidence import add_witness, dismiss_witness
from harness.programs import require_program
from harness.waiting import wait_for

# Without a password the service would ask for one in a window.
UNLOCKING_PASSWORD = b"unlocks-the-throw-away-keyring"
SECRET_SERVICE = "org.freedesktop.secrets"
START_LIMIT_S = 20
STOP_LIMIT_S = 10
# GNOME's keyring itself sometimes dies of an assertion of its own when several processes ask at once.
DIED_BY_ITSELF = r"DBus\.Error\.(NoReply|ServiceUnknown)"
# Windows keeps at most 2,560 bytes of UTF-16 per item.
WINDOWS_ITEM_CHARACTERS_MAX = 1280


class Keyring:
    """Started at once, gone after `close`."""

    def __init__(self) -> None:
        bus = require_program("dbus", "dbus-daemon")
        service = require_program("gnome-keyring", "gnome-keyring-daemon")
        # Not the test's own folder: the path of a socket may not be longer than 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="keyring-"))
        self.log_path = self.folder / "keyring.log"
        self._processes: list[subprocess.Popen] = []
        add_witness(self.log)
        try:
            self._start(bus, service)
        except BaseException:
            self.close()
            raise

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def bus_address(self) -> str:
        return f"unix:path={self.folder / 'bus'}"

    @property
    def variables(self) -> dict[str, str]:
        """What a program must have in its environment to find this keyring."""
        return {
            "DBUS_SESSION_BUS_ADDRESS": self.bus_address,
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
        }

    def environment(self, **extra: str) -> dict[str, str]:
        return clean_environment(self.home, **self.variables, **extra)

    def read(self, service: str, name: str) -> str | None:
        """The secret that Python's keyring library has stored under these names."""
        with self._bus() as bus:
            items = list(secretstorage.search_items(bus, attributes(service, name)))
            return items[0].get_secret().decode() if items else None

    def write(self, service: str, name: str, secret: str) -> None:
        with self._bus() as bus:
            collection = secretstorage.get_default_collection(bus)
            collection.create_item(f"{service} {name}", attributes(service, name), secret.encode(), replace=True)

    def names(self, service: str) -> set[str]:
        with self._bus() as bus:
            found = secretstorage.search_items(bus, {"service": service})
            return {item.get_attributes()["username"] for item in found}

    def log(self) -> str:
        text = self.log_path.read_text(errors="replace") if self.log_path.exists() else ""
        return f"--- keyring in {self.folder}\n{text[-2000:]}"

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_LIMIT_S)
        self._processes.clear()
        dismiss_witness(self.log)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, bus: str, service: str) -> None:
        for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
            folder = Path(self.variables[name])
            folder.mkdir(parents=True, mode=0o700)
        self._run(bus, "--session", "--nofork", "--nopidfile", f"--address={self.bus_address}")
        wait_for("the session bus", self._is_bus_there, START_LIMIT_S, self.log)
        self._run(service, "--foreground", "--unlock", "--components=secrets", typed=UNLOCKING_PASSWORD)
        wait_for("the keyring on the session bus", self._is_on_the_bus, START_LIMIT_S, self.log)

    def _run(self, *command: str, typed: bytes = b"") -> None:
        with self.log_path.open("ab") as log:
            process = subprocess.Popen(
                command, env=self.environment(), stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )
        self._processes.append(process)
        assert process.stdin is not None
        process.stdin.write(typed)
        process.stdin.close()

    def _is_bus_there(self) -> bool:
        try:
            with self._bus():
                return True
        except (FileNotFoundError, ConnectionRefusedError):
            return False

    def _is_on_the_bus(self) -> bool:
        with self._bus() as bus:
            (has_owner,) = Proxy(message_bus, bus).NameHasOwner(SECRET_SERVICE)
        return bool(has_owner)

    @contextlib.contextmanager
    def _bus(self) -> Iterator[DBusConnection]:
        connection = open_dbus_connection(bus=self.bus_address)
        try:
            yield connection
        finally:
            connection.close()


def attributes(service: str, name: str) -> dict[str, str]:
    """How Python's keyring library labels its items."""
    return {"service": service, "username": name, "application": "Python keyring library"}


class StoredLogin:
    """What HardPy keeps of one login: an item with the refresh token, and one with JSON around the access token."""

    def __init__(self, keyring: Keyring, service: str) -> None:
        self.keyring = keyring
        self.service = service

    def store(self, access_token: str) -> None:
        """Puts there what a login would have stored, with tokens of the test's own."""
        token_info = {"access_token": access_token, "token_type": "bearer", "expires_at": time.time() + 3600}
        self.keyring.write(self.service, "refresh_token", "never used")
        self.keyring.write(self.service, "access_token", json.dumps(token_info))

    @property
    def refresh_token(self) -> str:
        return self._item("refresh_token")

    @property
    def access_token(self) -> str:
        return self._token_info()["access_token"]

    @property
    def expires_in_s(self) -> float:
        return self._token_info()["expires_at"] - time.time()

    def let_it_expire_in(self, seconds: float) -> None:
        """Makes HardPy believe that its access token ends then; the server knows nothing of it."""
        changed = self._token_info() | {"expires_at": time.time() + seconds}
        self.keyring.write(self.service, "access_token", json.dumps(changed))

    def lengths(self) -> dict[str, int]:
        """The characters of each item."""
        return {name: len(self._item(name)) for name in self.keyring.names(self.service)}

    def _token_info(self) -> dict:
        return json.loads(self._item("access_token"))

    def _item(self, name: str) -> str:
        secret = self.keyring.read(self.service, name)
        assert secret is not None, f"the keyring has no {name} of {self.service}"
        return secret
