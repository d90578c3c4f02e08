"""Check a published file by itself: signature, digest, sums, and, where everything is open, the whole computation."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from awards.engine import EngineError, Mark, Result, Rulebook, Table, load_rulebook, score
from paritrana.lib.canonical import canonical_json
from paritrana.lib.signatures import is_signed

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """One thing that was looked at. `is_sound` is None where the file leaves it closed."""

    name: str
    is_sound: bool | None
    detail: str


class NotABundleError(Exception):
    """The file is not a published result of this format."""


def bundle(payload: str, *, digest: str, signature: str, public_key: str) -> bytes:
    """Return the file that is published: the canonical payload inside an envelope with its signature."""
    head = canonical_json({"algorithm": "Ed25519", "digest": digest, "public_key": public_key, "signature": signature})
    return head[:-1] + b',"payload":' + payload.encode() + b"}\n"


def check_bundle(content: Json, *, trusted_key: str) -> list[BundleCheck]:
    """Look at a file's content; `trusted_key` is the key the reader knows from elsewhere, or empty."""
    try:
        payload, envelope_key = content["payload"], content["public_key"]
        canonical = canonical_json(payload)
        rows, runs = payload["ranking"], payload["run"]
    except (KeyError, TypeError) as error:
        raise NotABundleError(str(error)) from error
    digest = hashlib.sha256(canonical).hexdigest()
    key = trusted_key or envelope_key
    return [
        BundleCheck("digest", digest == content["digest"], digest),
        BundleCheck("signature", is_signed(canonical, signature=content["signature"], public_key=key), key),
        _sums(rows),
        _recomputed(payload, rows, runs),
    ]


def _sums(rows: list[Json]) -> BundleCheck:
    """The printed lines of every entry add up to its printed score."""
    if not any("lines" in row for row in rows):
        return BundleCheck("sums", None, "")
    wrong = [
        row["name"]
        for row in rows
        if row["score"] and sum((Decimal(amount) for *_, amount in row["lines"]), Decimal(0)) != Decimal(row["score"])
    ]
    return BundleCheck("sums", not wrong, ", ".join(wrong[:10]))


def _recomputed(payload: Json, rows: list[Json], run: Json) -> BundleCheck:
    """Score the published inputs under the published rulebook and compare scores, ranks and the result's digest."""
    try:
        rules = load_rulebook(payload["rulebook"]["text"])
        has_jury = any(leaf.jury for leaf in rules.leaves)
        if not all("inputs" in row for row in rows) or (has_jury and payload["marks"] is None):
            return BundleCheck("computation", None, "")
        result = score(rules, _table(rules, rows), _marks(payload))
    except EngineError as error:
        return BundleCheck("computation", False, str(error))  # noqa: FBT003
    found = _first_difference(rows, result, run)
    return BundleCheck("computation", not found, found or result.digest)


def _table(rules: Rulebook, rows: list[Json]) -> Table:
    ids = [row["entry"] for row in rows]
    columns = {name: [_value(row["inputs"], name) for row in rows] for name in rules.columns}
    return Table(ids, columns)


def _value(inputs: Mapping[str, Json], name: str) -> str | None:
    return inputs[name]["value"] if name in inputs else None


def _marks(payload: Json) -> list[Mark]:
    return [
        Mark(entity=entry, juror=str(number), criterion=criterion, value=Decimal(value))
        for entry, number, criterion, value in payload["marks"] or []
    ]


def _first_difference(rows: list[Json], result: Result, run: Json) -> str:
    for row in rows:
        standing = result.standing(row["entry"])
        printed = "" if standing.score is None else format(standing.score, "f")
        if (printed, standing.rank) != (row["score"], row["rank"]):
            return f"{row['name']}: {row['score']} ({row['rank']}) != {printed} ({standing.rank})"
    if result.digest != run["result_digest"]:
        return f"result_digest: {run['result_digest']} != {result.digest}"
    return ""
