"""Edits of what a rulebook asks by conditions: its gates, and the cases of a criterion. Pure.

Each is one command. Where the old text and the new one say the same, the old stays with its remarks and its order.
Every edit is proved by reading the new text again; one that cannot be made for sure, or that would lose a remark of
what stays, is refused and left to the text view.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import tomlkit

from awards.rulebooks.parsing.editing import EditRefusedError, Plain, toml_value
from awards.rulebooks.parsing.listing import QUOTED_OR_COMMENT
from paritrana.lib.problems import Note, note, problem
from paritrana.lib.toml_text import parse_toml

Table: TypeAlias = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class WriteGate:
    """Let the gate of this code say what stands in `table`; a code that is not there yet is added at the end."""

    code: str
    table: Table = field(hash=False)


@dataclass(frozen=True, slots=True)
class RemoveGate:
    code: str


@dataclass(frozen=True, slots=True)
class WriteCases:
    """Let a criterion be scored by these cases: the whole of its `normalise`. What only other rules have goes."""

    code: str
    normalise: Table = field(hash=False)


ConditionEdit: TypeAlias = WriteGate | RemoveGate | WriteCases
FOREIGN = ("source", "column", "measure", "jury", "panel", "unit", "unit_en", "complement")
"""Keys of a leaf that reads one figure; a leaf of cases names its figures in its conditions."""


def edited_conditions(text: str, edit: ConditionEdit) -> str:
    """Return the text with the edit made; raise EditRefusedError where that cannot be done for sure."""
    is_windows = "\r\n" in text
    plain = text.replace("\r\n", "\n")
    wanted = _wanted(_parsed(plain), edit)
    for make in (_in_place, _anew):
        new = _made(plain, edit, make)
        if (
            new is not None
            and _parsed_or_none(new) == wanted
            and not (make is _anew and _remarks(plain) - _remarks(new))
        ):
            if new == plain:
                raise EditRefusedError(problem("", "edit.nothing"))
            return new.replace("\n", "\r\n") if is_windows else new
    raise EditRefusedError(problem("gates", "edit.text-only"))


def touched_condition(text: str, edit: ConditionEdit) -> object:
    """Return what of a text such an edit rests on: that gate, or that criterion."""
    try:
        document = parse_toml(text)
    except (ValueError, RecursionError):
        return text
    return _find(document, "criteria" if isinstance(edit, WriteCases) else "gates", edit.code)


def condition_changes(before: str, edit: ConditionEdit) -> tuple[Note, ...]:
    held = touched_condition(before, edit)
    old = held if isinstance(held, Mapping) else {}
    match edit:
        case WriteGate(_code, table):
            name = str(table.get("name", edit.code))
            return (note("edit.gate-changed" if old else "edit.gate-added", name=name),)
        case RemoveGate():
            return (note("edit.gate-removed", name=str(old.get("name", edit.code))),)
        case WriteCases():
            return (note("edit.conditions", name=str(old.get("name", edit.code))),)


def _remarks(text: str) -> Counter[str]:
    """Return the remarks of a text, by how often they stand there."""
    return Counter(found[0].strip() for found in QUOTED_OR_COMMENT.finditer(text) if found[0].startswith("#"))


def _parsed(text: str) -> dict[str, Any]:
    found = _parsed_or_none(text)
    if found is None:
        raise EditRefusedError(problem("gates", "edit.text-only"))
    return found


def _parsed_or_none(text: str) -> dict[str, Any] | None:
    try:
        return dict(parse_toml(text))
    except (ValueError, RecursionError):
        return None


def _listed(document: Any, key: str) -> Any:
    listed = document.get(key)
    return listed if isinstance(listed, list) else []


def _find(document: Any, key: str, code: str) -> Any:
    return next((one for one in _listed(document, key) if one.get("code") == code), None)


def _wanted(document: dict[str, Any], edit: ConditionEdit) -> dict[str, Any]:
    """Return the document as it is to be; raise where what is edited is gone."""
    found = deepcopy(document)
    key = "criteria" if isinstance(edit, WriteCases) else "gates"
    held = _find(found, key, edit.code)
    match edit:
        case WriteGate(code, table):
            new = {"code": code, **deepcopy(dict(table))}
            if held is None:
                found["gates"] = [*_listed(found, "gates"), new]
            else:
                held.clear()
                held.update(new)
        case RemoveGate():
            if held is None:
                raise EditRefusedError(problem("", "edit.gone"))
            found["gates"] = [one for one in found["gates"] if one is not held]
            if not found["gates"]:
                del found["gates"]
        case WriteCases(_code, normalise):
            if held is None:
                raise EditRefusedError(problem("", "edit.gone"))
            for other in FOREIGN:
                held.pop(other, None)
            held["normalise"] = deepcopy(dict(normalise))
    return found


Make: TypeAlias = Callable[[Any, str, Plain], None]


def _made(text: str, edit: ConditionEdit, make: Make) -> str | None:
    try:
        document: Any = tomlkit.parse(text)
        if document.as_string() != text:
            return None
        match edit:
            case WriteGate(code, table):
                held = _find(document, "gates", code)
                if held is None:
                    return _with_gate(text, document, {"code": code, **table})
                _let_say(held, {"code": code, **table}, make)
            case RemoveGate(code):
                listed = document["gates"]
                place = next(place for place, one in enumerate(listed) if one.get("code") == code)
                del listed[place]
                if not len(listed):
                    del document["gates"]
            case WriteCases(code, normalise):
                held = _find(document, "criteria", code)
                for other in FOREIGN:
                    if other in held:
                        del held[other]
                make(held, "normalise", normalise)
        return str(document.as_string())
    except (tomlkit.exceptions.TOMLKitError, ValueError, TypeError, AttributeError, LookupError, StopIteration):
        return None


def _with_gate(text: str, document: Any, table: Table) -> str:
    listed = document.get("gates")
    if listed is not None and not isinstance(listed, tomlkit.items.AoT):
        listed.append(_item(table))
        return str(document.as_string())
    lines = "".join(f"{key} = {toml_value(value)}\n" for key, value in table.items())
    return f"{text.rstrip()}\n\n[[gates]]\n{lines}"


def _anew(held: Any, key: str, value: Plain) -> None:
    """Write a value in the place of the old one, whatever it was."""
    held[key] = _item(value)


def _in_place(held: Any, key: str, value: Plain) -> None:
    """Write only what differs, as deep as it lies."""
    if key not in held:
        held[key] = _item(value)
        return
    old = held[key]
    if _same(old, value):
        return
    if isinstance(value, Mapping) and hasattr(old, "keys"):
        _let_say(old, value, _in_place)
    elif isinstance(value, list) and isinstance(old, list):
        _let_list(old, value)
    else:
        held[key] = _item(value)


def _let_say(held: Any, table: Table, make: Make) -> None:
    for gone in [key for key in held if key not in table]:
        del held[gone]
    for key, value in table.items():
        make(held, key, value)


def _let_list(held: Any, wanted: list[Plain]) -> None:
    """Keep what is alike at both ends; change, put in or take out what lies between."""
    if all(isinstance(one, Mapping) and "name" in one for one in [*held, *wanted]):
        _let_named(held, wanted)
        return
    start = 0
    while start < min(len(held), len(wanted)) and _same(held[start], wanted[start]):
        start += 1
    end = 0
    while end < min(len(held), len(wanted)) - start and _same(held[-1 - end], wanted[-1 - end]):
        end += 1
    old, new = len(held) - end - start, len(wanted) - end - start
    for place in range(start, start + min(old, new)):
        value = wanted[place]
        if isinstance(value, Mapping) and hasattr(held[place], "keys"):
            _let_say(held[place], value, _in_place)
        else:
            held[place] = _item(value)
    for _extra in range(old - new):
        del held[start + new]
    for place in range(start + old, start + new):
        held.insert(place, _row(held, wanted[place]))


def _let_named(held: Any, wanted: list[Any]) -> None:
    """Let a list of named tables be another: what keeps its name keeps its text, wherever it goes."""
    names = [one["name"] for one in wanted]
    for place in reversed(range(len(held))):
        if held[place]["name"] not in names:
            del held[place]
    for place, table in enumerate(wanted):
        found = next((at for at in range(place, len(held)) if held[at]["name"] == table["name"]), None)
        if found is None:
            held.insert(place, _row(held, table))
            continue
        if found != place:
            moved = held[found]
            del held[found]
            held.insert(place, moved)
        _let_say(held[place], table, _in_place)


def _same(held: Any, value: Plain) -> bool:
    """Compare what a text holds with a plain value; numbers by their digits, for the text's are binary by now."""
    if isinstance(value, Mapping):
        is_table = hasattr(held, "keys") and set(held) == set(value)
        return is_table and all(_same(held[key], one) for key, one in value.items())
    if isinstance(value, list):
        is_list = isinstance(held, list) and len(held) == len(value)
        return is_list and all(_same(old, one) for old, one in zip(held, value, strict=True))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        is_number = isinstance(held, int | float) and not isinstance(held, bool)
        return is_number and Decimal(held.as_string().replace("_", "")) == value
    return bool(held == value)


def _row(held: Any, value: Plain) -> Any:
    """Return an element as its list holds them: a table of its own, or a value."""
    if isinstance(held, tomlkit.items.AoT) and isinstance(value, Mapping):
        lines = "".join(f"{key} = {toml_value(one)}\n" for key, one in value.items())
        return tomlkit.parse(f"[[x]]\n{lines}")["x"][0]
    return _item(value)


def _item(value: Plain) -> Any:
    return tomlkit.parse(f"x = {toml_value(value)}")["x"]
