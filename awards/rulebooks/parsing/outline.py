"""The tree of a rulebook's criteria as it is drawn, also of a draft that cannot be scored yet. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from awards.engine.criteria import PAIRS
from paritrana.lib.problems import ProblemsError, problem
from paritrana.lib.toml_text import parse_toml

DEEPEST = 100
"""Levels that a rulebook may have; a text with more is no tree that could be drawn."""
WITHOUT_WEIGHTS = ("minimum", *map(str, PAIRS))
UNWEIGHTED = ("sum", *WITHOUT_WEIGHTS)
Table = Mapping[str, Any]


class NoOutlineError(ProblemsError):
    """The text holds no tree that could be drawn: it is mended as a text."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One criterion. `number` counts from the top ("2.1", empty at the top); `table` is what the text says of it."""

    code: str
    number: str
    table: Table
    parent: str | None
    children: tuple["Branch", ...]

    @property
    def is_leaf(self) -> bool:
        return "join" not in self.table

    @property
    def weight(self) -> Decimal | None:
        return amount(self.table.get("weight"))

    @property
    def is_share(self) -> bool:
        """Whether it takes a part of its parent, instead of changing what the others made."""
        return bool(self.table.get("effect", "share") == "share")

    @property
    def has_sum(self) -> bool:
        """Whether the weights below must add up to something."""
        return not self.is_leaf and self.table.get("join") not in UNWEIGHTED

    @property
    def takes_weights(self) -> bool:
        """Whether what hangs below may have weights at all."""
        return not self.is_leaf and self.table.get("join") not in WITHOUT_WEIGHTS

    @property
    def shares(self) -> tuple["Branch", ...]:
        return tuple(child for child in self.children if child.is_share)

    def walk(self) -> Iterator["Branch"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """`top` is None where there is no criterion yet; `weight_total` is what weights add up to unless a node says so."""

    top: Branch | None
    weight_total: Decimal

    def walk(self) -> Iterator[Branch]:
        if self.top is not None:
            yield from self.top.walk()

    def find(self, code: str) -> Branch | None:
        return next((branch for branch in self.walk() if branch.code == code), None)

    def wanted(self, branch: Branch) -> Decimal:
        """Return what the weights below a node must add up to."""
        own = amount(branch.table.get("weight_total"))
        return self.weight_total if own is None else own


def amount(value: object) -> Decimal | None:
    """Return a number of the text; what is none, such as a text or a truth, is nothing here."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    found = Decimal(value)
    return found if found.is_finite() else None


def weight_sum(branch: Branch) -> Decimal:
    return sum((child.weight for child in branch.shares if child.weight is not None), Decimal(0))


def read_outline(text: str) -> Outline:
    """Raise NoOutlineError where the text is no TOML or its criteria are no tree."""
    try:
        document = parse_toml(text)
    except (ValueError, RecursionError) as error:
        raise NoOutlineError(problem("", "edit.unreadable")) from error
    return outline_of(document)


def outline_of(document: Mapping[str, Any]) -> Outline:
    header = document.get("rulebook", {})
    total = amount(header.get("weight_total")) if isinstance(header, Mapping) else None
    listed = document.get("criteria", [])
    if not isinstance(listed, list) or not all(map(_is_criterion, listed)):
        raise NoOutlineError(problem("criteria", "edit.no-tree"))
    codes = [one["code"] for one in listed]
    tops = [one for one in listed if "parent" not in one]
    if len(set(codes)) != len(codes) or len(tops) > 1 or (listed and not tops):
        raise NoOutlineError(problem("criteria", "edit.no-tree"))
    below: dict[str, list[Table]] = {}
    for one in listed:
        below.setdefault(one.get("parent", ""), []).append(one)
    top = _grown(tops[0], "", None, below) if tops else None
    if len(list(top.walk() if top else ())) != len(listed):
        raise NoOutlineError(problem("criteria", "edit.no-tree"))
    return Outline(top, Decimal(1) if total is None else total)


def _is_criterion(one: object) -> bool:
    return (
        isinstance(one, Mapping)
        and isinstance(one.get("code"), str)
        and bool(one["code"])
        and isinstance(one.get("parent", ""), str)
    )


def _grown(one: Table, number: str, parent: str | None, below: Mapping[str, Sequence[Table]]) -> Branch:
    if number.count(".") >= DEEPEST:
        raise NoOutlineError(problem("criteria", "edit.no-tree"))
    children = tuple(
        _grown(child, f"{number}.{place}".lstrip("."), one["code"], below)
        for place, child in enumerate(below.get(one["code"], ()), 1)
    )
    return Branch(one["code"], number, one, parent, children)
