"""The certificate as PDF, judged by others than its writer: pikepdf its structure, poppler its text, zxing its code."""

import io
import json
import shutil
import subprocess
import time
import zipfile
from types import SimpleNamespace

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from awards.ceremony.papers.exports.batches import batch_path, write_batch
from awards.ceremony.papers.exports.certificates import NotPrintableError, certificate_pdf, file_name, printed_words
from awards.ceremony.papers.models import Certificate
from awards.ceremony.papers.selectors.standing import current_certificates
from awards.ceremony.papers.tasks import print_certificates
from awards.ceremony.papers.tests.factories import SITE, final, issued
from awards.tests.factories.runs import StillProgress
from paritrana.jobs.registry import JobCancelledError, JobRefusedError
from paritrana.lib.typed_codes import grouped

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LONG = "Kementerian Koordinator Bidang Pembangunan Manusia dan Kebudayaan Republik Indonesia"


@pytest.fixture
def result(people):
    return final(people)


@pytest.fixture
def paper(people, result):
    return issued(result, people.organiser)[0]


def renamed(paper, **changes):
    """The same paper with other words, as a correction would bring them; not stored."""
    content = json.loads(paper.content)
    content["entry"]["name"] = changes.get("name", content["entry"]["name"])
    content["prize"]["label"] = changes.get("label", content["prize"]["label"])
    content["is_demonstration"] = changes.get("is_demonstration", content["is_demonstration"])
    paper.content = json.dumps(content)
    return paper


def run(*command, given=b""):
    if shutil.which(command[0]) is None:
        raise RuntimeError(f"{command[0]} (poppler-utils) is needed to read the papers back")
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def text_of(pdf):
    """Return the lines as a reader meets them."""
    return [line.strip() for line in run("pdftotext", "-", "-", given=pdf).decode().splitlines() if line.strip()]


def picture(pdf, dots=150):
    return Image.open(io.BytesIO(run("pdftoppm", "-r", str(dots), "-png", "-", given=pdf)))


def tags(element, found=None):
    """Return the kinds of the structure tree, in its order."""
    found = [] if found is None else found
    if isinstance(element, pikepdf.Array):
        for child in element:
            tags(child, found)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            found.append(str(element.S))
        if "/K" in element:
            tags(element.K, found)
    return found


def test_pdf_when_judged_by_another_program_then_is_tagged_archival_and_titled(paper):
    with pikepdf.open(io.BytesIO(certificate_pdf(paper, site=SITE))) as pdf:
        with pdf.open_metadata() as about:
            marks = {name: about.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
            title = about.get("dc:title")
        root = pdf.Root
        kinds = tags(root.StructTreeRoot.K)
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        inner = [font.DescendantFonts[0].FontDescriptor for font in fonts if "/DescendantFonts" in font]
        intents = [str(intent.S) for intent in root.OutputIntents]

    assert marks == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert (str(root.Lang), title) == ("id", "Piagam Penghargaan")
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert [kind for kind in kinds if kind in ("/H1", "/H2", "/H3", "/Figure")] == ["/H1", "/H2", "/H3", "/Figure"]
    assert len(inner) == len(fonts) > 0
    assert all("/FontFile3" in one or "/FontFile2" in one for one in inner)
    assert all("/ToUnicode" in font for font in fonts)
    assert intents == ["/GTS_PDFA1"]
    assert not {"/AA", "/OpenAction", "/AcroForm"} & set(root.keys())


def test_pdf_when_its_figure_is_asked_then_says_where_the_code_leads(paper):
    def figures(element):
        if isinstance(element, pikepdf.Array):
            return [one for child in element for one in figures(child)]
        if not isinstance(element, pikepdf.Dictionary):
            return []
        own = [str(element.Alt)] if element.get("/S") == "/Figure" else []
        return own + (figures(element.K) if "/K" in element else [])

    with pikepdf.open(io.BytesIO(certificate_pdf(paper, site=SITE))) as pdf:
        assert figures(pdf.Root.StructTreeRoot.K) == [f"Kode QR menuju {SITE}{paper.code}/"]


def test_pdf_when_read_aloud_then_in_the_order_of_the_ceremony(paper):
    lines = text_of(certificate_pdf(paper, site=SITE))

    said = printed_words(paper, site=SITE)
    expected = [
        said["brand"],
        "Piagam Penghargaan",
        f"Nomor {paper.number}",
        "diberikan kepada",
        said["name"],
        "sebagai",
        "Juara 1",
        "Pemerintah Kabupaten/Kota, periode penilaian 2024",
        "PERAGAAN: bukan piagam sungguhan",
    ]
    assert lines[: len(expected)] == expected
    rest = lines[len(expected) :]
    assert {"Periksa keaslian", grouped(paper.code), "Belum disegel", "Ketua Panitia Pusat", "Siti Rahma"} <= set(rest)
    assert "Jakarta, 15 Oktober 2026" in rest


def test_pdf_when_its_code_is_scanned_from_the_page_then_leads_to_its_check(paper):
    (found,) = zxingcpp.read_barcodes(picture(certificate_pdf(paper, site=SITE)))

    assert found.text == f"{SITE}{paper.code}/"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jayapura", "America/Los_Angeles"])
def test_pdf_when_made_on_another_day_and_in_another_zone_then_the_same_bytes(monkeypatch, paper, zone):
    before = certificate_pdf(paper, site=SITE)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert certificate_pdf(paper, site=SITE) == before
    finally:
        monkeypatch.undo()
        time.tzset()


NAMES = {
    "short": ("Bali", 1),
    "two lines": (LONG, 2),
    "longest": (("Perusahaan Umum Daerah Perkebunan dan Pengolahan Hasil Bumi " * 6)[:300].strip(), 4),
}


@pytest.mark.parametrize(("name", "most"), NAMES.values(), ids=NAMES.keys())
def test_pdf_when_a_name_is_long_then_whole_on_one_page_and_in_few_lines(paper, name, most):
    pdf = certificate_pdf(renamed(paper, name=name, label="Terbaik Aspek Penganggaran Pekerja Rentan " * 2), site=SITE)

    lines = text_of(pdf)
    start, end = lines.index("diberikan kepada") + 1, lines.index("sebagai")
    assert " ".join(lines[start:end]) == name
    assert end - start <= most
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1


def test_pdf_when_nothing_is_invented_then_says_nothing_of_a_demonstration(paper):
    assert "PERAGAAN" not in " ".join(text_of(certificate_pdf(renamed(paper, is_demonstration=False), site=SITE)))


def test_pdf_when_no_font_has_a_sign_then_refused_by_number(paper):
    with pytest.raises(NotPrintableError, match=paper.number):
        certificate_pdf(renamed(paper, name="Kabupaten \N{CJK UNIFIED IDEOGRAPH-6F22}"), site=SITE)


def test_pdf_when_measured_then_half_a_second_of_processor_is_far(paper):
    certificate_pdf(paper, site=SITE)

    before = time.process_time()
    for _time in range(5):
        certificate_pdf(paper, site=SITE)

    assert (time.process_time() - before) / 5 < 0.5


def test_job_when_run_twice_then_one_zip_of_all_with_the_same_bytes(people, result, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = issued(result, people.organiser)
    progress = StillProgress()

    print_certificates(str(result.public_id), progress)

    (path,) = (tmp_path / "certificates").iterdir()
    first = path.read_bytes()
    assert [done for done, _total, _step in progress.steps] == [1, 2, 3]
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [file_name(one) for one in rows]
        assert archive.testzip() is None
    print_certificates(str(result.public_id), StillProgress(die_at=0))
    path.unlink()
    print_certificates(str(result.public_id), StillProgress())
    assert path.read_bytes() == first


def test_job_when_killed_or_cancelled_in_the_middle_then_leaves_nothing_and_goes_again(
    people, result, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    issued(result, people.organiser)

    def cancelled(done, total, step=""):
        raise JobCancelledError("x")

    with pytest.raises(KeyboardInterrupt):
        print_certificates(str(result.public_id), StillProgress(die_at=1))
    with pytest.raises(JobCancelledError):
        print_certificates(str(result.public_id), SimpleNamespace(advance=cancelled))
    assert list((tmp_path / "certificates").iterdir()) == []

    print_certificates(str(result.public_id), StillProgress())

    assert len(list((tmp_path / "certificates").iterdir())) == 1


def test_job_when_a_name_cannot_be_printed_then_refused_in_words(people, result, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    issued(result, people.organiser)
    strange = [renamed(one, name="\N{CJK UNIFIED IDEOGRAPH-6F22}") for one in current_certificates(result)]
    monkeypatch.setattr("awards.ceremony.papers.tasks.current_certificates", lambda _publication: strange)

    with pytest.raises(JobRefusedError, match="tidak dapat dicetak"):
        print_certificates(str(result.public_id), StillProgress())

    assert list((tmp_path / "certificates").iterdir()) == []


@pytest.mark.deep
def test_batch_of_five_hundred_then_one_zip_with_its_bar(paper, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = json.loads(paper.content)
    rows = []
    for number in range(1, 501):
        said = {**content, "number": f"PA/2024/KABKOTA/{number:03}"}
        rows.append(
            Certificate(
                number=said["number"],
                version=1,
                code=paper.code,
                content=json.dumps(said),
                digest=f"{number:064}",
                issued_at=paper.issued_at,
            )
        )
    told, before = [], time.process_time()

    path = write_batch(rows, site=SITE, report=told.append)

    assert time.process_time() - before < 500 * 0.5
    assert told == list(range(1, 501))
    assert path == batch_path(rows, site=SITE)
    with zipfile.ZipFile(path) as archive:
        assert len(set(archive.namelist())) == 500
