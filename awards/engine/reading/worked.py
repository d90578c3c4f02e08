"""Reads `[[case]]`: input and what is expected of it."""

from __future__ import annotations

from awards.engine.reading.section import TomlSection
from awards.engine.worked import ExpectedOutcome, WorkedCase

MOST_WORKED = 200


def read_worked(top: TomlSection) -> tuple[WorkedCase, ...]:
    found = tuple(map(_worked, top.sections("case")))
    if len(found) > MOST_WORKED:
        top.refuse("case", "rulebook.worked-many", most=MOST_WORKED)
    return found


def _worked(section: TomlSection) -> WorkedCase:
    cells, marks = section.section("input"), section.section("marks")
    points, cases = section.section("points"), section.section("cases")
    found = WorkedCase(
        name=section.text("name"),
        cells={key: cells.cell(key) for key in cells.keys()},  # noqa: SIM118 - a section is no mapping
        marks={key: marks.numbers(key) for key in marks.keys()},  # noqa: SIM118
        points={key: points.number(key) for key in points.keys()},  # noqa: SIM118
        cases={key: cases.any_text(key) for key in cases.keys()},  # noqa: SIM118
        band=section.any_text("band") if "band" in section else None,
        outcome=section.choice("outcome", ExpectedOutcome) if "outcome" in section else None,
        name_en=section.optional_text("name_en"),
        note=section.optional_text("note"),
        note_en=section.optional_text("note_en"),
    )
    section.close()
    return found
