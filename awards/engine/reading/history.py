"""Reads `[[history]]`: the columns that earlier editions fill."""

from __future__ import annotations

from awards.engine.history import OF_A_CRITERION, HistoryColumn, HistoryKind
from awards.engine.reading.section import TomlSection
from awards.engine.reading.tree import read_citations


def read_history(section: TomlSection) -> HistoryColumn:
    kind = section.choice("kind", HistoryKind)
    is_of_criterion = kind in OF_A_CRITERION
    if kind is HistoryKind.WINS and "since" not in section:
        section.refuse("since", "rulebook.history-since")
    for key in ("prizes", "bands", "since") if is_of_criterion else ("criterion",):
        if key in section:
            section.refuse(key, "rulebook.history-key", kind=str(kind))
            section.leave(key)
    found = HistoryColumn(
        code=section.text("code"),
        name=section.text("name"),
        kind=kind,
        prizes=section.texts("prizes") if "prizes" in section else (),
        bands=section.texts("bands") if "bands" in section else (),
        since=section.whole("since", 1900) if "since" in section else None,
        criterion=section.text("criterion") if is_of_criterion else "",
        unit=section.optional_text("unit"),
        unit_en=section.optional_text("unit_en"),
        name_en=section.optional_text("name_en"),
        citations=read_citations(section),
    )
    section.close()
    return found
