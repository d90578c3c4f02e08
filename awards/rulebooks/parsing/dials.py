"""The weights and goalposts in a rulebook's text, and the text with some of them turned. Pure.

The text keeps its comments and its order. Every change is proved: the changed text is parsed again and must differ
from the first in the asked numbers and in nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from awards.rulebooks.parsing.outline import UNWEIGHTED
from awards.rulebooks.parsing.worded import worded
from paritrana.lib.language import Language
from paritrana.lib.toml_text import parse_toml

CRITERION = re.compile(r"^[ \t]*\[\[[ \t]*criteria[ \t]*\]\][ \t]*(?:#.*)?$", re.MULTILINE)
NEXT_TABLE = re.compile(r"^[ \t]*\[(?!\[?[ \t]*criteria\b)", re.MULTILINE)
NUMBER = r"[+-]?[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?"
WEIGHT, WORST, BEST = "weight", "worst", "best"


class NotTurnableError(ValueError):
    """A number cannot be found in the text for sure; the message names it."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One criterion with its numbers; what it has not, or what does not count, is None."""

    code: str
    name: str
    depth: int
    unit: str
    weight: Decimal | None
    worst: Decimal | None
    best: Decimal | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One number of a criterion that a second text gives otherwise than a first."""

    code: str
    name: str
    key: str
    unit: str
    before: Decimal
    after: Decimal


def dials(text: str, language: Language = Language.INDONESIAN) -> tuple[Dial, ...]:
    """Return the criteria in the order of the tree, named in one language."""
    document = worded(parse_toml(text), language)
    criteria = document.get("criteria", [])
    joins = {one["code"]: one.get("join") for one in criteria}
    children: dict[str, list[Mapping[str, Any]]] = {}
    for one in criteria:
        children.setdefault(one.get("parent", ""), []).append(one)

    def under(parent: str, depth: int) -> list[Dial]:
        found = []
        for one in children.get(parent, []):
            found += [_dial(one, joins.get(parent), depth), *under(one["code"], depth + 1)]
        return found

    return tuple(under("", 0))


def turned(text: str, changes: Mapping[tuple[str, str], Decimal]) -> str:
    """Return the text with the numbers exchanged, by criterion and key; raise NotTurnableError when one is unsure."""
    if not changes:
        return text
    wanted = deepcopy(parse_toml(text))
    criteria: Sequence[dict[str, Any]] = wanted["criteria"]
    blocks = _blocks(text)
    if len(blocks) != len(criteria):
        raise NotTurnableError("criteria")
    replaced = [text[start:end] for start, end in blocks]
    for place, one in enumerate(criteria):
        for (code, key), number in changes.items():
            if code == one["code"]:
                replaced[place] = _exchanged(replaced[place], code, key, number)
                (one if key == WEIGHT else one["normalise"])[key] = number
    found = _joined(text, blocks, replaced)
    if parse_toml(found) != wanted:
        raise NotTurnableError(", ".join(sorted({code for code, _key in changes})))
    return found


def turns(before: str, after: str, language: Language = Language.INDONESIAN) -> tuple[tuple[Turn, ...], bool]:
    """Return the numbers that differ between two texts, in the order of the tree, and whether anything else does."""
    olds = {dial.code: dial for dial in dials(before, language)}
    found = [
        Turn(dial.code, dial.name, key, dial.unit, old, new)
        for dial in dials(after, language)
        if dial.code in olds
        for key in (WEIGHT, WORST, BEST)
        if (old := getattr(olds[dial.code], key)) is not None and (new := getattr(dial, key)) is not None and old != new
    ]
    first, second = (_without(text, found) for text in (before, after))
    return tuple(found), first != second


def _without(text: str, found: Sequence[Turn]) -> Mapping[str, Any]:
    document = parse_toml(text)
    for one in document["criteria"]:
        for turn in found:
            if turn.code == one["code"]:
                del (one if turn.key == WEIGHT else one["normalise"])[turn.key]
    return document


def _dial(one: Mapping[str, Any], join: str | None, depth: int) -> Dial:
    rule = one.get("normalise", {})
    has_posts = isinstance(rule, Mapping) and rule.get("kind") == "goalposts"
    counts = join is not None and (join not in UNWEIGHTED or (join == "sum" and WEIGHT in one))
    return Dial(
        code=one["code"],
        name=one["name"],
        depth=depth,
        unit=one.get("unit", ""),
        weight=Decimal(one[WEIGHT]) if counts and WEIGHT in one else None,
        worst=Decimal(rule[WORST]) if has_posts else None,
        best=Decimal(rule[BEST]) if has_posts else None,
    )


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return where each `[[criteria]]` with its own tables begins and ends."""
    starts = [found.start() for found in CRITERION.finditer(text)]
    found = []
    for start, following in pairwise([*starts, len(text)]):
        other = NEXT_TABLE.search(text, start, following)
        found.append((start, other.start() if other else following))
    return found


def _exchanged(block: str, code: str, key: str, number: Decimal) -> str:
    ahead = r"^[ \t]*" if key == WEIGHT else r"(?:^[ \t]*|[{,][ \t]*)"
    pattern = re.compile(rf"(?P<ahead>{ahead}{key}[ \t]*=[ \t]*){NUMBER}", re.MULTILINE)
    if len(pattern.findall(block)) != 1:
        raise NotTurnableError(f"{code}.{key}")
    return pattern.sub(lambda found: f"{found['ahead']}{format(number, 'f')}", block)


def _joined(text: str, blocks: Sequence[tuple[int, int]], replaced: Sequence[str]) -> str:
    pieces, last = [], 0
    for (start, end), block in zip(blocks, replaced, strict=True):
        pieces += [text[last:start], block]
        last = end
    return "".join([*pieces, text[last:]])
