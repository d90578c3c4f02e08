"""Reads `[[criteria]]` into the tree."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from awards.engine.criteria import (
    PAIRS,
    Adjustment,
    AdjustmentKind,
    Citation,
    Criterion,
    Effect,
    Join,
    MissingPolicy,
    Source,
)
from awards.engine.reading.normalisation import NormalisationKind, read_normalisation
from awards.engine.reading.section import MOST_DIGITS, TomlSection

FLOORED = (Join.GEOMETRIC, Join.HARMONIC, Join.POWER_MEAN, Join.RATIO, Join.RECIPROCAL)
DEEPEST = 100
"""Levels of a tree; the evaluation goes down one call at a time."""


def read_citations(section: TomlSection) -> tuple[Citation, ...]:
    found = []
    for item in section.sections("citations"):
        parts = {key: item.optional_text(key) for key in ("article", "page", "url", "date")}
        found.append(Citation(text=item.text("text"), **parts))
        item.close()
    return tuple(found)


def read_tree(rulebook: TomlSection, weight_total: Fraction) -> Criterion | None:
    """Return the root, or None when the list does not make one tree."""
    sections = rulebook.sections("criteria")
    listed = [(section, _read_criterion(section, weight_total)) for section in sections]
    nodes = {node.code: node for _, node in listed}
    for section, node in listed:
        if nodes[node.code] is not node:
            section.refuse("code", "rulebook.criterion-code-twice", name=node.code)
        if node.parent is not None and node.parent not in nodes:
            section.refuse("parent", "rulebook.parent-unknown", name=node.parent)
        elif node.parent is not None and nodes[node.parent].is_leaf:
            section.refuse("parent", "rulebook.parent-without-join", name=node.parent)
        _check_effect(section, node, nodes.get(node.parent or ""))
    return _grown(rulebook, [node for _, node in listed])


def _grown(rulebook: TomlSection, nodes: list[Criterion]) -> Criterion | None:
    roots = [node for node in nodes if node.parent is None]
    if len(roots) != 1:
        rulebook.refuse("criteria", "rulebook.roots", count=len(roots))
        return None
    if _depth(nodes) > DEEPEST:
        rulebook.refuse("criteria", "rulebook.too-deep", most=DEEPEST)
        return None

    def grow(node: Criterion) -> Criterion:
        return replace(node, children=tuple(grow(child) for child in nodes if child.parent == node.code))

    root = grow(roots[0])
    reached = {node.code for node in root.walk()}
    loose = [node.code for node in nodes if node.code not in reached]
    if loose:
        rulebook.refuse("criteria", "rulebook.loose-criteria", names=tuple(loose))
    return root


def _depth(nodes: list[Criterion]) -> int:
    """Return the longest way to a node without parent; a ring of parents leads nowhere and counts as nothing."""
    parents = {node.code: node.parent for node in nodes}
    deepest = 0
    for node in nodes:
        passed = [node.code]
        while (above := parents.get(passed[-1])) is not None and above not in passed and len(passed) <= DEEPEST:
            passed.append(above)
        deepest = max(deepest, len(passed) if above is None or len(passed) > DEEPEST else 0)
    return deepest


def _check_effect(section: TomlSection, node: Criterion, parent: Criterion | None) -> None:
    if node.effect is not Effect.SHARE and parent is None:
        section.refuse("effect", "rulebook.root-effect")
    if node.effect is not Effect.SHARE and "weight" in section:
        section.refuse("weight", "rulebook.effect-weight")
    if node.effect is not Effect.SHARE:
        return
    if parent is None and "digits" in section:
        section.refuse("digits", "rulebook.root-digits")
    if parent is None and "weight" in section:
        section.refuse("weight", "rulebook.root-weight")
    if parent is not None and parent.has_weights and parent.join is not Join.SUM and "weight" not in section:
        section.refuse("weight", "rulebook.weight-absent")


def _read_criterion(section: TomlSection, weight_total: Fraction) -> Criterion:
    join = section.choice("join", Join) if "join" in section else None
    node = Criterion(
        code=section.text("code"),
        parent=section.text_or_none("parent"),
        name=section.text("name"),
        name_en=section.optional_text("name_en"),
        weight=_weight(section),
        effect=section.choice("effect", Effect, Effect.SHARE),
        join=join,
        adjustments=tuple(_read_adjustment(item) for item in section.sections("adjust")),
        at_least=section.optional_number("at_least"),
        at_most=section.optional_number("at_most"),
        digits=section.whole("digits", 0) if "digits" in section else None,
        note=section.optional_text("note"),
        note_en=section.optional_text("note_en"),
        citations=read_citations(section),
    )
    node = _with_missing(section, node)
    node = _with_leaf(section, node) if join is None else _with_join(section, node, join, weight_total)
    section.close()
    if (node.digits or 0) > MOST_DIGITS:
        section.refuse("digits", "rulebook.too-many-digits", most=MOST_DIGITS)
    if node.at_least is not None and node.at_most is not None and node.at_least >= node.at_most:
        section.refuse("at_least", "rulebook.limits-crossed")
    return node


def _weight(section: TomlSection) -> Fraction:
    weight = section.number_or("weight", 1)
    if weight <= 0:
        section.refuse("weight", "rulebook.weight-positive")
    return weight


def _read_adjustment(section: TomlSection) -> Adjustment:
    adjustment = Adjustment(
        kind=section.choice("kind", AdjustmentKind),
        column=section.text("column"),
        empty_changes_nothing=section.flag("empty_changes_nothing", default=False),
    )
    section.close()
    return adjustment


def _with_missing(section: TomlSection, node: Criterion) -> Criterion:
    missing = section.choice("missing", MissingPolicy, MissingPolicy.NOT_RANKED)
    not_applicable = section.choice("not_applicable", MissingPolicy, MissingPolicy.NOT_RANKED)
    reason = section.optional_text("missing_reason")
    english = section.optional_text("missing_reason_en")
    score = section.optional_number("missing_score")
    used = {missing, not_applicable}
    if used & {MissingPolicy.WORST, MissingPolicy.ZERO} and not reason:
        section.refuse("missing_reason", "rulebook.missing-reason-absent")
    if node.join is not None and MissingPolicy.GROUP_MEDIAN in used:
        section.refuse("missing", "rulebook.median-of-node")
    if node.join is not None and MissingPolicy.WORST in used and score is None:
        section.refuse("missing_score", "rulebook.worst-of-node")
    if node.parent is None and MissingPolicy.SKIP in used:
        section.refuse("missing", "rulebook.root-skipped")
    return replace(
        node,
        missing=missing,
        not_applicable=not_applicable,
        missing_reason=reason,
        missing_reason_en=english,
        missing_score=score,
    )


def _with_join(section: TomlSection, node: Criterion, join: Join, weight_total: Fraction) -> Criterion:
    floor = section.optional_number("floor")
    if join in FLOORED and (floor is None or floor <= 0):
        section.refuse("floor", "rulebook.floor-absent")
    exponent = section.optional_number("exponent")
    if join is Join.POWER_MEAN and not exponent:
        section.refuse("exponent", "rulebook.exponent-absent")
    of = section.optional_number("of")
    if join in (Join.COMPLEMENT, Join.RECIPROCAL) and of is None:
        section.refuse("of", "rulebook.of-absent")
    for key, owner in (
        ("floor", FLOORED),
        ("exponent", (Join.POWER_MEAN,)),
        ("of", (Join.COMPLEMENT, Join.RECIPROCAL)),
        *((key, tuple(set(Join) - PAIRS.keys())) for key in ("available", "weight_total")),
    ):
        if key in section and join not in owner:
            section.refuse(key, "rulebook.key-of-other-join", join=str(join))
    share = section.section("available")
    by_count = "count" in share
    least = share.number("count") if by_count else share.number_or("weight", 0)
    if not 0 <= least <= 1:
        section.refuse("available", "rulebook.available-share")
    share.close()
    total = section.number("weight_total") if "weight_total" in section else weight_total
    return replace(
        node,
        floor=floor,
        exponent=exponent,
        of=of,
        weight_total=total,
        available_share=least,
        available_by_count=by_count,
    )


def _with_leaf(section: TomlSection, node: Criterion) -> Criterion:
    if section.section("normalise").says("kind", NormalisationKind.CASES):
        return _with_cases(section, node)
    source = section.choice("source", Source)
    keys = [key for key in ("column", "measure", "jury") if key in section]
    if len(keys) != 1:
        section.refuse("column", "rulebook.leaf-source")
    if (source is Source.JURY) != (keys == ["jury"]):
        section.refuse("source", "rulebook.jury-source")
    if "jury" in section and "panel" not in section:
        section.refuse("panel", "rulebook.panel-absent")
    if "panel" in section and "jury" not in section:
        section.refuse("panel", "rulebook.panel-without-jury")
    return replace(
        node,
        source=source,
        column=section.text_or_none("column"),
        measure=section.text_or_none("measure"),
        jury=section.text_or_none("jury"),
        panel=section.text_or_none("panel"),
        normalisation=read_normalisation(section.section("normalise")),
        is_complement=section.flag("complement", default=False),
        unit=section.optional_text("unit"),
        unit_en=section.optional_text("unit_en"),
    )


def _with_cases(section: TomlSection, node: Criterion) -> Criterion:
    """Read a leaf whose figures are named by its conditions."""
    for key in ("source", "column", "measure", "jury", "panel", "unit", "unit_en", "complement"):
        if key in section:
            section.refuse(key, "rulebook.cases-read-conditions")
            section.leave(key)
    return replace(node, normalisation=read_normalisation(section.section("normalise")))
