"""Conditions as rows with choices: what was typed, how it is drawn, and the keys of the rulebook that follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.rulebooks.parsing.editing import Plain
from awards.rulebooks.parsing.outline import Outline
from awards.rulebooks.parsing.typed_conditions import (
    COMPARATORS,
    DEEPEST,
    LOGICS,
    UNLESS,
    Part,
    PlacedPart,
    TypedGroup,
    TypedRow,
    depth_of,
    placed,
)
from awards.studio.forms.criteria import SEPARATOR
from awards.studio.forms.figures import figure_text, typed_figure
from awards.studio.selectors.drafting import Choices, Grouped, figure_choices

COMPARATOR_WORDS = (
    ("at_least", gettext_lazy("paling sedikit")),
    ("above", gettext_lazy("lebih dari")),
    ("at_most", gettext_lazy("paling banyak")),
    ("below", gettext_lazy("kurang dari")),
    ("equals", gettext_lazy("tepat")),
    ("one_of", gettext_lazy("salah satu dari")),
)
LOGIC_WORDS = (("all", gettext_lazy("semua")), ("any", gettext_lazy("salah satu")))
JURY = "jury"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A part as the page draws it: its fields' names begin with `name`, those of the whole with `root`.

    `word` joins it to the one before.
    """

    name: str
    root: str
    placed: PlacedPart
    word: str
    figures: Grouped
    error: str

    @property
    def part(self) -> Part:
        return self.placed.part

    @property
    def can_go_up(self) -> bool:
        return not self.placed.is_exception and self.placed.place > 1

    @property
    def can_go_down(self) -> bool:
        return not self.placed.is_exception and self.placed.place < self.placed.siblings

    @property
    def can_go_out(self) -> bool:
        return not self.placed.is_exception and self.placed.depth > 1 and not self.placed.path.endswith(UNLESS)

    @property
    def can_be_grouped(self) -> bool:
        return self.placed.depth < DEEPEST


def condition_figures(text: str, outline: Outline) -> Grouped:
    """Return what a condition may ask of, in groups: `column|code` and `measure|code`, each once."""
    seen: set[str] = set()
    found: Grouped = []
    for group, choices in figure_choices(text, outline):
        own: Choices = []
        for value, label in choices:
            _source, _bar, figure = value.partition("|")
            if not figure.startswith(f"{JURY}|") and figure not in seen:
                seen.add(figure)
                own.append((figure, label))
        if own:
            found.append((str(group), own))
    return found


def with_held(figures: Grouped, part: Part) -> Grouped:
    """Add the figures that a condition names and no group offers: what is there is never lost to a choice."""
    known = {value for _group, choices in figures for value, _label in choices}
    own = [
        (one.part.figure, one.part.figure.partition("|")[2])
        for one in placed(part)
        if isinstance(one.part, TypedRow) and one.part.figure and one.part.figure not in known
    ]
    return [(_("Yang sekarang"), list(dict.fromkeys(own))), *figures] if own else figures


def typed_part(given: Mapping[str, Any], name: str) -> Part:
    """Read the rows back from the fields of a page, as they were typed."""
    logic = str(given.get(f"{name}:logika", ""))
    unless = typed_part(given, f"{name}.{UNLESS}") if _is_there(given, f"{name}.{UNLESS}") else None
    if logic in LOGICS:
        parts: list[Part] = []
        while _is_there(given, f"{name}.{len(parts)}") and len(parts) < 50:
            parts.append(typed_part(given, f"{name}.{len(parts)}"))
        return TypedGroup(logic, tuple(parts), unless)
    comparator = str(given.get(f"{name}:banding", "at_least"))
    return TypedRow(
        figure=str(given.get(f"{name}:angka", ""))[:200],
        comparator=comparator if comparator in COMPARATORS else "at_least",
        limit=str(given.get(f"{name}:batas", "")).strip()[:500],
        unless=unless,
    )


def _is_there(given: Mapping[str, Any], name: str) -> bool:
    return f"{name}:logika" in given or f"{name}:angka" in given


def condition_rows(part: Part, name: str, figures: Grouped, errors: Mapping[str, str]) -> list[ConditionRow]:
    words = {"all": _("dan"), "any": _("atau")}
    offered = with_held(figures, part)
    return [
        ConditionRow(
            name=f"{name}.{one.path}" if one.path else name,
            root=name,
            placed=one,
            word=_("kecuali") if one.is_exception else words.get(one.logic, "") if one.place > 1 else "",
            figures=offered,
            error=errors.get(one.path, ""),
        )
        for one in placed(part)
    ]


def condition_table(part: Part, known: frozenset[str]) -> tuple[dict[str, Plain], dict[str, str]]:
    """Return the condition as the rulebook writes it, and what is wrong by path; `known` are figures to be chosen."""
    errors: dict[str, str] = {}
    if depth_of(part) > DEEPEST:
        errors[""] = _("Kelompok bersarang paling banyak %(most)d tingkat.") % {"most": DEEPEST}
    return _table(part, "", known, errors), errors


def _table(part: Part, path: str, known: frozenset[str], errors: dict[str, str]) -> dict[str, Plain]:
    here = f"{path}." if path else ""
    if isinstance(part, TypedGroup):
        if not part.parts:
            errors[path] = _("Kelompok ini kosong. Tambahkan syarat atau hapus kelompoknya.")
        parts: list[Plain] = [_table(one, f"{here}{place}", known, errors) for place, one in enumerate(part.parts)]
        found: dict[str, Plain] = {part.logic: parts}
    else:
        found = _row(part, path, known, errors)
    if part.unless is not None:
        found["unless"] = _table(part.unless, f"{here}{UNLESS}", known, errors)
    return found


def _row(row: TypedRow, path: str, known: frozenset[str], errors: dict[str, str]) -> dict[str, Plain]:
    kind, _bar, code = row.figure.partition("|")
    if not code or row.figure not in known:
        errors[path] = _("Pilih angkanya.")
        return {}
    if row.comparator == "one_of":
        labels: list[Plain] = [part.strip() for part in row.limit.split(SEPARATOR) if part.strip()]
        if kind == "measure":
            errors[path] = _("Ukuran adalah angka; «salah satu dari» membaca kolom berisi kata.")
        elif not labels:
            errors[path] = _("Tulis kata yang memenuhi syarat, dipisah titik koma.")
        return {kind: code, row.comparator: labels}
    try:
        limit: Decimal | int = typed_figure(row.limit)
    except ValidationError as error:
        errors[path] = " ".join(error.messages)
        return {}
    return {kind: code, row.comparator: limit}


def shown_limit(value: Any) -> str:
    return figure_text(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)
