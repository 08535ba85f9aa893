"""What is shown is exported: exactly the filtered runs, in a file that a spreadsheet opens."""

import csv
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from harness.web import WebApp
from harness.web_fixtures import Factory


def export(page: Page, choice: str, folder: Path) -> Path:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=choice).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.fixture
def failed_only(admin_app: WebApp, factory: Factory) -> Page:
    return admin_app.open(f"{factory.home}?range=all&status=failed")


def test_a_spreadsheet_opens_the_filtered_runs(failed_only: Page, factory: Factory, tmp_path: Path) -> None:
    file = export(failed_only, "Excel", tmp_path)

    assert file.suffix == ".xlsx"
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    header, runs = rows[0], rows[1:]
    assert len(runs) == len(factory.server.runs(status="failed")) >= 1
    serials = {row[header.index("Serial number")] for row in runs}
    assert factory.failed_serial in serials
    assert factory.passed_serial not in serials
    assert any(isinstance(cell, datetime) for cell in runs[0]), "dates are dates"


def test_the_same_as_text_for_programs(failed_only: Page, factory: Factory, tmp_path: Path) -> None:
    file = export(failed_only, "CSV", tmp_path)

    with file.open(newline="", encoding="utf-8-sig") as lines:
        runs = list(csv.DictReader(lines))
    assert len(runs) == len(factory.server.runs(status="failed"))
