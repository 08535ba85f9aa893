"""Takes the pictures of `screenshots.py`: which pages there are stands here, in one list."""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness.browser import DESKTOP, PHONE, Browser, Visitor
from harness.device_flow import DeviceFlow
from harness.pages import DEVICE_PATH, SIGN_IN_PATH, DevicePage, Person, is_sign_in_page, sign_in
from harness.server import ADMINISTRATOR, PASSWORD, SLUG, Server


@dataclass(frozen=True)
class Scene:
    """A page, by its path; `{user_code}` stands for a login that waits for somebody."""

    name: str
    path: str
    is_signed_in: bool = True
    # With which refusal the page is shown, if it is one.
    refusal: int | None = None


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
)
ADMIN = Person(ADMINISTRATOR, PASSWORD)
SIZES = {"desktop": DESKTOP, "phone": PHONE}
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
            furnish(browser, server, Path(server_folder))
            problems = take_pictures(browser, server, scenes, folder)
        finally:
            browser.close()
            server.stop()
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


def furnish(browser: Browser, server: Server, folder: Path) -> None:
    """Something to be seen in the lists."""
    server.add_application("Power BI", "--grant", "client-credentials")
    with browser.window(server.address, folder) as visitor:
        for stand_name in ("FT-1, line 2", "Burn-in rack"):
            flow = DeviceFlow(server)
            DevicePage(visitor).open(flow.link, ADMIN).accept_as(stand_name)
            assert flow.poll().status_code == 200


def take_pictures(browser: Browser, server: Server, scenes: list[Scene], folder: Path) -> list[str]:
    """All pictures, also of pages on which something goes wrong; returns what went wrong."""
    problems = []
    for size, viewport in SIZES.items():
        for scheme in SCHEMES:
            options = {"viewport": viewport, "color_scheme": scheme, "has_touch": size == "phone"}
            with browser.window(server.address, folder, **options) as visitor:
                for scene in sorted(scenes, key=lambda scene: scene.is_signed_in):
                    picture = folder / f"{scene.name}-{size}-{scheme}.png"
                    visitor.expected_statuses = {scene.refusal} if scene.refusal else set()
                    show(scene, server, visitor)
                    visitor.page.screenshot(path=picture, full_page=True)
                    problems += [f"{picture.name}: {problem}" for problem in visitor.problems]
                    visitor.problems.clear()
                    problems += [f"{picture.name}: wider than the screen"] if is_too_wide(visitor) else []
                    print(picture)
    return problems


def show(scene: Scene, server: Server, visitor: Visitor) -> None:
    user_code = DeviceFlow(server).started["user_code"] if "{user_code}" in scene.path else ""
    page = visitor.page
    page.goto(f"https://{server.address}{scene.path.format(user_code=user_code, slug=SLUG)}")
    if scene.is_signed_in and is_sign_in_page(page):
        sign_in(page, ADMIN)
        page.goto(f"https://{server.address}{scene.path.format(user_code=user_code, slug=SLUG)}")
    page.wait_for_load_state("networkidle")


def is_too_wide(visitor: Visitor) -> bool:
    """Whether somebody would have to scroll sideways."""
    return visitor.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


if __name__ == "__main__":
    sys.exit(main())
