#!/usr/bin/env python3
"""Check a published result with nothing of Paritrana: python3 verify.py [--public-key KEY] [FOLDER]

Needs Python 3.11 or newer and one package, cryptography (pip install cryptography), for the signatures. It was written
apart from the program that made the result and shares no line with it. It looks at

  sums         every file of the folder has the SHA-256 that SHA256SUMS says
  signature    each result is signed (Ed25519); by whom, only --public-key can tell: take it from a paper or a person
  lines        the lines are those that the signed head names, all of them and in their order
  adds up      the printed parts of every entry add up to its printed score
  order        a better score never has a worse rank
  computed     every score, anew from the published figures, marks and rules, with whole fractions

What a rulebook asks beyond what is written here is named and left out, never guessed. It ends with 0 when nothing
differs, with 1 otherwise.
"""

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHUNK = 500
PRECISION = 80
CLOSE = Fraction(1, 10**40)

Json = dict[str, Any]


class NotCoveredError(Exception):
    """The rulebook or an entry asks for something that this program does not compute."""


@dataclass
class Report:
    """What was looked at; a difference is told where it is."""

    faults: int = 0
    lines: list[str] = field(default_factory=list)

    def say(self, name: str, *, is_sound: bool | None, detail: str = "") -> None:
        mark = {True: "ok      ", False: "DIFFERS ", None: "not told"}[is_sound]
        self.faults += is_sound is False
        sys.stdout.write(f"{mark} {name}{f': {detail}' if detail else ''}\n")


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_sums(folder: Path, report: Report) -> None:
    listed = [line.split("  ", 1) for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    wrong = [name for told, name in listed if _sha256(folder / name) != told]
    there = {str(path.relative_to(folder)).replace("\\", "/") for path in folder.rglob("*") if path.is_file()}
    extra = sorted(there - {name for _told, name in listed} - {"SHA256SUMS"})
    report.say("sums", is_sound=not wrong, detail=", ".join(wrong[:5]) or f"{len(listed)} files")
    if extra:
        report.say("files that nobody listed", is_sound=None, detail=", ".join(extra[:5]))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def check_result(path: Path, name: str, trusted_key: str, report: Report) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    head, lines = content["payload"], content.get("lines")
    signed = canonical(head)
    key = trusted_key or content["public_key"]
    is_whole = hashlib.sha256(signed).hexdigest() == content["digest"]
    is_signed = is_whole and _is_signed(signed, content["signature"], key)
    whose = "" if trusted_key else "by the key that the file itself names; give --public-key to know whose it is"
    report.say(f"{name} signature", is_sound=is_signed, detail=whose)
    if lines is None:
        report.say(f"{name} lines", is_sound=None, detail="a result of the first formats")
        return
    root, told = root_of(head["result"]["format"], lines), head["result"]
    is_same = root == told["digest"] and len(lines) - 1 == told["entries"]
    report.say(f"{name} lines", is_sound=is_same, detail=f"{len(lines) - 1} entries")
    rows = lines[1:]
    check_scores(head, rows, name, report)


def _is_signed(content: bytes, signature: str, key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def root_of(format_name: str, lines: list[Json]) -> str:
    """The header is a chunk of its own, then come five hundred lines a chunk."""
    root = hashlib.sha256(f"{format_name}\n".encode())
    chunks = [lines[:1], *(lines[start : start + CHUNK] for start in range(1, len(lines), CHUNK))]
    for chunk in chunks:
        text = b"".join(canonical(line) + b"\n" for line in chunk)
        root.update(f"{hashlib.sha256(text).hexdigest()}\n".encode())
    return root.hexdigest()


def check_scores(head: Json, rows: list[Json], name: str, report: Report) -> None:
    if not head["visibility"]["scores"]:
        report.say(f"{name} scores", is_sound=None, detail="this edition keeps them closed")
        return
    scored = [row for row in rows if row["score"]]
    sums = [row["name"] for row in scored if sum(Decimal(part[2]) for part in row["lines"]) != Decimal(row["score"])]
    report.say(f"{name} adds up", is_sound=not sums, detail=", ".join(sums[:5]))
    rules = tomllib.loads(head["rulebook"]["text"], parse_float=Fraction)
    is_higher = rules.get("rank", {}).get("direction", "higher") == "higher"
    wrong = list(_out_of_order(rows, is_higher=is_higher))
    report.say(f"{name} order", is_sound=not wrong, detail=", ".join(wrong[:5]))
    check_computation(rules, scored, name, report, has_marks=bool(head["visibility"]["marks"]))


def _out_of_order(rows: list[Json], *, is_higher: bool) -> Iterator[str]:
    groups: dict[str, list[Json]] = {}
    for row in rows:
        if row["rank"] is not None:
            groups.setdefault(row["group"], []).append(row)
    for members in groups.values():
        members.sort(key=lambda row: row["rank"])
        for before, after in zip(members, members[1:], strict=False):
            lead = Decimal(before["score"]) - Decimal(after["score"])
            if (lead if is_higher else -lead) < 0:
                yield f"{after['name']} before {before['name']}"


def check_computation(rules: Json, rows: list[Json], name: str, report: Report, *, has_marks: bool) -> None:
    try:
        rulebook = PlainRules(rules)
        if rulebook.jury and not has_marks:
            raise NotCoveredError("the marks of the jury are closed")
    except NotCoveredError as reason:
        report.say(f"{name} computed", is_sound=None, detail=str(reason))
        return
    wrong: list[str] = []
    left_out: dict[str, str] = {}
    for row in rows:
        try:
            found = rulebook.total(row)
        except NotCoveredError as reason:
            left_out.setdefault(str(reason), row["name"])
            continue
        if found != Decimal(row["score"]):
            wrong.append(f"{row['name']}: {row['score']} printed, {found} computed")
    done = len(rows) - len(left_out)
    report.say(
        f"{name} computed", is_sound=not wrong if done else None, detail="; ".join(wrong[:5]) or f"{done} entries"
    )
    for why, entry in left_out.items():
        report.say(f"{name} not computed", is_sound=None, detail=f"{entry}: {why}")


class PlainRules:
    """The part of the rulebook's language that is computed here; anything else is refused by name."""

    def __init__(self, rules: Json) -> None:
        self.rounding = rules.get("rounding", {})
        self.total_digits = self.rounding.get("total", 0)
        self.mode = self.rounding.get("mode", "half_away")
        self.measures = {one["code"]: one for one in rules.get("measures", ())}
        self.panels = {one["code"]: one for one in rules.get("panels", ())}
        self.nodes = {one["code"]: one for one in rules["criteria"]}
        self.children: dict[str, list[Json]] = {}
        for one in rules["criteria"]:
            self.children.setdefault(one.get("parent", ""), []).append(one)
        (self.root,) = self.children[""]
        self.jury = [one["jury"] for one in rules["criteria"] if "jury" in one]
        for one in rules["criteria"]:
            self._refuse_unknown(one)

    def _refuse_unknown(self, node: Json) -> None:
        for key in ("adjust", "complement"):
            if key in node:
                raise NotCoveredError(f"{key} in {node['code']}")
        kind = node.get("normalise", {}).get("kind", "goalposts")
        if kind not in ("goalposts", "bands", "levels", "points") or "transform" in node.get("normalise", {}):
            raise NotCoveredError(f"{kind} in {node['code']}")
        if node.get("join", "sum") not in ("sum", "arithmetic", "geometric", "minimum"):
            raise NotCoveredError(f"{node['join']} in {node['code']}")
        if node.get("effect", "share") not in ("share", "bonus", "penalty"):
            raise NotCoveredError(f"{node['effect']} in {node['code']}")

    def total(self, row: Json) -> Decimal:
        inputs = {name: cell["value"] for name, cell in row["inputs"].items()}
        marks: dict[str, list[Fraction]] = {}
        for _juror, criterion, value in row.get("marks", ()):
            marks.setdefault(criterion, []).append(Fraction(value))
        value = self._value(self.root, inputs, marks)
        return _printed(value, self.total_digits, self.mode)

    def _value(self, node: Json, inputs: Json, marks: dict[str, list[Fraction]]) -> Fraction:
        inner = self.children.get(node["code"])
        value = self._joined(node, inner, inputs, marks) if inner else self._leaf(node, inputs, marks)
        if "at_least" in node:
            value = max(value, Fraction(node["at_least"]))
        if "at_most" in node:
            value = min(value, Fraction(node["at_most"]))
        stage = "node" if inner else "leaf"
        if "parent" in node and stage in self.rounding.get("carry", ()):
            digits = node.get("digits", self.rounding.get(stage, min(self.total_digits + 2, 50)))
            return Fraction(_printed(value, digits, self.mode))
        return value

    def _joined(self, node: Json, inner: list[Json], inputs: Json, marks: dict[str, list[Fraction]]) -> Fraction:
        values = [(one, self._value(one, inputs, marks)) for one in inner]
        parts = [
            (Fraction(one.get("weight", 1)), value) for one, value in values if one.get("effect", "share") == "share"
        ]
        extra = sum((value for one, value in values if one.get("effect") == "bonus"), Fraction(0))
        extra -= sum((value for one, value in values if one.get("effect") == "penalty"), Fraction(0))
        join, whole = node["join"], sum((weight for weight, _value in parts), Fraction(0))
        if join == "sum":
            return sum((weight * value for weight, value in parts), Fraction(0)) + extra
        if join == "minimum":
            return min(value for _weight, value in parts) + extra
        if join == "arithmetic":
            return sum((weight / whole * value for weight, value in parts), Fraction(0)) + extra
        floor = Fraction(node["floor"])
        return _geometric([(weight / whole, max(value, floor)) for weight, value in parts]) + extra

    def _leaf(self, node: Json, inputs: Json, marks: dict[str, list[Fraction]]) -> Fraction:
        if "jury" in node:
            raw: Fraction | str = self._jury(node, marks.get(node["jury"], []))
        elif "measure" in node:
            raw = self._measure(self.measures[node["measure"]], inputs)
        else:
            raw = _cell(inputs, node["column"])
        rule = node["normalise"]
        readers: dict[str, Callable[[Json, Any], Fraction]] = {
            "goalposts": _goalposts,
            "bands": _bands,
            "levels": _levels,
            "points": _points,
        }
        return readers[rule["kind"]](rule, raw)

    def _measure(self, measure: Json, inputs: Json) -> Fraction:
        if "guard" in measure or "transform" in measure:
            raise NotCoveredError(f"guard or transform in {measure['code']}")
        names = {
            "ratio": ("numerator", "denominator"),
            "percentage": ("numerator", "denominator"),
            "difference": ("minuend", "subtrahend"),
            "growth": ("now", "before"),
            "sum": ("columns", ""),
        }[measure["kind"]]
        first, second = (self._added(measure.get(name), inputs) for name in names)
        kind = measure["kind"]
        if kind == "sum":
            return first
        if kind == "difference":
            return first - second
        if second <= 0:
            raise NotCoveredError(f"nothing to divide by in {measure['code']}")
        scale = 1 if kind == "ratio" else 100
        return scale * ((first - second) if kind == "growth" else first) / second

    @staticmethod
    def _added(names: object, inputs: Json) -> Fraction:
        columns = [names] if isinstance(names, str) else list(names) if isinstance(names, list) else []
        return sum((_number(_cell(inputs, column)) for column in columns), Fraction(0))

    def _jury(self, node: Json, given: list[Fraction]) -> Fraction:
        panel = self.panels[node["panel"]]
        if len(given) < max(1, panel.get("minimum_marks", 1)):
            raise NotCoveredError("fewer marks than the panel asks for")
        given = sorted(given)
        if panel["method"] == "trimmed_mean":
            given = given[panel.get("drop_low", 0) : len(given) - panel.get("drop_high", 0)]
        elif panel["method"] == "median":
            middle = len(given) // 2
            given = given[middle : middle + 1] if len(given) % 2 else given[middle - 1 : middle + 1]
        elif panel["method"] != "mean":
            raise NotCoveredError(f"panels by {panel['method']}")
        return sum(given, Fraction(0)) / len(given)


def _cell(inputs: Json, column: str) -> str:
    value = inputs.get(column)
    if value is None or value == "":
        raise NotCoveredError(f"no figure for {column}")
    return str(value)


def _number(text: Fraction | str) -> Fraction:
    try:
        return Fraction(text)
    except ValueError:
        raise NotCoveredError(f"no number: {text}") from None


def _goalposts(rule: Json, raw: Fraction | str) -> Fraction:
    low, high = (Fraction(end) for end in rule.get("target", (0, 100)))
    worst, best = Fraction(rule["worst"]), Fraction(rule["best"])
    share = (_number(raw) - worst) / (best - worst)
    if rule.get("clamp", True):
        share = min(max(share, Fraction(0)), Fraction(1))
    return low + share * (high - low)


def _bands(rule: Json, raw: Fraction | str) -> Fraction:
    edges, points = [[Fraction(one) for one in rule[name]] for name in ("edges", "points")]
    figure = _number(raw)
    if rule.get("interpolate"):
        if figure <= edges[0]:
            return points[0]
        for place in range(1, len(edges)):
            if figure <= edges[place]:
                share = (figure - edges[place - 1]) / (edges[place] - edges[place - 1])
                return points[place - 1] + share * (points[place] - points[place - 1])
        return points[-1]
    is_above = rule.get("edge") == "above"
    return points[sum(1 for edge in edges if (figure >= edge if is_above else figure > edge))]


def _levels(rule: Json, raw: Fraction | str) -> Fraction:
    if raw not in rule["levels"]:
        raise NotCoveredError(f"no level: {raw}")
    return Fraction(rule["levels"][raw])


def _points(rule: Json, raw: Fraction | str) -> Fraction:
    figure = _number(raw)
    if "range" not in rule:
        return figure
    low, high = (Fraction(end) for end in rule["range"])
    if not low <= figure <= high and not rule.get("clamp"):
        raise NotCoveredError(f"outside of its range: {raw}")
    return min(max(figure, low), high)


def _geometric(parts: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the mean to forty digits; what lies closer to a half than that is refused when it is printed."""
    with localcontext() as context:
        context.prec = PRECISION
        logs = (_decimal(share) * _decimal(value).ln() for share, value in parts)
        return Fraction(sum(logs, Decimal(0)).exp())


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _printed(value: Fraction, digits: int, mode: str) -> Decimal:
    scaled = value * 10**digits
    whole, rest = divmod(abs(scaled), 1)
    if rest != Fraction(1, 2) and abs(rest - Fraction(1, 2)) < CLOSE:
        raise NotCoveredError("too close to a half to be sure")
    is_half_up = mode == "half_away" or (mode == "half_even" and whole % 2 == 1)
    is_up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and is_half_up)
    rounded = int(whole) + int(is_up)
    return Decimal(rounded if scaled >= 0 else -rounded).scaleb(-digits)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a published result with nothing of Paritrana.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--public-key", default="", help="the key as somebody you trust told it to you")
    asked = parser.parse_args()
    report = Report()
    check_sums(asked.folder, report)
    for path in sorted(asked.folder.glob("hasil/*/*/hasil.json")):
        name = "/".join(path.parts[-3:-1])
        try:
            check_result(path, name, asked.public_key.strip().lower(), report)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
            report.say(f"{name} can be read", is_sound=False, detail=f"{type(fault).__name__}: {fault}")
    sys.stdout.write("Nothing differs.\n" if not report.faults else f"{report.faults} things differ.\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
