"""Edits of a rulebook's cases, `[[case]]`: each is one command on the text, and what it does not speak of stays. Pure.

As with criteria every edit is proved: the new text must say exactly what was asked, else it is refused.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import tomlkit

from awards.rulebooks.parsing.editing import EditRefusedError, Plain, toml_value
from awards.rulebooks.parsing.listing import masked
from paritrana.lib.problems import Note, note, problem
from paritrana.lib.toml_text import parse_toml

OPENS = re.compile(r"[ \t]*\[\[[ \t]*case[ \t]*\]\]")
BELONGS = re.compile(r"[ \t]*\[\[?[ \t]*case[ \t]*\.")
HEADER = re.compile(r"[ \t]*\[")
Table: TypeAlias = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class AddCase:
    """Write one more case after the last line of the text."""

    table: Table = field(hash=False)


@dataclass(frozen=True, slots=True)
class ChangeCase:
    """Let the case of this name say what stands in `table`, and no more."""

    name: str
    table: Table = field(hash=False)


@dataclass(frozen=True, slots=True)
class RemoveCase:
    name: str


CaseEdit: TypeAlias = AddCase | ChangeCase | RemoveCase


def edited_cases(text: str, edit: CaseEdit) -> str:
    """Return the text with the edit made; raise EditRefusedError where that cannot be done for sure."""
    is_windows = "\r\n" in text
    plain = text.replace("\r\n", "\n")
    wanted = _parsed(plain)
    cases = _cases(wanted)
    if isinstance(edit, AddCase):
        wanted["case"] = [*cases, dict(edit.table)]
        new = f"{plain.rstrip()}\n\n{_block(edit.table)}"
    else:
        place = next((place for place, one in enumerate(cases) if one.get("name") == edit.name), None)
        blocks = _blocks(plain)
        if place is None:
            raise EditRefusedError(problem("", "edit.case-gone"))
        if len(blocks) != len(cases):
            raise EditRefusedError(problem("case", "edit.cases-as-text"))
        if isinstance(edit, ChangeCase):
            start, end = blocks[place]
            new = plain[:start] + _changed(plain[start:end], edit.table) + plain[end:]
            wanted["case"][place] = deepcopy(dict(edit.table))
        else:
            new = _without(plain, *blocks[place])
            wanted["case"] = [one for one in cases if one is not cases[place]]
            if not wanted["case"]:
                del wanted["case"]
    if _parsed(new) != wanted:
        raise EditRefusedError(problem("case", "edit.cases-as-text"))
    if new == plain:
        raise EditRefusedError(problem("", "edit.nothing"))
    return new.replace("\n", "\r\n") if is_windows else new


def touched_case(text: str, edit: CaseEdit) -> object:
    """Return what of a text an edit of a case rests on: that case, or for a new one its name."""
    try:
        cases = _cases(parse_toml(text))
    except (ValueError, RecursionError):
        return text
    name = edit.table.get("name") if isinstance(edit, AddCase) else edit.name
    return next((one for one in cases if one.get("name") == name), None)


def case_changes(edit: CaseEdit) -> tuple[Note, ...]:
    match edit:
        case AddCase(table):
            return (note("edit.case-added", name=str(table.get("name", ""))),)
        case ChangeCase(name, table):
            renamed = str(table.get("name", name))
            if renamed != name:
                return (note("edit.case-renamed", before=name, after=renamed),)
            return (note("edit.case-changed", name=name),)
        case RemoveCase(name):
            return (note("edit.case-removed", name=name),)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return dict(parse_toml(text))
    except (ValueError, RecursionError) as error:
        raise EditRefusedError(problem("case", "edit.cases-as-text")) from error


def _cases(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = document.get("case", [])
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return where each `[[case]]` stands, without what is remarked or left blank behind it."""
    hidden, found, place, last = masked(text), list[tuple[int, int]](), 0, 0
    start: int | None = None
    for line in hidden.splitlines(keepends=True):
        is_new = OPENS.match(line) is not None
        if start is not None and HEADER.match(line) and not BELONGS.match(line):
            found.append((start, last))
            start = None
        if is_new:
            start = place
        place += len(line)
        if line.strip() and not line.lstrip().startswith("#"):
            last = place
    if start is not None:
        found.append((start, last))
    return found


def _changed(block: str, table: Table) -> str:
    try:
        document = tomlkit.parse(block)
        held: Any = document["case"][0]
        for key in [key for key in held if key not in table]:
            del held[key]
        for key, value in table.items():
            _set(held, key, value)
        return document.as_string()
    except (tomlkit.exceptions.TOMLKitError, ValueError, TypeError, AttributeError) as error:
        raise EditRefusedError(problem("case", "edit.cases-as-text")) from error


def _set(held: Any, key: str, value: Plain) -> None:
    """Write a value; of a table only what differs, so that its remarks and its form stay."""
    if isinstance(value, Mapping) and key in held and hasattr(held[key], "keys"):
        inner = held[key]
        for gone in [one for one in inner if one not in value]:
            del inner[gone]
        for one, part in value.items():
            if one not in inner or inner[one] != part:
                inner[one] = _kept(part)
    elif key not in held or held[key] != value:
        held[key] = _kept(value)


def _kept(value: Plain) -> Any:
    return tomlkit.parse(f"x = {toml_value(value)}")["x"]


def _block(table: Table) -> str:
    lines = [f"{key} = {toml_value(value)}\n" for key, value in table.items()]
    return "".join(["[[case]]\n", *lines])


def _without(text: str, start: int, end: int) -> str:
    """Take a case out, with the remark right above it and the blank lines behind it."""
    before = text[:start].splitlines(keepends=True)
    while before and before[-1].lstrip().startswith("#"):
        before.pop()
    after = text[end:].splitlines(keepends=True)
    while after and not after[0].strip():
        after.pop(0)
    left = "".join(before)
    return left + "".join(after) if after else f"{left.rstrip()}\n"
