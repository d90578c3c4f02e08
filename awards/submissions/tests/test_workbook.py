import io

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.submissions.models.answers import Answer
from awards.submissions.tests.test_files import SHEET, package
from awards.tests.factories.editions import NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission(people, client):
    client.force_login(people.entrant)
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


def book(client, submission):
    response = client.get(reverse("submission-workbook-file", args=[submission.public_id]))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def upload(client, submission, made):
    content = made if isinstance(made, bytes) else _bytes(made)
    address = reverse("submission-workbook", args=[submission.public_id])
    return client.post(address, {"file": SimpleUploadedFile("isian.xlsx", content)})


def _bytes(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def rows(made):
    return {row[0].value: row for row in made["Isian"].iter_rows(min_row=2)}


def stored():
    return list(Answer.objects.order_by("question").values_list("question", "value", "version"))


def test_workbook_when_filled_in_and_applied_then_the_answers_are_stored(client, submission):
    AnswerFactory(submission=submission, value="17.195", version=4)
    made = book(client, submission)
    assert rows(made)["sponsored"][4].value == "17195"
    rows(made)["sponsored"][4].value = 16902
    rows(made)["payer"][4].value = "Perusahaan"
    rows(made)["story"][4].value = "=2+2 adalah cerita"
    rows(made)["story"][4].data_type = "s"
    for column, value in enumerate(["rules", "Peraturan daerah", "6", 2020, 3, "Jamsos", "ya"], 1):
        made["Peraturan"].cell(2, column).value = value

    page = upload(client, submission, made)

    lines = page.context["lines"]
    assert [(line.found.question, line.shown) for line in lines] == [
        ("sponsored", "16.902 orang"),
        ("payer", "Perusahaan"),
        ("rules", "Peraturan daerah 6/2020 tentang Jamsos (memuat dukungan anggaran, halaman 3)"),
        ("story", "=2+2 adalah cerita"),
    ]
    assert stored() == [("sponsored", "17.195", 4)]
    sent = {"apply": "1", "take": [line.found.question for line in lines]}
    for line in lines:
        sent |= {line.found.question: line.found.value, f"{line.found.question}__version": str(line.item.version)}
    client.post(reverse("submission-workbook", args=[submission.public_id]), sent)
    rules = '[{"budget":true,"number":"6","page":"3","rank":"perda","title":"Jamsos","year":"2020"}]'
    assert stored() == [
        ("payer", "Perusahaan", 1),
        ("rules", rules, 1),
        ("sponsored", "16902", 5),
        ("story", "=2+2 adalah cerita", 1),
    ]


def test_workbook_when_uploaded_untouched_then_nothing_would_change(client, submission):
    AnswerFactory(submission=submission, value="17.195")
    AnswerFactory(submission=submission, question="rules", value='[{"number":"6","rank":"perda","year":"2020"}]')

    page = upload(client, submission, book(client, submission))

    assert page.context["lines"] == ()


def test_workbook_when_an_office_has_no_regulation_then_a_row_says_so_and_comes_back_unchanged(client, submission):
    made = book(client, submission)
    made["Peraturan"].cell(2, 2).value = "Tidak ada"

    (line,) = upload(client, submission, made).context["lines"]

    assert (line.found.question, line.found.value, line.shown) == ("rules", '[{"none":true}]', "tidak ada")
    AnswerFactory(submission=submission, question="rules", value=line.found.value)
    again = book(client, submission)
    assert [cell.value for cell in again["Peraturan"][2][:2]] == ["rules", "tidak ada"]
    assert upload(client, submission, again).context["lines"] == ()


def test_workbook_when_a_cell_is_wrong_then_the_cell_says_why(client, submission):
    made = book(client, submission)
    rows(made)["sponsored"][4].value = "dua puluh"

    page = upload(client, submission, made)

    assert f"Sel {rows(made)['sponsored'][4].coordinate}: Tulis angka saja" in page.content.decode()


@pytest.mark.parametrize(
    ("value", "data_type", "number_format", "reason"),
    [("#N/A", "e", "General", "Sel berisi galat Excel"), (0.455, "n", "0.0%", "Sel berformat persen")],
    ids=["an Excel error", "formatted as per cent"],
)
def test_workbook_when_a_cell_would_be_misread_then_refused_with_its_place(
    client, submission, value, data_type, number_format, reason
):
    made = book(client, submission)
    cell = rows(made)["sponsored"][4]
    cell.value, cell.data_type, cell.number_format = value, data_type, number_format

    page = upload(client, submission, made).content.decode()

    assert reason in page
    assert cell.coordinate in page
    assert stored() == []


REGULATION = ("rules", "Peraturan daerah", "6", 2020, 3, "Jamsos")


@pytest.mark.parametrize(
    ("sheet", "row", "said"),
    [
        ("Peraturan", (*REGULATION, "ada"), "Lembar Peraturan, sel G90: «ada» bukan ya atau tidak"),
        ("Peraturan", ("", *REGULATION[1:]), "Lembar Peraturan, baris 90: kode «» bukan kode"),
        ("Peraturan", ("rule", *REGULATION[1:]), "Lembar Peraturan, baris 90: kode «rule» bukan kode"),
        ("Isian", ("Sponsored", "", "", "", "5"), "Lembar Isian, baris 90: kode «Sponsored» bukan kode"),
        ("Isian", ("sponsored", "", "", "", "5"), "baris 90: pertanyaan «sponsored» sudah dijawab lain pada baris"),
    ],
    ids=["unclear clause", "rule without code", "rule of no question", "answer of no question", "answered twice"],
)
def test_workbook_when_a_row_would_be_passed_over_then_refused_with_its_place(client, submission, sheet, row, said):
    made = book(client, submission)
    rows(made)["sponsored"][4].value = "7"
    for column, value in enumerate(row, 1):
        made[sheet].cell(90, column).value = value

    page = upload(client, submission, made)

    assert page.status_code == 400
    assert said in page.content.decode()


def test_workbook_when_a_rule_is_of_a_year_to_come_then_said_beside_the_answer(client, submission):
    made = book(client, submission)
    for column, value in enumerate((*REGULATION[:3], 2042), 1):
        made["Peraturan"].cell(2, column).value = value

    (line,) = upload(client, submission, made).context["lines"]

    assert "tahun 2042 belum tiba. Apakah maksudnya 2024?" in line.problem


def test_workbook_when_it_holds_too_many_rules_then_none_is_cut_off_unsaid(client, submission):
    made = book(client, submission)
    for number in range(51):
        for column, value in enumerate(("rules", "Peraturan daerah", str(number + 1), 2020), 1):
            made["Peraturan"].cell(number + 2, column).value = value

    (line,) = upload(client, submission, made).context["lines"]

    assert "50" in line.problem


def test_workbook_when_a_changed_row_is_hidden_then_the_page_says_so(client, submission):
    made = book(client, submission)
    cell = rows(made)["sponsored"][4]
    cell.value = "7"
    made["Isian"].row_dimensions[cell.row].hidden = True

    page = upload(client, submission, made).content.decode()

    assert "Barisnya tersembunyi dalam berkas." in page


def test_workbook_when_a_colleague_wrote_meanwhile_then_it_is_shown_and_not_ticked(client, submission):
    made = book(client, submission)
    rows(made)["sponsored"][4].value = 5
    AnswerFactory(submission=submission, value="6", version=1)

    page = upload(client, submission, made)

    (line,) = page.context["lines"]
    assert line.is_stale is True
    assert "Diubah rekan" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        pytest.param(b"", "Periksa berkas", id="empty"),
        pytest.param(b"PK\x03\x04 broken", "rusak", id="broken"),
        pytest.param(package({**SHEET, "xl/vbaProject.bin": b"x"}), "makro", id="macros"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "bukan berkas Excel", id="pdf"),
        pytest.param(b"kode;jawaban\nsponsored;5\n", "bukan berkas Excel", id="csv"),
        pytest.param(package({"word/document.xml": b"<w/>"}), "rusak", id="docx under another name"),
        pytest.param(b"\xd0\xcf\x11\xe0 old", "Excel lama", id="xls"),
    ],
)
def test_workbook_when_the_file_is_not_ours_then_refused_and_nothing_changes(client, submission, content, part):
    page = upload(client, submission, content)

    assert part in page.content.decode()
    assert stored() == []


@pytest.mark.parametrize("role", ["other_entrant", "organiser", "verifier", "stranger"])
def test_workbook_when_not_the_own_office_then_404(client, people, submission, role):
    client.force_login(getattr(people, role))

    assert client.get(reverse("submission-workbook", args=[submission.public_id])).status_code == 404


def in_pieces(client, submission, content):
    """Send a workbook in two pieces; return where its changes are looked at."""
    begin = reverse("submission-workbook-begin", args=[submission.public_id])
    address = client.post(begin, {"name": "isian.xlsx", "size": len(content), "stamp": "1"}).json()["address"]
    half = len(content) // 2
    for offset, piece in ((0, content[:half]), (half, content[half:])):
        reply = client.post(f"{address}?offset={offset}", piece, content_type="application/octet-stream").json()
    return address, reply["address"]


def test_workbook_when_sent_in_pieces_then_shows_the_same_and_stores_nothing_yet(client, submission):
    made = book(client, submission)
    rows(made)["sponsored"][4].value = 16902
    plain = upload(client, submission, made)

    _piece, look = in_pieces(client, submission, _bytes(made))
    pages = [client.get(look) for _time in range(2)]

    assert stored() == []
    for page in pages:
        assert [(line.found.question, line.shown) for line in page.context["lines"]] == [
            (line.found.question, line.shown) for line in plain.context["lines"]
        ]


def test_workbook_when_its_pieces_are_gone_or_anothers_then_told(client, submission, people):
    address, look = in_pieces(client, submission, _bytes(book(client, submission)))
    client.delete(address)

    lost = client.get(look)
    odd = client.get(look.split("=")[0] + "=bukan-kunci")
    client.force_login(people.stranger)

    assert (lost.status_code, odd.status_code, "Unggah sekali lagi" in lost.content.decode()) == (400, 400, True)
    assert [client.get(look).status_code, client.post(f"{address}?offset=0").status_code] == [404, 404]


def test_workbook_when_announced_larger_than_any_then_refused(client, submission):
    begin = reverse("submission-workbook-begin", args=[submission.public_id])

    answer = client.post(begin, {"name": "besar.xlsx", "size": 5 * 2**20})

    assert (answer.status_code, "4 MB" in answer.json()["message"]) == (409, True)
