"""What an edit changed, as codes with values: the lines of a draft's history. Pure."""

from collections.abc import Iterator

from awards.rulebooks.parsing.editing import (
    AddCriterion,
    ChangeKeys,
    CopyCriterion,
    Edit,
    MoveCriterion,
    RemoveCriterion,
    SpreadRest,
    name_of,
    value_at,
)
from awards.rulebooks.parsing.outline import Branch, Outline, read_outline
from paritrana.lib.problems import Note, note

KINDS = {
    "goalposts": "edit.kind-goalposts",
    "bands": "edit.kind-bands",
    "levels": "edit.kind-levels",
    "points": "edit.kind-points",
    "ratio_to_best": "edit.kind-ratio-to-best",
    "min_max": "edit.kind-min-max",
    "z_score": "edit.kind-z-score",
    "percentile": "edit.kind-percentile",
}
POLICIES = {
    "not_ranked": "edit.missing-not-ranked",
    "worst": "edit.missing-worst",
    "zero": "edit.missing-zero",
    "skip_and_rescale": "edit.missing-skipped",
    "group_median": "edit.missing-median",
}
STARTED = note("edit.start")
AS_TEXT = note("edit.text")
ORIGINS = frozenset({"source", "column", "measure", "jury", "panel"})
JOINING = frozenset({"join", "floor", "exponent", "of", "available", "weight_total"})


def changes(before: str, after: str, edit: Edit) -> tuple[Note, ...]:
    """Return what an edit did to the first text, which became the second; names are those of the time."""
    old, new = read_outline(before), read_outline(after)
    match edit:
        case ChangeKeys(values):
            return tuple(dict.fromkeys(_of_keys(old, new, list(values))))
        case SpreadRest(parent):
            branch = new.find(parent)
            weights = [(one.code, "weight") for one in branch.shares] if branch else []
            return tuple(_of_keys(old, new, weights))
        case AddCriterion(parent, _table):
            return _of_addition(new, parent)
        case MoveCriterion(code, parent, _after):
            return _of_move(new, code, parent)
        case CopyCriterion(code):
            branch = new.find(code)
            return (note("edit.copied", name=name_of(branch)),) if branch else ()
        case RemoveCriterion(code):
            branch = old.find(code)
            return _of_removal(branch) if branch else ()


def _of_keys(old: Outline, new: Outline, keys: list[tuple[str, str]]) -> Iterator[Note]:
    for code, key in keys:
        before, after = old.find(code), new.find(code)
        if before is not None and after is not None and value_at(before.table, key) != value_at(after.table, key):
            yield _of_key(before, after, key)


def _of_key(before: Branch, after: Branch, key: str) -> Note:
    old, new = value_at(before.table, key), value_at(after.table, key)
    name = name_of(after)
    if key == "weight":
        return _of_weight(name, old, new)
    if key == "name":
        return note("edit.renamed", before=name_of(before), after=name)
    if key == "name_en":
        return note("edit.renamed-english", name=name, after=str(new)) if new else note("edit.no-english", name=name)
    if key in ("normalise.worst", "normalise.best") and old is not None and new is not None:
        if key == "normalise.worst":
            return note("edit.worst", name=name, before=str(old), after=str(new))
        return note("edit.best", name=name, before=str(old), after=str(new))
    kind, policy = str(value_at(after.table, "normalise.kind")), str(new or "not_ranked")
    if key == "normalise" and kind in KINDS:
        return Note(KINDS[kind], {"name": name})
    if key.startswith("normalise"):
        return note("edit.normalised", name=name)
    if key == "missing" and policy in POLICIES:
        return Note(POLICIES[policy], {"name": name})
    if key.startswith(("missing", "not_applicable")):
        return note("edit.missing", name=name)
    if key in ORIGINS:
        return note("edit.source", name=name)
    return note("edit.join", name=name) if key in JOINING else note("edit.changed", name=name)


def _of_weight(name: str, old: object, new: object) -> Note:
    if old is None:
        return note("edit.weight-set", name=name, after=str(new))
    if new is None:
        return note("edit.weight-removed", name=name, before=str(old))
    return note("edit.weight", name=name, before=str(old), after=str(new))


def _of_addition(new: Outline, parent: str | None) -> tuple[Note, ...]:
    above = new.find(parent) if parent is not None else None
    if above is not None:
        return (note("edit.added", name=name_of(above.children[-1]), parent=name_of(above)),)
    return (note("edit.begun", name=name_of(new.top)),) if new.top else ()


def _of_move(new: Outline, code: str, parent: str) -> tuple[Note, ...]:
    branch, above = new.find(code), new.find(parent)
    if branch is None or above is None:
        return ()
    place = [one.code for one in above.children].index(code) + 1
    return (note("edit.moved", name=name_of(branch), parent=name_of(above), place=str(place)),)


def _of_removal(branch: Branch) -> tuple[Note, ...]:
    below = len(list(branch.walk())) - 1
    if below:
        return (note("edit.removed-with", name=name_of(branch), count=below),)
    return (note("edit.removed", name=name_of(branch)),)
