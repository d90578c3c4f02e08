import io
import zipfile

import pytest
import typst
from PIL import Image

from awards.sentences import sentence
from awards.submissions.parsing.files import FileRefusedError, Inspection, inspect_file

PDF = typst.compile(b'#set page(paper: "a6")\nsatu #pagebreak() dua')
ALL = ("pdf", "jpg", "png", "xlsx", "docx")


def image(form: str, size=(8, 8)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size).save(stream, form)
    return stream.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A document of these objects, closed as it must be."""
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer <</Size 1>>\nstartxref\n%d\n%%%%EOF" % len(body)


SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def inspect(tmp_path, name, content, allowed=ALL):
    path = tmp_path / "berkas"
    path.write_bytes(content)
    return inspect_file(path, name=name, allowed=allowed)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        pytest.param("SK Bupati.PDF", PDF, "pdf", id="pdf"),
        pytest.param("foto.jpeg", image("JPEG"), "jpg", id="jpeg"),
        pytest.param("foto.png", image("PNG"), "png", id="png"),
        pytest.param("daftar.xlsx", package(SHEET), "xlsx", id="xlsx"),
        pytest.param("surat.docx", package({"word/document.xml": b"<w/>"}), "docx", id="docx"),
    ],
)
def test_inspect_file_when_honest_then_its_kind(tmp_path, name, content, kind):
    assert inspect(tmp_path, name, content).kind == kind


def test_inspect_file_when_pdf_then_its_pages_are_counted(tmp_path):
    found = inspect(tmp_path, "a.pdf", pdf(b"<</Type /Pages /Kids [] /Count 14>>"))

    assert found == Inspection("pdf", "application/pdf", 14)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        pytest.param("a.pdf", b"", "kosong", id="empty"),
        pytest.param("a.pdf", PDF[: len(PDF) // 2], "terpotong", id="cut off"),
        pytest.param("a.pdf", PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "berkata sandi", id="encrypted"),
        pytest.param(
            "a.pdf", PDF[: len(PDF) // 2] + b"\nstartxref\n99999999\n%%EOF", "terpotong", id="cut off and closed"
        ),
        pytest.param("a.pdf", b"%PDF-1.4\nstartxref\n%%EOF", "terpotong", id="a directory nowhere"),
        pytest.param("a.jpg", image("JPEG", (400, 400))[:-2000], "rusak", id="photograph cut off"),
        pytest.param(
            "a.xlsx", package({**SHEET, "xl/a.xml": bytes(range(256)) * 64})[:-200], "bukan PDF", id="workbook cut off"
        ),
        pytest.param("a.pdf", image("PNG"), "isinya PNG", id="png called pdf"),
        pytest.param("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan PDF", id="svg called png"),
        pytest.param("a.png", image("PNG")[:60], "rusak", id="broken image"),
        pytest.param("a.png", image("PNG", (9000, 9000)), "terlalu besar", id="pixel bomb"),
        pytest.param("a.xlsx", package({**SHEET, "xl/vbaProject.bin": b"x"}), "makro", id="macros"),
        pytest.param("a.xlsx", package({**SHEET, "xl/a.xml": b"0" * 30_000_000}), "mengembang", id="zip bomb"),
        pytest.param("a.zip", package({"a.txt": b"x"}), "bukan PDF", id="other zip"),
        pytest.param("a.exe", b"MZ" + b"\0" * 100, "bukan PDF", id="program"),
    ],
)
def test_inspect_file_when_harmful_or_lying_then_refused_kindly(tmp_path, name, content, part):
    with pytest.raises(FileRefusedError) as refusal:
        inspect(tmp_path, name, content)

    assert part in sentence(refusal.value.problems[0])


def test_inspect_file_when_the_question_wants_another_kind_then_names_it(tmp_path):
    with pytest.raises(FileRefusedError) as refusal:
        inspect(tmp_path, "a.png", image("PNG"), allowed=("pdf",))

    assert sentence(refusal.value.problems[0]) == "Isi berkas ini PNG; di sini hanya PDF."
