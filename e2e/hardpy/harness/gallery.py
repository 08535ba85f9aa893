"""Takes the pictures of `screenshots.py`: which pages there are stands here, in one list."""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error as PlaywrightError

from harness.browser import DESKTOP, PHONE, Browser, Visitor
from harness.device_flow import DeviceFlow
from harness.pages import DEVICE_PATH, SIGN_IN_PATH, DevicePage, Person, is_sign_in_page, sign_in
from harness.server import ADMINISTRATOR, INTEGRATION_API, PASSWORD, SLUG, Server
from harness.web import WebApp


@dataclass(frozen=True)
class Scene:
    """A page, by its path; `{user_code}` stands for a login that waits for somebody."""

    name: str
    path: str
    is_signed_in: bool = True
    # With which refusal the page is shown, if it is one.
    refusal: int | None = None
    # One of the web app, which makes itself up after it has come.
    is_web: bool = False
    # Also as on a large screen on the wall.
    is_for_the_wall: bool = False


SCENES = (
    Scene("sign-in", SIGN_IN_PATH, is_signed_in=False),
    Scene("forgotten", "/auth/forgotten", is_signed_in=False),
    Scene("setup-without-link", "/auth/setup", is_signed_in=False, refusal=403),
    Scene("invitation-without-link", "/auth/invitation", is_signed_in=False, refusal=403),
    Scene("sign-in-again", "/auth/sign-in/again"),
    Scene("stands", "/o/{slug}/organisation/stands"),
    Scene("profile", "/profile"),
    Scene("account", "/auth/account"),
    Scene("second-factor", "/auth/account/second-factor"),
    Scene("passkeys", "/auth/account/passkeys"),
    Scene("members", "/o/{slug}/organisation/members"),
    Scene("applications", "/o/{slug}/organisation/applications"),
    Scene("settings", "/o/{slug}/organisation/general"),
    Scene("keys", "/o/{slug}/organisation/keys"),
    Scene("audit", "/o/{slug}/organisation/audit"),
    Scene("device-code", DEVICE_PATH),
    Scene("device-consent", DEVICE_PATH + "?user_code={user_code}"),
    Scene("device-accepted", DEVICE_PATH + "/accepted?organisation={slug}"),
    Scene("device-denied", DEVICE_PATH + "/denied"),
    Scene("web-home", "/o/{slug}", is_web=True, is_for_the_wall=True),
    Scene("web-home-empty", "/o/{empty_slug}", is_web=True),
    Scene("web-run-failed", "/o/{slug}/runs/{failed_run}", is_web=True),
    Scene("web-run-passed", "/o/{slug}/runs/{passed_run}", is_web=True),
    Scene("web-unit", "/o/{slug}/units/{part_number}/{serial_number}", is_web=True),
    Scene("web-stands", "/o/{slug}/stands", is_web=True),
    Scene("web-stand", "/o/{slug}/stands/{stand}", is_web=True),
    Scene("web-wall", "/o/{slug}/wall", is_web=True, is_for_the_wall=True),
    Scene("web-yield", "/o/{slug}/yield?range=all", is_web=True, is_for_the_wall=True),
    Scene("web-yield-by-batch", "/o/{slug}/yield?range=all&by=batch", is_web=True),
    Scene("web-yield-empty", "/o/{empty_slug}/yield", is_web=True),
    Scene("web-failures", "/o/{slug}/failures?range=all", is_web=True, is_for_the_wall=True),
    Scene("web-plans", "/o/{slug}/plan", is_web=True),
    Scene("web-plan", "/o/{slug}/plan?plan={plan}&range=all", is_web=True, is_for_the_wall=True),
    Scene("web-plan-steps", "/o/{slug}/plan?plan={plan}&range=all&tab=steps", is_web=True),
    Scene("web-plan-time", "/o/{slug}/plan?plan={plan}&range=all&tab=time", is_web=True),
    Scene("web-plan-repeatability", "/o/{slug}/plan?plan={plan}&range=all&tab=repeatability", is_web=True),
    Scene("web-measurements", "/o/{slug}/measurement?plan={plan}&range=all", is_web=True),
    Scene("web-measurement", "/o/{slug}/measurement?series={series}&range=all", is_web=True, is_for_the_wall=True),
    Scene("web-compare", "/o/{slug}/compare?range=all", is_web=True, is_for_the_wall=True),
    Scene("web-general", "/o/{slug}/organisation/general", is_web=True),
    Scene("web-members", "/o/{slug}/organisation/members", is_web=True),
    Scene("web-keys", "/o/{slug}/organisation/keys", is_web=True),
    Scene("web-connected-stands", "/o/{slug}/organisation/stands", is_web=True),
    Scene("web-applications", "/o/{slug}/organisation/applications", is_web=True),
    Scene("web-quarantine", "/o/{slug}/organisation/quarantine", is_web=True),
    Scene("web-audit", "/o/{slug}/organisation/audit", is_web=True),
    Scene("web-profile", "/profile", is_web=True),
    Scene("web-not-found", "/o/{slug}/runs/00000000-0000-0000-0000-000000000000", is_web=True, refusal=404),
)
RUNS = 3000
# One of its measurements drifts.
PLAN = "PWR-2410 Functional"
EMPTY_ORGANISATION = "Empty"
ADMIN = Person(ADMINISTRATOR, PASSWORD)
WALL = {"width": 2560, "height": 1440}
SIZES = {"desktop": DESKTOP, "phone": PHONE, "wall": WALL}
SCHEMES = ("light", "dark")


def main() -> int:
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    scenes = [scene for scene in SCENES if not names or scene.name in names]
    with tempfile.TemporaryDirectory() as server_folder:
        server = Server(Path(os.environ["STANDCLOUD_BIN"]), Path(server_folder))
        server.start()
        browser = Browser()
        try:
            names = furnish(browser, server, Path(server_folder))
            problems = take_pictures(browser, server, scenes, folder, names)
        finally:
            browser.close()
            server.stop()
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


def furnish(browser: Browser, server: Server, folder: Path) -> dict[str, str]:
    """Something to be seen in the lists; returns what stands for the names in the paths."""
    server.command("demo", "--org", SLUG, "--runs", str(RUNS))
    server.post_report(b'{"name": "a report that does not validate"}')
    server.add_application("Power BI", "--grant", "client-credentials")
    with browser.window(server.address, folder) as visitor:
        for stand_name in ("FT-1, line 2", "Burn-in rack"):
            flow = DeviceFlow(server)
            DevicePage(visitor).open(flow.link, ADMIN).accept_as(stand_name)
            assert flow.poll().status_code == 200
    # Last, because whoever is in two organisations is asked for which one a stand is let in.
    server.command("org", "add", "--org", EMPTY_ORGANISATION, "--email", ADMINISTRATOR)
    failed, passed = server.runs(status="failed", limit=1)[0], server.runs(status="passed", limit=1)[0]
    (drifting,) = measurements(server, PLAN, "Output voltage")
    return {
        "slug": SLUG,
        "empty_slug": EMPTY_ORGANISATION.lower(),
        "failed_run": failed["test_run_id"],
        "passed_run": passed["test_run_id"],
        "part_number": failed["part_number"],
        "serial_number": failed["serial_number"],
        "stand": "1",
        "plan": PLAN,
        "series": str(drifting["series"]),
    }


def measurements(server: Server, plan: str, name: str) -> list[dict]:
    """Those of a test plan with that name."""
    answer = server.get(f"{INTEGRATION_API}/analysis/measurements", {"plan": plan})
    return [one for one in answer.json() if one["name"] == name and one["kind"] == "number"]


def take_pictures(
    browser: Browser, server: Server, scenes: list[Scene], folder: Path, names: dict[str, str]
) -> list[str]:
    """All pictures, also of pages on which something goes wrong; returns what went wrong."""
    problems = []
    for size, viewport in SIZES.items():
        shown = [scene for scene in scenes if size != "wall" or scene.is_for_the_wall]
        for scheme in SCHEMES:
            options = {"viewport": viewport, "color_scheme": scheme, "has_touch": size == "phone"}
            options["reduced_motion"] = "reduce"
            with browser.window(server.address, folder, **options) as visitor:
                is_signed_in = False
                for scene in sorted(shown, key=lambda scene: scene.is_signed_in):
                    if scene.is_signed_in and not is_signed_in:
                        sign_in_once(server, visitor)
                        is_signed_in = True
                    picture = folder / f"{scene.name}-{size}-{scheme}.png"
                    visitor.expected_statuses = {scene.refusal} if scene.refusal else set()
                    problems += show(scene, server, visitor, names)
                    visitor.page.screenshot(path=picture, full_page=True)
                    problems += [f"{picture.name}: {problem}" for problem in visitor.problems]
                    visitor.problems.clear()
                    problems += [f"{picture.name}: wider than the screen"] if is_too_wide(visitor) else []
                    print(picture)
    return problems


def sign_in_once(server: Server, visitor: Visitor) -> None:
    visitor.page.goto(f"https://{server.address}/auth/account")
    assert is_sign_in_page(visitor.page)
    sign_in(visitor.page, ADMIN)
    visitor.page.wait_for_url("**/auth/account")


def show(scene: Scene, server: Server, visitor: Visitor, names: dict[str, str]) -> list[str]:
    """Returns what went wrong on the way."""
    user_code = DeviceFlow(server).started["user_code"] if "{user_code}" in scene.path else ""
    page = visitor.page
    path = scene.path.format(user_code=user_code, **{name: quote(value, safe="") for name, value in names.items()})
    page.goto(f"https://{server.address}{path}")
    if not scene.is_web:
        # The web app keeps a connection open for what is new.
        page.wait_for_load_state("networkidle")
        return []
    try:
        WebApp(visitor).wait()
    except PlaywrightError:
        return [f"{scene.name}: not complete"]
    return []


def is_too_wide(visitor: Visitor) -> bool:
    """Whether somebody would have to scroll sideways."""
    return visitor.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


if __name__ == "__main__":
    sys.exit(main())
