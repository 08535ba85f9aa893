"""A unit has failed: why, did it fail before, and what was different when it passed?"""

import re

from playwright.sync_api import expect

from harness.web import WebApp
from harness.web_fixtures import Factory

# What the plan says when the ripple is too high, and what it has measured.
MESSAGE = "ripple is too high"
CASE = "Ripple"
VALUE = "0.131"


def test_from_the_list_to_the_cause_and_to_the_passed_attempt(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(factory.home)
    failed = page.get_by_role("row").filter(has_text=factory.failed_serial).filter(has_text="Failed")
    failed.get_by_text("Failed").click()
    page.wait_for_url(f"**{factory.failed_run()}")
    admin_app.wait()

    reason = page.get_by_role("region", name="Why it did not pass")
    expect(reason).to_contain_text(CASE)
    expect(reason).to_contain_text(MESSAGE)
    expect(page.get_by_text(VALUE).first).to_be_visible()

    page.get_by_role("link", name=re.compile("All runs of this unit|The unit's whole history")).first.click()
    page.wait_for_url(f"**{factory.unit()}")
    admin_app.wait()
    expect(page.get_by_text("Passed").first).to_be_visible()
    expect(page.get_by_text("Attempt 2").first).to_be_visible()
