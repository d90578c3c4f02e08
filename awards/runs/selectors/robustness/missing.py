"""How ranks would move if the rulebook treated missing data otherwise: each leaf rescored under the other policies."""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from awards.engine import Result, RulebookError, Rules, ScoringError, State, score
from awards.engine.criteria import Criterion, MissingPolicy
from awards.engine.rulebook import rulebook_of
from awards.runs.selectors.robustness.parts import Part, PartKind, Row, listed

LEAST_SHARE = Decimal("0.01")
"""What a node must have left where its rulebook, skipping nothing yet, says nothing about it."""
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """What another policy does to the ranks; `first` are those who are first now and were not."""

    changed: int
    furthest: int
    entering: int
    leaving: int
    first: tuple[str, ...]


def policy_name(policy: MissingPolicy) -> str:
    return {
        MissingPolicy.NOT_RANKED: _("tidak diperingkat"),
        MissingPolicy.WORST: _("nilai terburuk"),
        MissingPolicy.ZERO: _("nol"),
        MissingPolicy.SKIP: _("dilewati, bobotnya dibagikan"),
        MissingPolicy.GROUP_MEDIAN: _("nilai tengah kelompok"),
    }[policy]


def missing_parts(result: Result) -> Iterator[Part]:
    """Yield one answer for each leaf with missing data, and one for all of them at once.

    A policy that the rulebook cannot hold for a leaf is left out.
    """
    counts = _missing_counts(result)
    leaves = [leaf for leaf in result.rulebook.leaves if leaf.code in counts]
    if not leaves:
        yield Part(
            PartKind.MISSING, "", (_("Tidak ada data yang kosong, jadi kebijakan data kosong tidak berpengaruh."),)
        )
    for leaf in leaves:
        words = {"count": counts[leaf.code], "name": leaf.name, "now": policy_name(leaf.missing)}
        start = _("%(count)d peserta tidak punya data «%(name)s»; kebijakan juknis: %(now)s.") % words
        yield _tried(result, [leaf], str(counts[leaf.code]), start)
    if len(leaves) > 1:
        start = _("Kebijakan yang sama bagi semua kriteria yang datanya kosong pada seorang peserta atau lebih:")
        yield _tried(result, leaves, "", start)


def _missing_counts(result: Result) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in result.table.ids:
        for outcome in result.outcome(entry).walk():
            if outcome.criterion.is_leaf and outcome.state not in (State.PRESENT, State.NOT_APPLICABLE):
                found[outcome.criterion.code] += 1
    return found


def _tried(result: Result, leaves: Sequence[Criterion], count: str, start: str) -> Part:
    now = listed(dict.fromkeys(policy_name(leaf.missing) for leaf in leaves))
    name = leaves[0].name if len(leaves) == 1 else _("Semua kriteria")
    sentences, rows = [start], []
    for policy in MissingPolicy:
        moved = None if all(leaf.missing is policy for leaf in leaves) else _moved(result, leaves, policy)
        if moved is not None:
            sentences.append(_sentence(policy, moved))
            rows.append([name, count, now, policy_name(policy), *_figures(moved), listed(moved.first[:MOST_NAMED])])
    return Part(PartKind.MISSING, name, tuple(sentences), tuple(rows))


def _figures(moved: Moved) -> Row:
    return [str(moved.changed), str(moved.furthest), str(moved.entering), str(moved.leaving)]


def _sentence(policy: MissingPolicy, moved: Moved) -> str:
    words = {"policy": policy_name(policy), "changed": moved.changed, "furthest": moved.furthest}
    if not (moved.changed or moved.entering or moved.leaving):
        return _("Dengan kebijakan «%(policy)s» tidak ada peringkat yang berubah.") % words
    text = _("Dengan kebijakan «%(policy)s» %(changed)d peringkat berubah, paling jauh %(furthest)d tempat.")
    if not moved.changed:
        text = _("Dengan kebijakan «%(policy)s» peringkat yang sudah ada tidak berubah.")
    text %= words
    if moved.entering:
        text += " " + _("%(count)d peserta menjadi diperingkat.") % {"count": moved.entering}
    if moved.leaving:
        text += " " + _("%(count)d peserta tidak lagi diperingkat.") % {"count": moved.leaving}
    return text


def _moved(result: Result, leaves: Sequence[Criterion], policy: MissingPolicy) -> Moved | None:
    try:
        rules = under_policy(result.rulebook, leaves, policy)
        again = score(rules, result.table, result.marks, reference=result.populations)
    except (RulebookError, ScoringError):
        return None
    before, after = result.ranks, again.ranks
    both = (before > 0) & (after > 0)
    shifts = abs(after - before)[both]
    return Moved(
        changed=int((shifts > 0).sum()),
        furthest=int(shifts.max(initial=0)),
        entering=int(((before == 0) & (after > 0)).sum()),
        leaving=int(((before > 0) & (after == 0)).sum()),
        first=_named(result.table.ids, np.flatnonzero((after == 1) & (before != 1)).tolist()),
    )


def under_policy(rules: Rules, leaves: Sequence[Criterion], policy: MissingPolicy) -> Rules:
    """Return the rules with the leaves' missing policy exchanged, and nothing else that decides a score."""
    document: dict[str, Any] = deepcopy(dict(rules.document))
    criteria = {criterion["code"]: criterion for criterion in document["criteria"]}
    for leaf in leaves:
        changed = criteria[leaf.code]
        changed["missing"] = policy.value
        changed.setdefault("missing_reason", "-")
        if policy is MissingPolicy.SKIP and leaf.parent is not None:
            criteria[leaf.parent].setdefault("available", {"weight": LEAST_SHARE})
    return rulebook_of(document)


def _named(ids: Sequence[str], rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted(ids[row] for row in rows))
