"""Check a published file by itself: signature, digest, sums, and, where everything is open, the whole computation."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from awards.engine import EngineError, GivenMark, Result, Rules, Table, load_rulebook, score
from awards.publication.models import Publication
from awards.publication.selectors.files import stored_lines
from awards.publication.selectors.lines import LINES_FORMAT
from awards.sentences import refusal
from paritrana.lib.canonical import canonical_json
from paritrana.lib.line_files import LinesRoot
from paritrana.lib.signatures import is_signed

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """One thing that was looked at. `is_sound` is None where the file leaves it closed."""

    name: str
    is_sound: bool | None
    detail: str


class NotABundleError(Exception):
    """The file is not a published result; the message says what is missing, as a sentence."""


def bundle(publication: Publication) -> Iterator[bytes]:
    """Yield the file that is published: the signed head inside an envelope, then the lines of its result file.

    One from before result files carries its ranking in the head and has no lines. Memory holds one chunk.
    """
    envelope = {
        "algorithm": "Ed25519",
        "digest": publication.digest,
        "public_key": publication.public_key,
        "signature": publication.signature,
    }
    yield canonical_json(envelope)[:-1] + b',"payload":' + publication.payload.encode()
    if publication.file_digest:
        yield b',"lines":['
        for number, line in enumerate(stored_lines(publication.file_digest)):
            yield (b",\n" if number else b"\n") + line
        yield b"\n]"
    yield b"}\n"


def check_bundle(content: Json, *, trusted_key: str) -> list[BundleCheck]:
    """Look at a file's content; `trusted_key` is the key the reader knows from elsewhere, or empty.

    Without a trusted key the signature is held against the key that the file itself names: sound, and vouched for by
    nobody. The caller says so.
    """
    envelope = _Part(content, "")
    payload = envelope.part("payload")
    if not (signature := envelope.text("signature")):
        raise NotABundleError(_("Berkas ini tidak bertanda tangan, jadi tidak ada yang dapat dipercaya darinya."))
    canonical = _canonical(payload.content)
    digest = hashlib.sha256(canonical).hexdigest()
    key = trusted_key or envelope.text("public_key")
    found = [
        BundleCheck("digest", digest == envelope.text("digest"), digest),
        BundleCheck("signature", is_signed(canonical, signature=signature, public_key=key), key),
    ]
    if "result" in payload.content:
        lines = envelope.rows("lines")
        found.append(_same_lines(payload.part("result"), lines))
        rows = lines[1:]
        has_marks = bool(payload.part("visibility").content.get("marks"))
        marks = _marks_of(rows) if has_marks else None
    else:
        rows = payload.rows("ranking")
        marks = payload.marks()
    with _complete_rows():
        return [*found, _sums(rows), _recomputed(payload, rows, marks)]


@contextmanager
def _complete_rows() -> Iterator[None]:
    """A row without its own parts is forged or cut by hand, for no writer of ours leaves one out."""
    try:
        yield
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise NotABundleError(_("Ada baris hasil yang tidak lengkap: %(part)s.") % {"part": error}) from error


def _canonical(content: object) -> bytes:
    """No file of ours holds a float, half a letter or lists in lists without end."""
    try:
        return canonical_json(content)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotABundleError(_("Ada isi yang tidak pernah ditulis dalam berkas pengumuman.")) from error


def _marks_of(rows: list[Json]) -> list[Any]:
    with _complete_rows():
        return [[row["entry"], *mark] for row in rows for mark in row.get("marks", ())]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the file under its name; asking for what is not there says so in a sentence."""

    content: Any
    name: str

    def _get(self, name: str, kind: type) -> Any:
        found = self.content.get(name) if isinstance(self.content, dict) else None
        if not isinstance(found, kind):
            where = f"{self.name}.{name}" if self.name else name
            raise NotABundleError(_("Bagian «%(part)s» tidak ada di dalamnya.") % {"part": where})
        return found

    def part(self, name: str) -> "_Part":
        return _Part(self._get(name, dict), name)

    def text(self, name: str) -> str:
        return str(self._get(name, str))

    def rows(self, name: str) -> list[Json]:
        rows: list[Json] = self._get(name, list)
        if not all(isinstance(row, dict) for row in rows):
            raise NotABundleError(_("Bagian «%(part)s» tidak ada di dalamnya.") % {"part": name})
        return rows

    def marks(self) -> list[Any] | None:
        """Return the marks of the first formats; null where they are closed, but never simply absent."""
        if "marks" not in self.content:
            raise NotABundleError(_("Bagian «%(part)s» tidak ada di dalamnya.") % {"part": f"{self.name}.marks"})
        return None if self.content["marks"] is None else list(self._get("marks", list))


def _same_lines(result: _Part, lines: list[Json]) -> BundleCheck:
    """The lines are those that the signed head names, all of them and in their order."""
    root = LinesRoot(LINES_FORMAT)
    for line in lines:
        root.add(_canonical(line))
    is_same = (result.text("format"), result.text("digest")) == (LINES_FORMAT, root.digest)
    return BundleCheck("lines", is_same and result.content.get("entries") == root.count, root.digest)


def _sums(rows: list[Json]) -> BundleCheck:
    """The printed lines of every entry add up to its printed score."""
    if not any("lines" in row for row in rows):
        return BundleCheck("sums", None, "")
    wrong = [
        row["name"]
        for row in rows
        if row["score"]
        and sum((Decimal(amount) for _kind, _code, amount in row["lines"]), Decimal(0)) != Decimal(row["score"])
    ]
    return BundleCheck("sums", not wrong, ", ".join(wrong[:10]))


def _recomputed(payload: _Part, rows: list[Json], marks: list[Any] | None) -> BundleCheck:
    """Score the published inputs under the published rulebook and compare scores, ranks and the result's digest."""
    try:
        rules = load_rulebook(payload.part("rulebook").text("text"))
        has_jury = any(leaf.jury for leaf in rules.leaves)
        if not all("inputs" in row for row in rows) or (has_jury and marks is None):
            return BundleCheck("computation", None, "")
        result = score(rules, _table(rules, rows), _marks(marks or []))
        found = _first_difference(rows, result, payload.part("run").text("result_digest"))
    except EngineError as error:
        return BundleCheck("computation", False, refusal(error))  # noqa: FBT003
    return BundleCheck("computation", not found, found or result.digest)


def _table(rules: Rules, rows: list[Json]) -> Table:
    ids = [row["entry"] for row in rows]
    columns = {name: [_value(row["inputs"], name) for row in rows] for name in rules.columns}
    return Table(ids, columns)


def _value(inputs: Mapping[str, Json], name: str) -> str | None:
    return inputs[name]["value"] if name in inputs else None


def _marks(marks: list[Any]) -> list[GivenMark]:
    return [
        GivenMark(entity=entry, juror=str(number), criterion=criterion, value=Decimal(value))
        for entry, number, criterion, value in marks
    ]


def _first_difference(rows: list[Json], result: Result, result_digest: str) -> str:
    for row in rows:
        standing = result.standing(row["entry"])
        printed = "" if standing.score is None else format(standing.score, "f")
        if (printed, standing.rank) != (row["score"], row["rank"]):
            return f"{row['name']}: {row['score']} ({row['rank']}) != {printed} ({standing.rank})"
    if result.digest != result_digest:
        return f"result_digest: {result_digest} != {result.digest}"
    return ""
