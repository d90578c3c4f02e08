"""Every alert has its runbook, and no runbook is left of an alert that is gone."""

import re
from pathlib import Path

from django.conf import settings

from paritrana.watch.gauges import registered
from paritrana.watch.selectors import SILENCE

RUNBOOKS = Path(settings.BASE_DIR) / "docs" / "runbooks.md"


def test_runbooks_when_held_against_the_alerts_then_one_each_with_what_to_look_at_and_to_do():
    parts = re.split(r"^## ", RUNBOOKS.read_text("utf-8"), flags=re.MULTILINE)[1:]
    books = {part.partition("\n")[0]: part for part in parts}

    assert sorted(books) == sorted([SILENCE, *(gauge.name for gauge in registered())])
    assert [
        name for name, book in books.items() if not all(f"**{step}**" in book for step in ("Red", "Look", "Do"))
    ] == []


def test_runbooks_when_they_name_a_metric_then_it_is_the_alerts_own():
    text = RUNBOOKS.read_text("utf-8")

    assert [gauge.metric for gauge in registered() if f"`{gauge.metric}`" not in text] == []
