"""Writes what real HardPy clients send, and what the stand keeps of the same run, into a folder as test fixtures.

    ~/.cache/standcloud/hardpy/driver-…/bin/python capture.py FOLDER

For each run `hardpy_<version>_upload.json` is the body of the upload byte for byte; `…_stored.json` is what the stand
keeps as the current run, `…_history.json` as a finished one and `…_waiting.json` in its temporary store.
Whole stands run the plan of this folder; versions without file storage get a stored document
and their own schema and loader make the upload of it. The hardware id of the machine is replaced by a made-up one of
the same length, in both files.
"""

import json
import sys
import tempfile
from pathlib import Path

from harness.gateway import Answer, Gateway, Request, catch_all
from harness.keyring import Keyring
from harness.library import Library
from harness.stand import Stand
from harness.terminal import Terminal
from harness.venvs import (
    CAPTURED_VERSIONS,
    E2E_FOLDER,
    KEY_VERSIONS,
    LIBRARY_VERSIONS,
    STAND_VERSIONS,
    ensure_venv,
    name_of_version,
)

KEY = "key-of-the-capture"
MADE_UP_HARDWARE_ID = "0123456789abcdef0123456789abcdef"
FIRST_SCHEMA_VERSIONS = ("0.10.1", "0.12.1", "0.13.0")
# Fixtures are kept of a few versions; nothing changed in the reports of the others.
LEFT_OUT_VERSIONS = ("0.17.1",)


def main() -> None:
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for version in STAND_VERSIONS:
        capture_stand(target, version)
    second_schema = json.loads((target / f"hardpy_{STAND_VERSIONS[0]}_stored.json").read_text())
    first_schema = json.loads((E2E_FOLDER / "reports" / "first_schema.json").read_text())
    for version in {*CAPTURED_VERSIONS, *LIBRARY_VERSIONS} - {*LEFT_OUT_VERSIONS}:
        stored = first_schema if version in FIRST_SCHEMA_VERSIONS else second_schema
        upload = capture_library(version, stored)
        save(target, version, {"upload": upload, "stored": as_file(stored)})


def capture_stand(target: Path, version: str) -> None:
    ensure_venv(name_of_version(version))
    gateway = Gateway(catch_all)
    with tempfile.TemporaryDirectory() as folder:
        stand = Stand(version, Path(folder), gateway.address, KEY)
        stand.start_panel()
        try:
            stand.run(outcome="fail", serial=f"SN-{version}")
            save(target, version, files_of_last_run(stand, gateway))
            if version == STAND_VERSIONS[0]:
                # After a failed run these versions keep null where the failure was; the upload drops it.
                stand.run(outcome="pass")
                save(target, f"{version}_passed", files_of_last_run(stand, gateway))
            if version == STAND_VERSIONS[-1]:
                capture_stopped_run(target, stand, gateway)
                capture_refused_run(target, stand, gateway)
        finally:
            stand.stop_panel()
            gateway.close()


def capture_stopped_run(target: Path, stand: Stand, gateway: Gateway) -> None:
    stand.begin_run(outcome="wait")
    stand.interrupt_run()
    save(target, f"{stand.version}_stopped", files_of_last_run(stand, gateway))


def capture_refused_run(target: Path, stand: Stand, gateway: Gateway) -> None:
    """A run that tells nothing about itself and that the server does not take: it waits in the temporary store."""
    gateway.answer = refuse_uploads
    stand.run(outcome="pass", identity="none")
    (waiting,) = stand.waiting_reports()
    files = files_of_last_run(stand, gateway) | {"waiting": as_file(waiting)}
    save(target, f"{stand.version}_anonymous", files)


def refuse_uploads(request: Request) -> Answer:
    return Answer(503, b"{}", {}) if request.is_upload() else catch_all(request)


def files_of_last_run(stand: Stand, gateway: Gateway) -> dict[str, bytes]:
    files = {"upload": gateway.uploads[-1].body, "stored": as_file(stand.kept_report())}
    history = stand.history_reports()
    return files | ({"history": as_file(history[-1])} if history else {})


def as_file(document: dict) -> bytes:
    return json.dumps(document, indent=1).encode()


def capture_library(version: str, stored: dict) -> bytes:
    ensure_venv(name_of_version(version))
    gateway = Gateway(catch_all)
    keyring = Keyring()
    try:
        with tempfile.TemporaryDirectory() as folder:
            (answer,) = library_of(version, Path(folder), gateway.address, keyring).call(
                {"call": "load", "report": stored}
            )
    finally:
        keyring.close()
        gateway.close()
    assert answer["status"] == 201, answer
    (upload,) = gateway.uploads
    print(f"{version}: POST {upload.path}", file=sys.stderr)
    return upload.body


def library_of(version: str, folder: Path, address: str, keyring: Keyring) -> Library:
    if version in KEY_VERSIONS:
        return Library(version, folder, address, KEY)
    terminal = Terminal(version, folder, address, keyring)
    terminal.stored_login.store(KEY)
    return terminal.library()


def save(target: Path, name: str, files: dict[str, bytes]) -> None:
    hardware_id = json.loads(files["stored"])["test_stand"]["hw_id"].encode()
    for kind, body in files.items():
        path = target / f"hardpy_{name}_{kind}.json"
        path.write_bytes(body.replace(hardware_id, MADE_UP_HARDWARE_ID.encode()))
        print(f"{path}: {len(body)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
