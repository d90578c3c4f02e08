"""Edits of a rulebook's text: each is one command, and what it does not speak of stays, remarks and order too. Pure.

Every edit is proved: the new text is parsed again and must say exactly what was asked, else it is refused.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Any, TypeAlias

import tomlkit

from awards.rulebooks.parsing.listing import Listing, read_listing
from awards.rulebooks.parsing.outline import Branch, Outline, outline_of, read_outline, weight_sum
from paritrana.lib.problems import ProblemsError, problem
from paritrana.lib.toml_text import parse_toml

Plain: TypeAlias = str | int | Decimal | bool | list["Plain"] | Mapping[str, "Plain"]
Document: TypeAlias = dict[str, Any]
FINEST_SPREAD = 6
"""Digits behind the point that a spread may need at most."""


class EditRefusedError(ProblemsError):
    """The edit cannot be made; nothing changed."""


@dataclass(frozen=True, slots=True)
class ChangeKeys:
    """Set keys of criteria, by code and dotted key (`normalise.best`); None takes a key out."""

    values: Mapping[tuple[str, str], Plain | None] = field(hash=False)


@dataclass(frozen=True, slots=True)
class AddCriterion:
    """Hang a new one under `parent` (None: the very first) as its last child; `table` has what stands in it."""

    parent: str | None
    table: Mapping[str, Plain] = field(hash=False)


@dataclass(frozen=True, slots=True)
class MoveCriterion:
    """Hang one with all below it under `parent`, right after its child `after` (None: as the first)."""

    code: str
    parent: str
    after: str | None


@dataclass(frozen=True, slots=True)
class CopyCriterion:
    """Put a copy with all below it right after the original, under codes of its own."""

    code: str


@dataclass(frozen=True, slots=True)
class RemoveCriterion:
    """Take one out with all below it."""

    code: str


@dataclass(frozen=True, slots=True)
class SpreadRest:
    """Bring the weights below a node to their sum: the rest to those without a weight, else to all in proportion."""

    parent: str


Edit: TypeAlias = ChangeKeys | AddCriterion | MoveCriterion | CopyCriterion | RemoveCriterion | SpreadRest


def edited(text: str, edit: Edit) -> str:
    """Return the text with the edit made; raise EditRefusedError, or NoOutlineError where there is no tree to edit."""
    outline = read_outline(text)
    is_windows = "\r\n" in text
    plain = text.replace("\r\n", "\n")
    listing = read_listing(plain)
    if listing is None:
        raise EditRefusedError(problem("criteria", "edit.text-only"))
    wanted = deepcopy(parse_toml(plain))
    match edit:
        case SpreadRest(parent):
            found = _with_keys(listing, wanted, outline, ChangeKeys(spread(outline, parent)))
        case ChangeKeys():
            found = _with_keys(listing, wanted, outline, edit)
        case AddCriterion():
            found = _with_new(listing, wanted, outline, edit)
        case MoveCriterion():
            found = _moved(listing, wanted, outline, edit)
        case CopyCriterion(code):
            found = _with_copy(listing, wanted, outline, code)
        case RemoveCriterion(code):
            found = _without(listing, wanted, outline, code)
    new = found.text
    if not _says(new, wanted):
        raise EditRefusedError(problem("criteria", "edit.text-only"))
    if new == plain:
        raise EditRefusedError(problem("", "edit.nothing"))
    return new.replace("\n", "\r\n") if is_windows else new


def touched(text: str, edit: Edit) -> object:
    """Return what of a text an edit rests on: where two texts differ in it, the edit may not pass from one to another.

    A text that holds no tree equals nothing but itself.
    """
    try:
        outline = outline_of(parse_toml(text))
    except (ProblemsError, ValueError, RecursionError):
        return text
    match edit:
        case ChangeKeys(values):
            return {(code, key): _value_at(outline, code, key) for code, key in values}
        case SpreadRest(parent):
            branch = outline.find(parent)
            return branch and (outline.wanted(branch), {one.code: one.weight for one in branch.shares})
        case AddCriterion(parent, _table):
            above = outline.find(parent) if parent else outline.top
            return above is not None and not above.is_leaf
        case MoveCriterion(code, parent, after):
            above, beside = outline.find(parent), outline.find(after) if after else None
            return _place(outline, code), above is not None and not above.is_leaf, beside and beside.parent
        case CopyCriterion(code):
            return outline.find(code) is not None
        case RemoveCriterion(code):
            branch = outline.find(code)
            return branch and [one.table for one in branch.walk()]


def spread(outline: Outline, parent: str) -> dict[tuple[str, str], Plain | None]:
    """Return the weights that bring a node's sum to what it must be, at the digits in use, by largest remainder."""
    branch = _found(outline, parent)
    if not branch.has_sum or not branch.shares:
        raise EditRefusedError(problem("", "edit.spread-without-sum", name=name_of(branch)))
    wanted, given = outline.wanted(branch), weight_sum(branch)
    bare = [one for one in branch.shares if one.weight is None]
    rest = wanted - given if bare else wanted
    parts = {one.code: Decimal(1) for one in bare} or {one.code: one.weight or Decimal(0) for one in branch.shares}
    if rest <= 0 or any(part <= 0 for part in parts.values()):
        raise EditRefusedError(problem("", "edit.spread-without-rest", name=name_of(branch)))
    if not bare and given == wanted:
        raise EditRefusedError(problem("", "edit.nothing"))
    for digits in range(_digits_in_use(branch, wanted), FINEST_SPREAD + 1):
        shares = _by_largest_remainder(parts, rest, digits)
        if shares and all(share > 0 for share in shares.values()):
            return {(code, "weight"): share for code, share in shares.items()}
    raise EditRefusedError(problem("", "edit.spread-without-rest", name=name_of(branch)))


def neighbour_move(outline: Outline, code: str, step: int) -> MoveCriterion:
    """Return the move by one place up (-1) or down (1) among its siblings."""
    branch = _found(outline, code)
    above = outline.find(branch.parent) if branch.parent is not None else None
    siblings = [one.code for one in above.children] if above else [code]
    place = siblings.index(code) + step
    if above is None or not 0 <= place < len(siblings):
        raise EditRefusedError(problem("", "edit.nothing"))
    others = [one for one in siblings if one != code]
    return MoveCriterion(code, above.code, others[place - 1] if place else None)


def name_of(branch: Branch) -> str:
    """Return what people read for a criterion, also in a draft that has not named it yet."""
    name = branch.table.get("name")
    return name if isinstance(name, str) and name.strip() else branch.code


def fresh_code(base: str, used: set[str]) -> str:
    """Return a code that nobody uses: the base itself, or with the first number that is free."""
    number, code = 1, base
    while code in used:
        number += 1
        code = f"{base}_{number}"
    return code


def value_at(table: Mapping[str, Any], key: str) -> Any:
    """Return what stands under a dotted key, None where there is nothing."""
    value: Any = table
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _value_at(outline: Outline, code: str, key: str) -> object:
    branch = outline.find(code)
    return ("gone",) if branch is None else value_at(branch.table, key)


def _place(outline: Outline, code: str) -> object:
    branch = outline.find(code)
    above = outline.find(branch.parent) if branch and branch.parent is not None else None
    siblings = [one.code for one in above.children] if above else []
    return above and (above.code, siblings[: siblings.index(code)][-1:])


def _found(outline: Outline, code: str) -> Branch:
    branch = outline.find(code)
    if branch is None:
        raise EditRefusedError(problem("", "edit.gone"))
    return branch


def _says(text: str, wanted: Document) -> bool:
    try:
        return parse_toml(text) == wanted
    except (ValueError, RecursionError):
        return False


def _places(wanted: Document) -> dict[str, int]:
    return {one["code"]: place for place, one in enumerate(wanted.get("criteria", []))}


def _with_keys(listing: Listing, wanted: Document, outline: Outline, edit: ChangeKeys) -> Listing:
    places, pieces = _places(wanted), list(listing.pieces)
    by_code: dict[str, dict[str, Plain | None]] = {}
    for (code, key), value in edit.values.items():
        by_code.setdefault(_found(outline, code).code, {})[key] = value
    for code, values in by_code.items():
        place = places[code]
        pieces[place] = listing.rewritten(place, _core_with(listing, pieces[place].core, values))
        for key, value in values.items():
            _set_plain(wanted["criteria"][place], key, value)
    return listing.with_pieces(pieces)


def _with_new(listing: Listing, wanted: Document, outline: Outline, edit: AddCriterion) -> Listing:
    if edit.parent is None:
        if outline.top is not None:
            raise EditRefusedError(problem("", "edit.second-top"))
        wanted["criteria"] = [dict(edit.table)]
        return Listing(_open_end(listing.head) + _core(edit.table, is_array=False), ())
    above = _found(outline, edit.parent)
    if above.is_leaf:
        raise EditRefusedError(problem("", "edit.parent-is-leaf", name=name_of(above)))
    table = {"code": edit.table["code"], "parent": edit.parent, **edit.table}
    place = _end_of(wanted, above)
    wanted["criteria"].insert(place, dict(table))
    return listing.with_piece(place, _core(table, is_array=listing.is_array))


def _moved(listing: Listing, wanted: Document, outline: Outline, edit: MoveCriterion) -> Listing:
    branch, above = _found(outline, edit.code), _found(outline, edit.parent)
    if branch.parent is None:
        raise EditRefusedError(problem("", "edit.top-stays"))
    if any(one.code == above.code for one in branch.walk()):
        raise EditRefusedError(problem("", "edit.under-itself", name=name_of(branch)))
    if above.is_leaf:
        raise EditRefusedError(problem("", "edit.parent-is-leaf", name=name_of(above)))
    siblings = [one for one in above.children if one.code != edit.code]
    if edit.after is not None and edit.after not in [one.code for one in siblings]:
        raise EditRefusedError(problem("", "edit.gone"))
    index = 0 if edit.after is None else [one.code for one in siblings].index(edit.after) + 1
    if branch.parent == above.code and [one.code for one in above.children].index(edit.code) == index:
        raise EditRefusedError(problem("", "edit.nothing"))
    places = _places(wanted)
    went = {one.code for one in branch.walk()}
    going = sorted(places[code] for code in went)
    left = [place for place in range(len(listing.pieces)) if place not in going]
    if index < len(siblings):
        before = left.index(places[siblings[index].code])
    else:
        before = 1 + max(left.index(places[one.code]) for one in above.walk() if one.code not in went)
    order = [*left[:before], *going, *left[before:]]
    found = listing.reordered(order)
    wanted["criteria"] = [wanted["criteria"][place] for place in order]
    if branch.parent == above.code:
        return found
    place = order.index(places[edit.code])
    wanted["criteria"][place]["parent"] = above.code
    pieces = list(found.pieces)
    pieces[place] = found.rewritten(place, _core_with(found, pieces[place].core, {"parent": above.code}))
    return found.with_pieces(pieces)


def _with_copy(listing: Listing, wanted: Document, outline: Outline, code: str) -> Listing:
    branch = _found(outline, code)
    if branch.parent is None:
        raise EditRefusedError(problem("", "edit.top-stays"))
    used = set(_places(wanted))
    codes: dict[str, str] = {}
    for one in branch.walk():
        codes[one.code] = fresh_code(one.code, used)
        used.add(codes[one.code])
    places = _places(wanted)
    above = _found(outline, branch.parent)
    siblings = [one.code for one in above.children]
    following = siblings[siblings.index(code) + 1 :]
    place = places[following[0]] if following else _end_of(wanted, above)
    sources = sorted((places[one.code], one) for one in branch.walk())
    found, originals = listing, [(listing.pieces[source].core, wanted["criteria"][source]) for source, _one in sources]
    for step, (core, table) in enumerate(originals):
        own, parent = table["code"], table["parent"]
        values: dict[str, Plain | None] = {"code": codes[own], "parent": codes.get(parent, parent)}
        if own == code:
            values["name"] = f"{name_of(branch)} (2)"
        new = deepcopy(table)
        for key, value in values.items():
            _set_plain(new, key, value)
        wanted["criteria"].insert(place + step, new)
        found = found.with_piece(place + step, _core_with(listing, core, values))
    return found


def _without(listing: Listing, wanted: Document, outline: Outline, code: str) -> Listing:
    branch = _found(outline, code)
    if branch.parent is None:
        raise EditRefusedError(problem("", "edit.top-stays"))
    places = _places(wanted)
    going = {places[one.code] for one in branch.walk()}
    wanted["criteria"] = [one for place, one in enumerate(wanted["criteria"]) if place not in going]
    return listing.without(going)


def _end_of(wanted: Document, above: Branch) -> int:
    """Return the place after a node and all below it."""
    places = _places(wanted)
    return 1 + max(places[one.code] for one in above.walk())


def _set_plain(table: dict[str, Any], key: str, value: Plain | None) -> None:
    *ways, last = key.split(".")
    for way in ways:
        inner = table.get(way)
        table[way] = inner if isinstance(inner, dict) else {}
        table = table[way]
    if value is None:
        table.pop(last, None)
    else:
        table[last] = deepcopy(value)


def _core_with(listing: Listing, core: str, values: Mapping[str, Plain | None]) -> str:
    """Return one criterion's own text with some keys set or taken out; the rest of it is not touched."""
    try:
        if listing.is_array:
            document = tomlkit.parse(f"x = {core}")
            table: Any = document["x"]
        else:
            document = tomlkit.parse(core)
            table = document["criteria"][0]
        for key, value in values.items():
            _set_kept(table, key, value)
        text = document.as_string()
    except (tomlkit.exceptions.TOMLKitError, ValueError, TypeError, AttributeError) as error:
        raise EditRefusedError(problem("criteria", "edit.text-only")) from error
    return text.removeprefix("x = ") if listing.is_array else text


def _set_kept(table: Any, key: str, value: Plain | None) -> None:
    *ways, last = key.split(".")
    for way in ways:
        if way not in table:
            table[way] = tomlkit.inline_table()
        table = table[way]
    if value is not None:
        table[last] = tomlkit.parse(f"x = {toml_value(value)}")["x"]
    elif last in table:
        del table[last]


def _core(table: Mapping[str, Plain], *, is_array: bool) -> str:
    if is_array:
        return toml_value(table)
    lines = [f"{_key(key)} = {toml_value(value)}\n" for key, value in table.items()]
    return "".join(["[[criteria]]\n", *lines])


def _open_end(head: str) -> str:
    return f"{head.rstrip()}\n\n" if head.strip() else ""


def toml_value(value: Plain) -> str:
    """Write a value as TOML: tables inline, numbers as plain decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format(Decimal(value), "f")
    if isinstance(value, str):
        return tomlkit.string(value).as_string()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return "[" + ", ".join(map(toml_value, value)) + "]"


def _key(key: str) -> str:
    is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if is_bare else tomlkit.string(key).as_string()


def _digits_in_use(branch: Branch, wanted: Decimal) -> int:
    given = [one.weight for one in branch.shares if one.weight is not None]
    if not given:
        return next(digits for digits in range(FINEST_SPREAD + 1) if wanted.scaleb(digits) >= 100 or digits == 6)
    return max(0, *(-int(one.as_tuple().exponent) for one in (*given, wanted)))


def _by_largest_remainder(parts: Mapping[str, Decimal], total: Decimal, digits: int) -> dict[str, Decimal]:
    """Share out a total in units of the last digit; nothing when the total is no whole number of them."""
    units = total.scaleb(digits)
    if units != units.to_integral_value():
        return {}
    whole = sum(parts.values())
    exact = {code: units * part / whole for code, part in parts.items()}
    floors = {code: value.to_integral_value(ROUND_FLOOR) for code, value in exact.items()}
    left = int(units - sum(floors.values()))
    ranked = sorted(exact, key=lambda code: floors[code] - exact[code])
    for code in ranked[:left]:
        floors[code] += 1
    return {
        code: (value / Decimal(10) ** digits).quantize(Decimal(1).scaleb(-digits)) for code, value in floors.items()
    }
