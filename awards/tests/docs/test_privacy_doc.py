"""docs/privacy.md against the inventory: its tables are the record of processing, row by row."""

import re

from django.conf import settings
from django.utils import translation

from paritrana.accounts.personal_data import INVENTORY, SIGN_IN_DAYS

PAGE = settings.BASE_DIR / "docs" / "privacy.md"


def rows_of_the_inventory():
    with translation.override("en"):
        return [
            f"| {', '.join(f'`{place}`' for place in record.places)} | {record.what} | {record.purpose} "
            f"| {record.ground.value} | {record.keeping.value} | {record.erasure.value} |"
            for subject in INVENTORY
            for record in subject.records
        ]


def test_page_when_held_against_the_inventory_then_every_row_stands_there_and_no_other():
    shown = re.findall(r"^\| `\w+\.\w+\.\w+`.*$", PAGE.read_text("utf-8"), re.MULTILINE)

    assert shown == rows_of_the_inventory()


def test_page_when_it_says_how_long_traces_of_signing_in_are_kept_then_as_the_task_does():
    assert f"`sign-in` {SIGN_IN_DAYS} days" in PAGE.read_text("utf-8")
