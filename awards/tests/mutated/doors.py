"""The doors that damaged files are sent through, each with what it may answer and what would be a wrong accept."""

import gzip
import io
import json
import random
import tempfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import tomlkit
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from awards.offline.reading import read_rulebook
from awards.offline.refusals import InputRefusedError
from awards.results.exports.tables import ranking_json
from awards.results.selectors.shown import Shown
from awards.rulebooks.parsing.dials import dials
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.rulebooks.parsing.outline import read_outline
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.submissions.parsing.files import FileRefusedError, inspect_file
from awards.submissions.tests.test_files import ALL, PDF, image, pdf
from awards.submissions.tests.test_pdf import LOCKED, locked, packed
from awards.tests.corpus.truths import Truth, draw, load_employers, load_references
from awards.tests.factories import runs
from awards.tests.mutated.columns import parquet_table
from awards.tests.mutated.damage import damaged, damaged_in_place, damaged_package
from awards.tests.mutated.opinions import NoOpinionError, Rows, meaning, text_rows, workbook_rows
from employers.tests.importing import AT, apply, check
from paritrana.accounts.tests import factories
from paritrana.lib.language import Language
from paritrana.lib.problems import ProblemsError
from paritrana.uploads.kinds import ImportKind
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.services.uploads import leave_out_rows
from paritrana.uploads.staging import quoted

ACCEPTED, REFUSED = "accepted", "refused"
Tuple = tuple[object, ...]


class WrongAcceptError(AssertionError):
    """The door took in what the file does not say, or half of it."""


class Uploads:
    """An upload that is checked, freed of its rejected rows, and applied; nothing of it, or all that it says."""

    name = ""
    form = "csv"

    def __init__(self) -> None:
        load_references()
        self.actor = factories.organiser(username="penyelenggara")
        self.truth: Truth | None = None

    def made(self, number: int) -> bytes:
        rng = random.Random(f"{type(self).__name__} {number}")
        self.truth = draw(rng)
        clean = self.truth.table(self.form, rng.choice(";,\t")).content
        return self.wrapped(clean, rng)

    def wrapped(self, clean: bytes, rng: random.Random) -> bytes:
        return damaged(clean, rng)

    def rows(self, content: bytes) -> Iterable[Rows]:
        """Return what other means read of the file, once for each way to part its cells."""
        return (text_rows(content, sign) for sign in ";,\t|")

    def tried(self, _number: int, content: bytes) -> str:
        kind = self.truth.kind
        load_employers(self.truth)
        self._keep_some(kind)
        before = self._records(kind)
        batch = check(kind.code, content, self.actor, name=f"data.{self.form}")
        if self._records(kind) != before:
            raise WrongAcceptError("a check changed the records")
        if batch.state == "refused":
            if batch.problems.exists() or batch.staging:
                raise WrongAcceptError("a refused file left rows behind")
            return REFUSED
        lines = list(batch.problems.values_list("line", flat=True))
        if lines:
            leave_out_rows(batch=batch, lines=lines, reason="rusak", actor=self.actor, at=AT)
            batch.refresh_from_db()
        taken = self._staged(batch)
        meant = self._meant(kind, content, taken)
        if apply(batch, self.actor).state != "applied":
            raise WrongAcceptError(f"not applied: {batch.refusal}")
        self._hold(kind, before, meant, len(taken))
        return ACCEPTED if taken else REFUSED

    def _keep_some(self, kind: ImportKind) -> None:
        """Some rows are there before, so that a half import would show as records half changed."""
        if kind.plain:
            return
        reference = kind.reference
        for row in self.truth.rows[:3]:
            found = reference.model.objects.get(**{other: row[column] for column, other in reference.match})
            fields = {column.field: row[column.name] for column in kind.filled}
            kind.model.objects.create(**{reference.field: found, **fields, "source": "Sebelumnya"})

    def _names(self, kind: ImportKind) -> list[str]:
        return [
            *kind.reference_columns,
            *(column.name for column in kind.filled if column.name not in kind.reference_columns),
        ]

    def _records(self, kind: ImportKind) -> set[Tuple]:
        reference = {column: f"{kind.reference.field}__{other}" for column, other in kind.reference.match}
        fields = reference | {column.name: column.field for column in kind.filled if column.name not in reference}
        return set(kind.model.objects.values_list(*(fields[name] for name in self._names(kind))))

    @staticmethod
    def _staged(batch: ImportBatch) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT line FROM {quoted(batch.staging)} ORDER BY line")  # noqa: S608 - our own name
            return [line for (line,) in cursor.fetchall()]

    def _meant(self, kind: ImportKind, content: bytes, lines: list[int]) -> set[Tuple] | None:
        """Return what the accepted lines say; None where no other reader opens the file."""
        if not lines:
            return set()
        try:
            readings = list(self.rows(content))
        except NoOpinionError:
            return None
        for rows in readings:
            required = {column.name for column in kind.columns if column.is_required}
            for number in sorted(rows):
                titles = [" ".join(str(cell or "").split()).casefold() for cell in rows[number]]
                if required <= set(titles):
                    return {self._tuple(kind, titles, rows.get(line)) for line in lines}
        raise WrongAcceptError("rows were taken from a file whose titles nobody else finds")

    def _tuple(self, kind: ImportKind, titles: list[str], cells: list[object] | None) -> Tuple:
        if cells is None:
            raise WrongAcceptError("a row was taken where nobody else finds one")
        columns = {column.name: column for column in kind.columns}
        found = []
        for name in self._names(kind):
            place = titles.index(name) if name in titles else len(cells)
            cell = cells[place] if place < len(cells) else None
            try:
                found.append(meaning(columns[name], cell))
            except (NoOpinionError, ValueError, ArithmeticError) as fault:
                raise WrongAcceptError(f"{name}: {cell!r} was taken, though {fault!r}") from None
        return tuple(found)

    def _hold(self, kind: ImportKind, before: set[Tuple], meant: set[Tuple] | None, count: int) -> None:
        after = self._records(kind)
        names = self._names(kind)
        if meant is None:
            meant = {tuple(row[name] for name in names) for row in self.truth.rows}
            if not after - before <= meant:
                raise WrongAcceptError(
                    f"no other reader opens it, and it says {sorted(map(str, after - before - meant))}"
                )
            return
        key = [names.index(name) for name in kind.key]
        taken = {tuple(row[place] for place in key) for row in meant}
        kept = {row for row in before if tuple(row[place] for place in key) not in taken}
        if len(meant) != count or after != meant | kept:
            differing = sorted(map(str, after ^ (meant | kept)))
            raise WrongAcceptError(f"{count} rows taken, {len(meant)} meant; they differ in {differing}")


class CsvUploads(Uploads):
    pass


class GzipUploads(Uploads):
    def wrapped(self, clean: bytes, rng: random.Random) -> bytes:
        if rng.random() < 0.5:  # noqa: PLR2004
            return damaged(gzip.compress(clean, mtime=0), rng)
        members = [gzip.compress(damaged(clean, rng), mtime=0), gzip.compress(b"", mtime=0)]
        return b"".join(members[: rng.choice((1, 1, 2))]) + rng.choice((b"", b"", b"\x00" * 8, b"sisa"))

    def rows(self, content: bytes) -> Iterable[Rows]:
        plain = b""
        while content.strip(b"\x00"):
            member = zlib.decompressobj(wbits=31)
            try:
                plain += member.decompress(content) + member.flush()
            except zlib.error:
                if not content.startswith(b"\x1f\x8b") and plain:
                    break  # signs behind the last member, which readers bear or refuse
                plain += content
                break
            content = member.unused_data
        return super().rows(plain)


class WorkbookUploads(Uploads):
    form = "xlsx"

    def wrapped(self, clean: bytes, rng: random.Random) -> bytes:
        return damaged_package(clean, rng)

    def rows(self, content: bytes) -> Iterable[Rows]:
        return workbook_rows(content)


class ParquetUploads(Uploads):
    """Its pages bear no sums of their own, so a changed byte may be another value: then every reader reads that one."""

    form = "parquet"

    def made(self, number: int) -> bytes:
        rng = random.Random(f"{type(self).__name__} {number}")
        self.truth = draw(rng)
        table = self.truth.table(self.form, ";")
        table.packing = rng.choice(("uncompressed", "uncompressed", "uncompressed", "gzip"))
        return (damaged if rng.random() < 0.3 else damaged_in_place)(table.content, rng)  # noqa: PLR2004

    def rows(self, content: bytes) -> Iterable[Rows]:
        return [parquet_table(content)]


class Rulebooks:
    """A rulebook that is taken says what its TOML says: whoever changes a key changes the rules, or is refused."""

    def __init__(self) -> None:
        root = Path(settings.BASE_DIR) / "fixtures"
        self.good = [
            path.read_bytes() for folder in ("rulebooks", "golden") for path in sorted((root / folder).glob("*.toml"))
        ]
        self.read = {text: (_tree(text), _rules_of(text.decode())) for text in self.good}
        self.before = b""

    def made(self, number: int) -> bytes:
        rng = random.Random(f"rulebook {number}")
        self.before = rng.choice(self.good)
        return damaged(self.before, rng)

    def tried(self, _number: int, content: bytes) -> str:
        with tempfile.NamedTemporaryFile(suffix=".toml") as file:
            file.write(content)
            file.flush()
            try:
                read_rulebook(Path(file.name))
                rules = _rules_of(content.decode("utf-8-sig"))
            except (InputRefusedError, ProblemsError):
                return REFUSED
        tree, before = _tree(content), self.read[self.before]
        if (tree == before[0]) != (rules == before[1]):
            raise WrongAcceptError("the text says something else and the rules do not, or the other way round")
        return ACCEPTED


def _tree(content: bytes) -> object:
    try:
        return tomlkit.parse(content.decode("utf-8-sig")).unwrap()
    except (tomlkit.exceptions.TOMLKitError, ValueError) as fault:
        raise WrongAcceptError(f"no TOML to another reader: {fault}") from None


def _rules_of(text: str) -> tuple[object, ...]:
    """Return all that is read of a rulebook's text, in both languages."""
    from awards.engine import load_rulebook  # noqa: PLC0415

    parts: list[object] = [load_rulebook(text), read_outline(text)]
    for language in Language:
        parts += [load_questionnaire(text, language), load_jury_sheet(text, language), dials(text, language)]
    return tuple(parts)


SCRIPTS = (
    b"<</S /JavaScript /JS (app.alert(1))>>",
    b"<</S /J#61vaScr#69pt /JS (1)>>",
    b"<</S /Launch /F (a.exe)>>",
    b"<</S /L#61unch>>",
    b"<</S /SubmitForm>>",
    b"<</XFA [1 0 R]>>",
)


class Evidence:
    """A file that is taken is whole and starts nothing: what was cut off or given a script must be refused."""

    def __init__(self) -> None:
        photograph = io.BytesIO()
        noise = Image.effect_noise((90, 60), 40)
        noise.save(photograph, "JPEG", quality=80)
        progressive = io.BytesIO()
        noise.save(progressive, "JPEG", progressive=True)
        self.locked = [locked(name) for name in sorted(LOCKED) if "password" not in name]
        self.good = {
            "surat.pdf": [PDF, pdf(b"<</Type /Pages /Kids [] /Count 14>>"), *self.locked],
            "foto.jpg": [photograph.getvalue(), progressive.getvalue(), image("JPEG", (40, 40))],
        }
        self.name = ""
        self.must_be_refused = ""

    def made(self, number: int) -> bytes:
        rng = random.Random(f"evidence {number}")
        self.name = rng.choice(sorted(self.good))
        good = rng.choice(self.good[self.name])
        self.must_be_refused = ""
        way = rng.random()
        if way < 0.15:  # noqa: PLR2004
            self.must_be_refused = "cut off"
            return good[: rng.randrange(1, len(good) * 9 // 10)]
        if way < 0.4 and self.name == "surat.pdf":  # noqa: PLR2004
            self.must_be_refused = "made active"
            script = rng.choice(SCRIPTS)
            # In a locked file readers unlock what is packed, so that without its key it is nothing to them.
            is_plain = good in self.locked or rng.random() < 0.6  # noqa: PLR2004
            body = b"\n9 0 obj\n" + (script if is_plain else packed(script)) + b"\nendobj\n"
            place = rng.choice([found + len(b"endobj") for found in _places(good, b"endobj")] or [len(good)])
            return good[:place] + body + good[place:]
        return damaged(good, rng)

    def tried(self, _number: int, content: bytes) -> str:
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            try:
                inspect_file(Path(file.name), name=self.name, allowed=ALL)
            except FileRefusedError:
                return REFUSED
        if self.must_be_refused:
            raise WrongAcceptError(f"taken, though {self.must_be_refused}")
        return ACCEPTED


def _places(content: bytes, mark: bytes) -> list[int]:
    places, found = [], content.find(mark)
    while found >= 0:
        places.append(found)
        found = content.find(mark, found + 1)
    return places


class Bundles:
    """A published file that is vouched for is the published one: every figure, name and line of it."""

    def __init__(self) -> None:
        people = type("People", (), {"organiser": factories.organiser(username="penyelenggara")})
        publication = runs.published_contest(people)
        self.good = b"".join(ranking_json(Shown(publication.category, publication.run, publication)))
        self.content = json.loads(self.good)
        self.key = publication.public_key

    def made(self, number: int) -> bytes:
        rng = random.Random(f"bundle {number}")
        if rng.random() < 0.4:  # noqa: PLR2004
            return damaged(self.good, rng)
        content = json.loads(self.good)
        for _change in range(rng.choice((1, 1, 2))):
            _change_node(content, rng)
        return json.dumps(content).encode()

    def tried(self, _number: int, content: bytes) -> str:
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            file.write(content)
            file.flush()
            try:
                call_command("verify", bundle=Path(file.name), public_key=self.key, stdout=io.StringIO())
            except SystemExit as end:
                if end.code == 1:
                    return REFUSED
                raise WrongAcceptError(f"ended with {end.code}") from None
            except CommandError as refused:
                if refused.returncode == 2:  # noqa: PLR2004
                    return REFUSED
                raise
        found = json.loads(content)
        for part in ("payload", "lines", "digest", "signature"):
            if found[part] != self.content[part]:
                raise WrongAcceptError(f"vouched for, though {part} is another")
        return ACCEPTED


def _nested() -> object:
    deep: object = 0
    for _level in range(400):
        deep = [deep]
    return deep


_NODES: tuple[Callable[[], object], ...] = (
    lambda: None,
    lambda: True,
    lambda: 0,
    lambda: -1,
    lambda: 1.5,
    lambda: "",
    lambda: "NaN",
    lambda: "1E+999999",
    lambda: "9" * 200,
    lambda: [],
    dict,
    lambda: [[]],
    lambda: {"entry": "x"},
    lambda: "\ud800",
    lambda: float("nan"),
    lambda: 10**400,
    _nested,
)


def _change_node(content: object, rng: random.Random) -> None:
    """Change, take away or double one node, however deep it lies."""
    node = content
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = rng.choice(keys)
        below = node[key]
        if isinstance(below, dict | list) and below and rng.random() < 0.85:  # noqa: PLR2004
            node = below
            continue
        break
    match rng.randrange(4):
        case 0:
            del node[key]
        case 1 if isinstance(node, list):
            node.insert(rng.randrange(len(node) + 1), below)
        case 2 if isinstance(below, str) and any(sign.isdigit() for sign in below):
            place = rng.choice([place for place, sign in enumerate(below) if sign.isdigit()])
            node[key] = f"{below[:place]}{rng.randrange(10)}{below[place + 1 :]}"
        case _:
            node[key] = rng.choice(_NODES)()


DOORS = {
    "csv": CsvUploads,
    "gzip": GzipUploads,
    "xlsx": WorkbookUploads,
    "parquet": ParquetUploads,
    "rulebook": Rulebooks,
    "evidence": Evidence,
    "bundle": Bundles,
}
