"""What a sheet of a workbook says beside its values: error constants, per cent formats, hidden rows.

A reader of values gives an empty cell for `#N/A` and 0.455 for 45,5 %. Both would change figures without a word, so the
sheet's own mark-up is asked here, once, for every door that reads workbooks. The package has been checked for harm
before (`workbook_checks`); a sheet without any such mark is only searched, not parsed.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from paritrana.lib.table_faults import TableFault, TableRefusedError
from paritrana.lib.workbook_parts import column_number

CHUNK = 1024 * 1024
OVERLAP = 64
LETTERS = 26
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
BUILT_IN_PERCENT = {"9": "0%", "10": "0.00%"}
_MARKED = re.compile(rb"""\bt\s*=\s*["']e["']|\bhidden\s*=""")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class SheetMarks:
    """Columns count from 0. A place is a cell as people name it, such as G2."""

    errors: list[tuple[str, str]] = field(default_factory=list)
    percent: dict[int, str] = field(default_factory=dict)
    plain: dict[int, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)

    @property
    def mixed(self) -> list[tuple[str, str]]:
        """Columns with numbers of both kinds: one place formatted as per cent, one that is not."""
        return [(self.percent[column], self.plain[column]) for column in sorted(self.percent) if column in self.plain]


def column_letters(column: int) -> str:
    """Return A for 0, AA for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_percent_format(code: str) -> bool:
    """A per cent sign in quotes or behind a backslash is only text and does not scale the number."""
    return "%" in _LITERAL.sub("", code)


def sheet_marks(path: Path, sheet: str) -> SheetMarks:
    """Return the marks of one sheet; a package whose sheet cannot be found is broken."""
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lower(): name for name in package.namelist()}
            part = names.get(_sheet_part(package, names, sheet).lower())
            if part is None:
                raise TableRefusedError(TableFault.BROKEN, where=sheet)
            styles = _percent_styles(package, names)
            if not styles and not _has_marks(package, part):
                return SheetMarks()
            return _read_marks(package, part, styles)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, expat.ExpatError):
        raise TableRefusedError(TableFault.BROKEN, where=sheet) from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _plain_names(attributes: Mapping[str, str]) -> dict[str, str]:
    return {_local(name): value for name, value in attributes.items()}


def _elements(package: zipfile.ZipFile, names: Mapping[str, str], part: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small part in their order, each with its attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    name = names.get(part.lower())
    if name is None:
        return found
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((_local(tag), _plain_names(attributes)))
    with package.open(name) as stream:
        parser.ParseFile(stream)
    return found


def _sheet_part(package: zipfile.ZipFile, names: Mapping[str, str], sheet: str) -> str:
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for tag, relation in _elements(package, names, RELATIONS)
        if tag == "Relationship"
    }
    for tag, attributes in _elements(package, names, WORKBOOK):
        if tag == "sheet" and attributes.get("name") == sheet:
            target = targets.get(attributes.get("id", ""), "")
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    return ""


def _percent_styles(package: zipfile.ZipFile, names: Mapping[str, str]) -> frozenset[str]:
    """Return the numbers of the cell styles that show a number as per cent."""
    formats = dict(BUILT_IN_PERCENT)
    styles: list[str] = []
    is_inside = False
    for tag, attributes in _elements(package, names, STYLES):
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            is_inside = tag == "cellXfs"
        elif tag == "xf" and is_inside:
            styles.append(attributes.get("numFmtId", "0"))
    percent = {number for number, code in formats.items() if is_percent_format(code)}
    return frozenset(str(place) for place, number in enumerate(styles) if number in percent)


def _has_marks(package: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(CHUNK):
            if _MARKED.search(tail + piece):
                return True
            tail = piece[-OVERLAP:]
    return False


def _read_marks(package: zipfile.ZipFile, part: str, styles: frozenset[str]) -> SheetMarks:
    reader = _SheetReader(styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with package.open(part) as stream:
        parser.ParseFile(stream)
    return reader.marks


class _SheetReader:
    """Follows the elements of a sheet; a cell or a row without a place of its own stands behind the one before."""

    def __init__(self, styles: frozenset[str]) -> None:
        self.marks = SheetMarks()
        self._styles = styles
        self._row = 0
        self._column = -1
        self._is_hidden = False
        self._style = ""
        self._kind = ""
        self._error: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match _local(tag):
            case "row":
                self._row = int(attributes.get("r") or self._row + 1)
                self._column = -1
                self._is_hidden = attributes.get("hidden", "0").lower() in {"1", "true"}
            case "c":
                self._start_cell(attributes)
            case "v":
                self._value()
            case "t" if self._is_hidden:
                self._note_hidden()

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place:
            self._column = column_number(place[1]) - 1
            self._row = int(place[2])
        else:
            self._column += 1
        self._style = attributes.get("s", "0")
        self._kind = attributes.get("t", "n")

    def _value(self) -> None:
        if self._is_hidden:
            self._note_hidden()
        if self._kind == "e":
            self._error = []
        elif self._kind == "n":
            columns = self.marks.percent if self._style in self._styles else self.marks.plain
            columns.setdefault(self._column, self._place())

    def _note_hidden(self) -> None:
        if not self.marks.hidden_rows or self.marks.hidden_rows[-1] != self._row:
            self.marks.hidden_rows.append(self._row)

    def _place(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def text(self, piece: str) -> None:
        if self._error is not None:
            self._error.append(piece)

    def end(self, tag: str) -> None:
        if _local(tag) == "v" and self._error is not None:
            self.marks.errors.append((self._place(), "".join(self._error).strip()[:20]))
            self._error = None
