"""What an upgrade may change of what was printed, and what it may not. Each function returns the differences in words.

Words around a figure may change, columns, tables, keys and sheets may come. What was printed stays: each recorded cell
in its order, each row in its place, no row more, no row less.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

Table = Sequence[Sequence[str]]


def _bare(text: str) -> str:
    """Where lines break in a template decides about white space, and about nothing else."""
    return "".join(text.split())


def _is_within(recorded: Sequence[str], found: Sequence[str]) -> bool:
    """Tell whether the recorded cells stand among the found ones in their order; an empty cell printed nothing."""
    cells = iter(map(_bare, found))
    return all(any(cell == wanted for cell in cells) for wanted in map(_bare, recorded) if wanted)


def _lost_row(recorded: Table, found: Table) -> str:
    """Return the first recorded row that a table does not print in its place, or ""."""
    for place, (before, now) in enumerate(zip(recorded, found, strict=False), 1):
        if not _is_within(before, now):
            return f"row {place} was {list(before)}, is {list(now)}"
    return "" if len(recorded) == len(found) else f"{len(recorded)} rows were printed, now {len(found)}"


def table_differences(recorded: Sequence[Table], found: Sequence[Table]) -> list[str]:
    """Find each recorded table, whole, among those of the page, in their order."""
    differences, start = [], 0
    for number, table in enumerate(recorded, 1):
        places = range(start, len(found))
        match = next((place for place in places if not _lost_row(table, found[place])), None)
        if match is None:
            reasons = [_lost_row(table, found[place]) for place in places] or ["the page has no further table"]
            differences.append(f"table {number}: {min(reasons, key=len)}")
        else:
            start = match + 1
    return differences


def csv_differences(recorded: str, found: str) -> list[str]:
    """Compare column by column under the recorded headings."""
    if recorded[:1] != found[:1]:
        return [f"the file began with {recorded[:1]!r}, begins with {found[:1]!r}"]
    before, now = (list(csv.DictReader(StringIO(text, newline=""))) for text in (recorded, found))
    if len(before) != len(now):
        return [f"{len(before)} lines were written, now {len(now)}"]
    return [
        f"line {place}, {name}: was {cell!r}, is {new.get(name)!r}"
        for place, (old, new) in enumerate(zip(before, now, strict=True), 2)
        for name, cell in old.items()
        if new.get(name) != cell
    ]


def json_differences(recorded: Any, found: Any, where: str = "") -> list[str]:
    """Compare values under the recorded keys; lists keep their length and order."""
    return list(_json_differences(recorded, found, where or "$"))


def _json_differences(recorded: Any, found: Any, where: str) -> Iterator[str]:
    if isinstance(recorded, Mapping) and isinstance(found, Mapping):
        for key, value in recorded.items():
            if key in found:
                yield from _json_differences(value, found[key], f"{where}.{key}")
            else:
                yield f"{where}.{key} is gone"
    elif isinstance(recorded, list) and isinstance(found, list):
        if len(recorded) != len(found):
            yield f"{where} had {len(recorded)} elements, has {len(found)}"
        for place, (before, now) in enumerate(zip(recorded, found, strict=False)):
            yield from _json_differences(before, now, f"{where}[{place}]")
    elif recorded != found or type(recorded) is not type(found):
        yield f"{where} was {recorded!r}, is {found!r}"


Cells = Mapping[str, Mapping[str, str]]


def workbook_differences(recorded: Cells, found: Cells) -> list[str]:
    """Compare every cell that was filled, figure or formula, where it stood."""
    differences = [f"sheet {name} is gone" for name in recorded if name not in found]
    return differences + [
        f"{name}!{place}: was {content!r}, is {found[name].get(place)!r}"
        for name, cells in recorded.items()
        if name in found
        for place, content in cells.items()
        if found[name].get(place) != content
    ]
