"""A test stand: a folder with the test plan, HardPy's operator panel, and its command line.

The stand is HardPy as a user installs it. The test only writes `hardpy.toml`, types `hardpy …` commands and looks
where the operator looks: at what the panel shows and at the files that the stand keeps.
"""

import json
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

from harness.environment import clean_environment
from harness.evidence import add_witness, dismiss_witness
from harness.keyring import Keyring
from harness.ports import LOOPBACK, free_port
from harness.venvs import E2E_FOLDER, command_of, name_of_version
from harness.waiting import wait_for

PLAN_FOLDER = E2E_FOLDER / "plan"
PANEL_LIMIT_S = 90
RUN_LIMIT_S = 120
COMMAND_LIMIT_S = 120
# A command asks the panel for its configuration and gives up after 2 s, which a busy machine can need.
COMMAND_TRIES_MAX = 4
PANEL_GAVE_NO_ANSWER = "does not run."
# The panel looks once for waiting reports 30 s after its start, whatever the period is set to.
PANEL_FIRST_AUTOSYNC_S = 28
ALL_SENT = "HardPy status: All reports are synchronized with StandCloud."
ONE_SENT = "HardPy status: Reports successfully uploaded to StandCloud: 1."
# The end of it tells why; more would bury what other witnesses say.
OUTPUT_TOLD_MAX = 3000
TERMINAL_STATUSES = ("passed", "failed", "stopped")


class Stand:
    """One stand of one HardPy version in its own folder, with an API key or with somebody's login in the keyring."""

    def __init__(
        self,
        version: str,
        folder: Path,
        address: str,
        api_key: str = "",
        *,
        autosync: bool = True,
        keyring: Keyring | None = None,
    ) -> None:
        self.version = version
        self.keyring = keyring
        self.folder = folder / "stand"
        self.home = folder / "home"
        self.output_path = folder / "panel.log"
        self.panel_port = free_port()
        self.panel: subprocess.Popen | None = None
        self.panel_started_at = 0.0
        # Under which name the server knows the stand's key, where a test needs that.
        self.key_name = ""
        shutil.copytree(PLAN_FOLDER, self.folder, ignore=shutil.ignore_patterns("__pycache__"))
        self.configure(address, api_key, autosync=autosync)

    def configure(self, address: str, api_key: str, *, autosync: bool = True) -> None:
        """Writes `hardpy.toml`; a running panel keeps what it read when it started."""
        text = (PLAN_FOLDER / "hardpy.toml").read_text()
        values = {
            "panel_port": str(self.panel_port),
            "address": address,
            "autosync": str(autosync).lower(),
            "api_key": api_key,
        }
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        (self.folder / "hardpy.toml").write_text(text)

    def hardpy(self, *arguments: str) -> subprocess.CompletedProcess:
        """Types one `hardpy` command, again when it did not get through to the panel, and returns what it printed."""
        for _ in range(COMMAND_TRIES_MAX):
            done = self._type_command(*arguments)
            if PANEL_GAVE_NO_ANSWER not in done.stdout:
                break
        return done

    def start_panel(self) -> None:
        """`hardpy run`, up to the point where an operator could press Start."""
        self.begin_panel()
        self.wait_for_panel()

    def begin_panel(self) -> None:
        """`hardpy run` without waiting, for a test that starts several stands at once."""
        with self.output_path.open("ab") as output:
            self.panel = subprocess.Popen(
                [str(self._command()), "run"],
                cwd=self.folder,
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.panel_started_at = time.monotonic()
        add_witness(self.output)

    def wait_for_panel(self) -> None:
        # The panel collects the plan in a second process at start; Start before that has ended would race it.
        wait_for("the operator panel to show the collected plan", self._shows_ready_plan, PANEL_LIMIT_S, self.output)

    def stop_panel(self) -> None:
        if self.panel is None:
            return
        self.panel.terminate()
        try:
            self.panel.wait(10)
        except subprocess.TimeoutExpired:
            self.panel.kill()
            self.panel.wait(10)
        self.panel = None
        dismiss_witness(self.output)

    def begin_run(self, **start_arguments: str) -> None:
        arguments = [text for name, value in start_arguments.items() for text in ("--arg", f"{name}={value}")]
        started = self.hardpy("start", *arguments)
        assert "HardPy status: started." in started.stdout, f"{started}\n{self.output()}"

    def finish_run(self) -> dict:
        """Waits for the end of the run, its upload included, and returns what the panel shows."""
        wait_for("the end of the run", self._is_run_over, RUN_LIMIT_S, self.output)
        return self.shown()

    def run(self, **start_arguments: str) -> dict:
        """`hardpy start` and waiting until the operator may start the next unit."""
        self.begin_run(**start_arguments)
        return self.finish_run()

    def interrupt_run(self) -> dict:
        """`hardpy stop` as soon as the plan has come to its waiting case."""
        wait_for("the waiting case to run", self._is_waiting_to_be_stopped, RUN_LIMIT_S, self.output)
        stopped = self.hardpy("stop")
        assert "HardPy status: stopped." in stopped.stdout, f"{stopped}\n{self.output()}"
        return self.finish_run()

    def send_waiting_report(self) -> None:
        """`hardpy sc-sync`, which sends the one report that waits, unless the panel was quicker by itself."""
        synchronized = self.hardpy("sc-sync").stdout
        panel_age_s = time.monotonic() - self.panel_started_at
        panel_was_quicker = ALL_SENT in synchronized and panel_age_s > PANEL_FIRST_AUTOSYNC_S
        assert ONE_SENT in synchronized or panel_was_quicker, f"{synchronized}\n{self.output()}"
        assert self.waiting_reports() == []

    def shown(self) -> dict:
        """The document behind the page that the operator sees."""
        rows = self._panel_json("json_data")["rows"]
        return next((row["doc"] for row in rows if row["id"] == self._document_id()), {})

    def kept_report(self) -> dict:
        """The file of the last run in the stand's own store."""
        return json.loads((self.store_folder("runstore") / f"{self._document_id()}.json").read_text())

    def kept_reports(self) -> list[dict]:
        """Every file of the stand's own run store, older runs included where the version keeps them."""
        return [json.loads(path.read_text()) for path in sorted(self.store_folder("runstore").glob("*.json"))]

    def history_reports(self) -> list[dict]:
        """The files of finished runs that newer versions keep beside the current one."""
        return [report for report in self.kept_reports() if report["_id"] != self._document_id()]

    def waiting_reports(self) -> list[dict]:
        """Reports that the stand has not got rid of yet."""
        return [json.loads(path.read_text()) for path in sorted(self.store_folder("tempstore").glob("*.json"))]

    def store_folder(self, store: str) -> Path:
        return self.folder / ".hardpy" / "storage" / store

    def output(self) -> str:
        """What the panel and its test processes printed, for the message of a failed test."""
        text = self.output_path.read_text(errors="replace") if self.output_path.exists() else ""
        return f"--- HardPy {self.version} in {self.folder}\n{text[-OUTPUT_TOLD_MAX:]}"

    def _shows_ready_plan(self) -> bool:
        assert self.panel is not None and self.panel.poll() is None, f"the panel ended\n{self.output()}"
        shown = self._shown_or_nothing()
        return shown.get("status") in ("ready", *TERMINAL_STATUSES) and len(shown.get("modules", {})) > 0

    def _type_command(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(self._command()), *arguments],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_S,
            check=False,
        )

    def _is_waiting_to_be_stopped(self) -> bool:
        cases = self._shown_or_nothing().get("modules", {}).get("test_3_faults", {}).get("cases", {})
        return cases.get("test_waits_to_be_stopped", {}).get("status") == "run"

    def _is_run_over(self) -> bool:
        try:
            is_idle = self._panel_json("status")["status"] == "ready"
        except (OSError, ValueError):
            return False
        return is_idle and self._shown_or_nothing().get("status") in TERMINAL_STATUSES

    def _shown_or_nothing(self) -> dict:
        """A panel that starts, or of a busy machine, may leave a question open or answer with half a document; whoever waits asks again."""
        try:
            return self.shown()
        except (OSError, ValueError):
            return {}

    def _panel_json(self, endpoint: str) -> dict:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://{LOOPBACK}:{self.panel_port}/api/{endpoint}", timeout=5) as answer:
            return json.load(answer)

    def _environment(self) -> dict[str, str]:
        return self.keyring.environment() if self.keyring else clean_environment(self.home)

    def _document_id(self) -> str:
        return f"{LOOPBACK}_{self.panel_port}"

    def _command(self) -> Path:
        return command_of(name_of_version(self.version), "hardpy")
