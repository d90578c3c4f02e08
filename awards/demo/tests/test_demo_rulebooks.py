"""The rulebook of the demo computes the published score sheet of Lombok Timur from its raw figures.

Oracle: the sheet as published (TIMES Indonesia, July 2025): seven lines and their sum, 51.51.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from awards.demo.contest import PUBLISHED_MEAN_MARKS
from awards.engine import GivenMark, Table, load_rulebook, score
from awards.rulebooks.services import check_rulebook_text

RULEBOOKS = Path(settings.BASE_DIR) / "fixtures" / "rulebooks"
PUBLISHED_LINES = {
    "cakupan": "7.75",
    "rentan": "5.16",
    "pertumbuhan": "1.09",
    "regulasi": "9.00",
    "non_asn": "9.45",
    "narasumber": "10.00",
    "pemahaman": "9.06",
}
RAW = {
    "active_total": 144110,
    "previous_active_total": 110300,
    "employed": 775964,
    "employed_informal": 581210,
    "pekerja_rentan": 17195,
    "peraturan_count": 3,
    "peraturan_budget": 1,
    "peraturan_occupations": 1,
    "peraturan_duty": 1,
    "non_asn_terlindungi": 32644,
}


def test_rulebook_with_raw_figures_of_lombok_timur_gives_each_published_line_and_the_sum() -> None:
    rules = load_rulebook((RULEBOOKS / "kabkota-2024-ilustratif.toml").read_text(encoding="utf-8"))
    columns: dict[str, list[Decimal | str | None]] = {name: [Decimal(value)] for name, value in RAW.items()}
    columns |= {"peraturan": ["perda"], "attendance_role": ["kepala"]}
    marks = [GivenMark("52.03", f"juri-{place}", "pemahaman", mark) for place, mark in enumerate(PUBLISHED_MEAN_MARKS)]

    result = score(rules, Table(["52.03"], columns), marks)

    lines = {node.code: str(node.score) for node in result.nodes("52.03") if node.code in PUBLISHED_LINES}
    assert lines == PUBLISHED_LINES
    assert str(result.standing("52.03").score) == "51.51"


@pytest.mark.parametrize("path", sorted(RULEBOOKS.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_rulebook_when_checked_for_sealing_is_accepted_without_an_attackable_normalisation(path: Path) -> None:
    rules = check_rulebook_text(path.read_text(encoding="utf-8"))

    assert rules.is_illustrative
    assert rules.warnings == ()
