"""A condition as rows and groups that a person fills in, one choice at a time; it may be unfinished. Pure.

A path names a part: `2` is the third part of the whole, `2.0` the first part of that, `2.u` its "unless".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

COMPARATORS = ("at_least", "above", "at_most", "below", "equals", "one_of")
LOGICS = ("all", "any")
DEEPEST = 3
"""Groups within each other that the rows show; what is deeper is written as text."""
UNLESS = "u"


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A figure (`column|code` or `measure|code`), what is asked of it, and the limit as it was typed."""

    figure: str = ""
    comparator: str = "at_least"
    limit: str = ""
    unless: "Part | None" = None


@dataclass(frozen=True, slots=True)
class TypedGroup:
    """All or any of its parts."""

    logic: str = "all"
    parts: tuple["Part", ...] = field(default_factory=tuple)
    unless: "Part | None" = None


Part: TypeAlias = TypedRow | TypedGroup


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part with its path and how deep it lies; `place` is its number among its siblings, from 1."""

    path: str
    part: Part
    depth: int
    place: int
    siblings: int
    logic: str
    is_exception: bool

    @property
    def is_group(self) -> bool:
        return isinstance(self.part, TypedGroup)


def placed(part: Part) -> Iterator[PlacedPart]:
    """Yield the parts in reading order: each group before its parts, each exception right after what it excuses."""
    yield from _below(PlacedPart("", part, 0, 1, 1, "", is_exception=False))


def _below(one: PlacedPart) -> Iterator[PlacedPart]:
    yield one
    part, depth = one.part, one.depth + 1
    if isinstance(part, TypedGroup):
        for number, inner in enumerate(part.parts):
            path = _under(one.path, str(number))
            yield from _below(
                PlacedPart(path, inner, depth, number + 1, len(part.parts), part.logic, is_exception=False)
            )
    if part.unless is not None:
        yield from _below(PlacedPart(_under(one.path, UNLESS), part.unless, depth, 1, 1, "", is_exception=True))


def _under(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def depth_of(part: Part) -> int:
    """Return how many groups lie within each other."""
    below = [depth_of(one) for one in part.parts] if isinstance(part, TypedGroup) else []
    if part.unless is not None:
        below.append(depth_of(part.unless))
    return max(below, default=0) + isinstance(part, TypedGroup)


def part_of(table: Mapping[str, Any], shown: "Any") -> Part:
    """Return a condition of a text as rows; `shown` writes a number as it is typed."""
    unless = part_of(table["unless"], shown) if isinstance(table.get("unless"), Mapping) else None
    for logic in LOGICS:
        listed = table.get(logic)
        if isinstance(listed, list):
            return TypedGroup(logic, tuple(part_of(one, shown) for one in listed if isinstance(one, Mapping)), unless)
    key = "measure" if "measure" in table else "column"
    comparator = next((one for one in COMPARATORS if one in table), "at_least")
    limit = table.get(comparator, "")
    if comparator == "one_of":
        limit = "; ".join(map(str, limit)) if isinstance(limit, list) else str(limit)
    else:
        limit = shown(limit)
    return TypedRow(f"{key}|{table[key]}" if table.get(key) else "", comparator, limit, unless)


def part_at(part: Part, path: str) -> Part | None:
    """Return what lies at a path, None where there is nothing."""
    found: Part | None = part
    for step in path.split(".") if path else ():
        found = _step(found, step)
    return found


def _step(part: Part | None, step: str) -> Part | None:
    if part is None:
        return None
    if step == UNLESS:
        return part.unless
    if isinstance(part, TypedGroup) and step.isdecimal() and int(step) < len(part.parts):
        return part.parts[int(step)]
    return None


def acted(part: Part, action: str, path: str) -> Part:
    """Return the condition after one press: rows added, moved, put into the group above, taken out of theirs, removed.

    What cannot be done changes nothing.
    """
    if part_at(part, path) is None:
        return part
    above, step = _split(path)
    match action:
        case "tambah":
            return _at(part, path, lambda one: _with_part(one, TypedRow()))
        case "kelompok":
            return _at(part, path, lambda one: _with_part(one, TypedGroup("any", (TypedRow(), TypedRow()))))
        case "kecuali":
            return _at(part, path, lambda one: one if one.unless else replace(one, unless=TypedRow()))
        case "hapus":
            return _without(part, path)
        case "naik" | "turun" if step.isdecimal():
            other = int(step) + (-1 if action == "naik" else 1)
            return _at(part, above, lambda one: _swapped(one, int(step), other))
        case "masuk" if step.isdecimal():
            return _at(part, above, lambda one: _into_neighbour(one, int(step)))
        case "keluar" if step.isdecimal():
            return _out(part, path)
    return part


def _split(path: str) -> tuple[str, str]:
    above, _dot, step = path.rpartition(".")
    return above, step


def _at(part: Part, path: str, change: "Any") -> Part:
    if not path:
        found: Part = change(part)
        return found
    step, _dot, rest = path.partition(".")
    if step == UNLESS and part.unless is not None:
        return replace(part, unless=_at(part.unless, rest, change))
    if isinstance(part, TypedGroup) and step.isdecimal() and int(step) < len(part.parts):
        parts = list(part.parts)
        parts[int(step)] = _at(parts[int(step)], rest, change)
        return replace(part, parts=tuple(parts))
    return part


def _with_part(part: Part, new: Part) -> Part:
    """Add to a group; a row becomes a group of itself and the new one, its exception staying with the row."""
    if isinstance(part, TypedGroup):
        return replace(part, parts=(*part.parts, new))
    return TypedGroup("all", (part, new))


def _without(part: Part, path: str) -> Part:
    """Take one out; a group that is left with one part gives way to it, the whole is left with an empty row."""
    above, step = _split(path)
    if not path:
        return TypedRow()
    if step == UNLESS:
        return _at(part, above, lambda one: replace(one, unless=None))
    return _at(part, above, lambda one: _dropped(one, int(step)))


def _dropped(part: Part, place: int) -> Part:
    if not isinstance(part, TypedGroup):
        return part
    parts = tuple(one for number, one in enumerate(part.parts) if number != place)
    if not parts:
        return TypedRow()
    if len(parts) == 1 and (part.unless is None or parts[0].unless is None):
        return replace(parts[0], unless=parts[0].unless or part.unless)
    return replace(part, parts=parts)


def _swapped(part: Part, place: int, other: int) -> Part:
    if not isinstance(part, TypedGroup) or not 0 <= other < len(part.parts):
        return part
    parts = list(part.parts)
    parts[place], parts[other] = parts[other], parts[place]
    return replace(part, parts=tuple(parts))


def _into_neighbour(part: Part, place: int) -> Part:
    """Put a part into the group right above it; a row above becomes a group with it."""
    if not isinstance(part, TypedGroup) or place == 0:
        return part
    parts, moved = list(part.parts), part.parts[place]
    before = parts[place - 1]
    other = "any" if part.logic == "all" else "all"
    if isinstance(before, TypedGroup):
        parts[place - 1] = replace(before, parts=(*before.parts, moved))
    else:
        parts[place - 1] = TypedGroup(other, (before, moved))
    del parts[place]
    return parts[0] if len(parts) == 1 and part.unless is None else replace(part, parts=tuple(parts))


def _out(part: Part, path: str) -> Part:
    """Put a part right after the group that it was in."""
    above, step = _split(path)
    outer, own = _split(above)
    group, moved = part_at(part, above), part_at(part, path)
    holder = part_at(part, outer)
    if not own.isdecimal() or not isinstance(holder, TypedGroup) or group is None or moved is None:
        return part

    def lifted(one: Part) -> Part:
        if not isinstance(one, TypedGroup):
            return one
        parts = list(one.parts)
        left = _dropped(parts[int(own)], int(step))
        parts[int(own) : int(own) + 1] = [left, moved]
        return replace(one, parts=tuple(parts))

    return _at(part, outer, lifted)


def followed(path: str, action: str, part: Part) -> str:
    """Return where what was pressed on lies now, in the condition as it is after the press."""
    above, step = _split(path)
    held = part_at(part, path)
    if action in ("tambah", "kelompok") and isinstance(held, TypedGroup):
        return _under(path, str(len(held.parts) - 1))
    if action == "kecuali":
        return _under(path, UNLESS)
    if action in ("naik", "turun") and step.isdecimal():
        return _under(above, str(int(step) + (-1 if action == "naik" else 1)))
    if action == "masuk" and step.isdecimal():
        group = part_at(part, _under(above, str(int(step) - 1)))
        own = _under(above, str(int(step) - 1))
        return _under(own, str(len(group.parts) - 1)) if isinstance(group, TypedGroup) else ""
    if action == "keluar":
        outer, own = _split(above)
        return _under(outer, str(int(own) + 1)) if own.isdecimal() else ""
    while path and part_at(part, path) is None:
        path = _split(path)[0]
    return path
