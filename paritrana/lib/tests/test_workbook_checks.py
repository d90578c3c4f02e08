"""Packages of a few kilobytes that claim gigabytes from whoever parses them; none reaches a parser."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from paritrana.lib.table_faults import DEFAULT_LIMITS, MEBIBYTE, TableFault, TableRefusedError
from paritrana.lib.tables import open_table
from paritrana.lib.tests.packages import FAR, TITLE, packed, parts, relationships, sheet
from paritrana.lib.workbook_checks import refuse_harmful_workbook

FAR_BLANK = FAR.replace('r="XFD', 'r = "XFD')
FORMULA = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
SIXTEEN_THOUSAND = "<c><v>1</v></c>" * 16_384


def lying_length(name: str) -> bytes:
    """A stream of 8 MiB whose directory promises its first hundred bytes, with their check sum."""
    content = packed(parts(sheet(TITLE), strings="<sst>" + " " * 8 * MEBIBYTE + "</sst>"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo(name)
        start = archive.read(part)[:100]
    old = struct.pack("<II", part.CRC, part.compress_size) + struct.pack("<I", part.file_size)
    new = struct.pack("<II", zlib.crc32(start), part.compress_size) + struct.pack("<I", 100)
    assert content.count(old) == 2
    return content.replace(old, new)


def damaged() -> bytes:
    content = packed(
        parts(sheet(TITLE), strings="<sst>" + "".join(f"<si><t>{n}</t></si>" for n in range(999)) + "</sst>")
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/sharedStrings.xml")
    middle = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return content[:middle] + b"\xff" * 12 + content[middle + 12 :]


def lone(part: str, content: str) -> dict[str, str]:
    return {**parts(sheet(TITLE)), part: content}


REFUSED = {
    "far cell": (packed(parts(sheet(FAR))), TableFault.TOO_MANY_COLUMNS),
    "in another folder": (packed(parts(sheet(FAR), target="lain/s.xml")), TableFault.TOO_MANY_COLUMNS),
    "in a folder below": (packed(parts(sheet(FAR), target="worksheets/a/s.xml")), TableFault.TOO_MANY_COLUMNS),
    "by an absolute target": (
        packed(parts(sheet(FAR), target="/data/s.xml", part="data/s.xml")),
        TableFault.TOO_MANY_COLUMNS,
    ),
    "blanks around the sign": (packed(parts(sheet(FAR_BLANK))), TableFault.TOO_MANY_COLUMNS),
    "a line break before it": (packed(parts(sheet(FAR_BLANK.replace("r =", "r\n=")))), TableFault.TOO_MANY_COLUMNS),
    "a sheet named .bin": (packed(parts(sheet(FAR), target="worksheets/sheet1.bin")), TableFault.TOO_MANY_COLUMNS),
    "formula in another folder": (packed(parts(sheet(FORMULA), target="lain/s.xml")), TableFault.FORMULA),
    "formula behind a prefix": (
        packed(parts(sheet(FORMULA.replace("<f>", "<a-b:f>").replace("</f>", "</a-b:f>")))),
        TableFault.FORMULA,
    ),
    "cells without reference": (packed(parts(sheet(f"<row>{SIXTEEN_THOUSAND}</row>"))), TableFault.TOO_MANY_COLUMNS),
    "rows without number": (
        packed(parts(sheet("<row/>" * 1_100_000 + "<row><c><v>1</v></c></row>"))),
        TableFault.TOO_MANY_ROWS,
    ),
    "cells beyond the rows": (
        packed(parts(sheet('<row r="1000000">' + "<c><v>1</v></c>" * 150 + "</row>"))),
        TableFault.TOO_MANY_CELLS,
    ),
    "one long text in every row": (
        packed(
            parts(
                sheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 40_000))),
                strings=f"<sst><si><t>{'A' * 60_000}</t></si></sst>",
            )
        ),
        TableFault.UNPACKED_TOO_LARGE,
    ),
    "a sheet that is no XML": (packed(parts("sampah" + sheet(FAR), target="s.bin")), TableFault.BROKEN),
    "XML with a fault": (packed(parts(sheet(TITLE) + "<row>")), TableFault.BROKEN),
    "deeper than any sheet": (packed(lone("xl/styles.xml", "<a>" * 5000 + "</a>" * 5000)), TableFault.BROKEN),
    "a name for every element": (
        packed(lone("xl/styles.xml", "<a>" + "".join(f"<n{n}/>" for n in range(60_000)) + "</a>")),
        TableFault.BROKEN,
    ),
    "one tag of many megabytes": (
        packed(lone("xl/styles.xml", f'<a b="{"x" * 5 * MEBIBYTE}"/>')),
        TableFault.UNPACKED_TOO_LARGE,
    ),
    "a dimension that is none": (
        packed(parts(sheet(TITLE).replace("<sheetData>", '<dimension ref="A1:ZZZZ99999999"/><sheetData>'))),
        TableFault.BROKEN,
    ),
    "entities": (packed(lone("xl/styles.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')), TableFault.BROKEN),
    "another main part": (
        packed({**parts(sheet(TITLE)), "_rels/.rels": relationships(("officeDocument", "xl/lain.xml"))}),
        TableFault.BROKEN,
    ),
    "two workbooks by case": (packed(lone("XL/Workbook.xml", "<workbook/>")), TableFault.BROKEN),
    "a spreadsheet of another kind": (packed(lone("content.xml", "<a/>")), TableFault.BROKEN),
    "a length that lies": (lying_length("xl/sharedStrings.xml"), TableFault.BROKEN),
    "two directories": (packed(parts(sheet(FAR))) + packed(parts(sheet(TITLE))), TableFault.BROKEN),
    "a damaged stream": (damaged(), TableFault.BROKEN),
    "a cell of a type that there is not": (
        packed(parts(sheet('<row><c t="inlinestr"><is><t>x</t></is></c></row>'))),
        TableFault.BROKEN,
    ),
    "a text in a cell of another type": (
        packed(parts(sheet('<row><c t="e"><is><t>x</t></is></c></row>'))),
        TableFault.BROKEN,
    ),
    "a cell twice": (
        packed(parts(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))),
        TableFault.BROKEN,
    ),
    "a row twice": (
        packed(parts(sheet('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'))),
        TableFault.BROKEN,
    ),
    "a cell behind those that follow it": (
        packed(parts(sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))),
        TableFault.BROKEN,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), REFUSED.values(), ids=REFUSED.keys())
def test_open_table_when_a_package_is_crafted_then_refused_in_little_memory(tmp_path, content, fault):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(content)
    tracemalloc.start()

    try:
        with pytest.raises(TableRefusedError) as refused:
            refuse_harmful_workbook(path, DEFAULT_LIMITS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert refused.value.fault == fault
    assert peak < 40 * MEBIBYTE


def test_open_table_when_a_sheet_lies_elsewhere_and_is_honest_then_read(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(packed(parts(sheet(TITLE + "<row><c><v>7</v></c></row>"), target="lain/s.xml")))

    with open_table(path) as table:
        rows = list(table.rows)

    assert (table.header, [list(map(str, cells)) for _, cells in rows]) == (("kode",), [["7"]])


def test_open_table_when_drawings_are_loose_or_pictures_then_they_do_no_harm(tmp_path):
    path = tmp_path / "isian.xlsx"
    made = lone("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>") | {"xl/media/image1.png": "\x89PNG"}
    path.write_bytes(packed(made))

    with open_table(path) as table:
        assert table.header == ("kode",)
