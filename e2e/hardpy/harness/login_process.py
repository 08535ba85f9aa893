"""A program that prints a link and waits until somebody has agreed in a browser: `hardpy sc-login` and its like."""

import re
import subprocess
import time
from pathlib import Path

from harness.evidence import add_witness, dismiss_witness
from harness.waiting import wait_for

LINK = re.compile(r"^(https://\S+(?:user_code|request_uri|code_challenge)=\S+)$", re.MULTILINE)
LINK_LIMIT_S = 40
# Programs ask every 5 s whether somebody has agreed.
LOGIN_LIMIT_S = 60
STOP_LIMIT_S = 10
QR_CODE = set("█▀▄")


class LoginProcess:
    """Started at once."""

    def __init__(self, name: str, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.name = name
        self.output_path = folder / "login.log"
        folder.mkdir(parents=True, exist_ok=True)
        with self.output_path.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._started_at = time.monotonic()
        add_witness(self.evidence)

    def age_s(self) -> float:
        return time.monotonic() - self._started_at

    def link(self) -> str:
        """The address that the program tells to open."""
        return wait_for(f"{self.name} to print a link", self._printed_link, LINK_LIMIT_S, self.evidence)

    def is_waiting(self) -> bool:
        return self.process.poll() is None

    def finish(self, limit_s: float = LOGIN_LIMIT_S) -> str:
        """Waits for the end of the program and returns the last line that it printed."""
        try:
            self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.give_up()
            raise AssertionError(f"{self.name} did not end within {limit_s} s\n{self.evidence()}") from None
        dismiss_witness(self.evidence)
        return self.output().strip().splitlines()[-1]

    def give_up(self) -> None:
        """What Ctrl-C does, which is what a page tells people to press."""
        if self.is_waiting():
            self.process.terminate()
            self.process.wait(STOP_LIMIT_S)
        dismiss_witness(self.evidence)

    def output(self) -> str:
        return self.output_path.read_text(errors="replace")

    def evidence(self) -> str:
        readable = [line for line in self.output().splitlines() if line.strip() and not set(line) & QR_CODE]
        return f"--- {self.name}\n" + "\n".join(readable)[-4000:]

    def commands_of_children(self) -> list[str]:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in children]

    def _printed_link(self) -> str:
        found = LINK.search(self.output())
        if not found and not self.is_waiting():
            raise AssertionError(f"{self.name} ended without a link\n{self.evidence()}")
        return found.group(1) if found else ""
