"""Packages written by hand, as no office program would."""

import io
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TITLE = '<row r="1"><c r="A1" t="inlineStr"><is><t>kode</t></is></c></row>'
FAR = TITLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def relationships(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def sheet(body: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def parts(body: str, *, target: str = "worksheets/sheet1.xml", part: str = "", strings: str = "") -> dict[str, str]:
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}"/></Types>',
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Isian" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", target), ("sharedStrings", "sharedStrings.xml")),
        part or f"xl/{target}": body,
    }
    return made | ({"xl/sharedStrings.xml": strings} if strings else {})


def packed(made: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return file.getvalue()


def far_cell_elsewhere() -> bytes:
    """The far cell in a sheet where only the relationships lead: a parser would ask for 512 GB."""
    return packed(parts(sheet(FAR), target="lain/s.xml"))
