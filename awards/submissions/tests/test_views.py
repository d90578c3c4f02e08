import datetime
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from awards.editions.models import Stage, StageKind
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.selectors.reading import read_through
from awards.submissions.selectors.sheets import sheet
from awards.submissions.services.answers import Seen, questionnaire_for
from awards.tests.factories.editions import NOW, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category, sent_submission
from awards.verification.models import Finding, Verdict
from awards.verification.services.findings import Ruling, record_finding
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission(people, client):
    client.force_login(people.entrant)
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


def section(submission, code="rentan"):
    return reverse("submission-section", args=[submission.public_id, code])


def stored():
    return list(Answer.objects.order_by("question").values_list("question", "value", "version"))


def test_section_when_saved_then_only_what_was_sent_is_written(client, submission):
    AnswerFactory(submission=submission, question="payer", value="apbd")

    response = client.post(section(submission), {"sponsored": "17.195", "sponsored__version": "0"})

    assert response.status_code == 302
    assert stored() == [("payer", "apbd", 1), ("sponsored", "17.195", 1)]


def test_section_when_enter_is_pressed_then_the_first_button_only_saves(client, submission):
    page = page_of(client.get(section(submission, "regulasi")))

    form = page[page.index('id="isian-bagian"') :]
    first = form[form.index('<button type="submit"') :].partition(">")[0]
    assert "data-plain-save" in first
    assert "name=" not in first


def test_section_when_the_answer_cannot_be_read_then_it_is_kept_and_explained(client, submission):
    client.post(section(submission), {"sponsored": "1,234.5", "sponsored__version": "0"})

    page = page_of(client.get(section(submission)))

    assert stored() == [("sponsored", "1,234.5", 1)]
    assert 'value="1,234.5"' in page
    assert "Mungkin maksud Anda 1.234,5." in page


def test_section_when_stale_then_409_with_both_values_and_nothing_lost(client, submission):
    AnswerFactory(submission=submission, question="sponsored", value="18.000", version=2)

    response = client.post(section(submission), {"sponsored": "19.000", "sponsored__version": "1"})

    page = page_of(response)
    assert response.status_code == 409
    assert "<dd data-value>18.000</dd>" in page
    assert "<dd data-value>19.000</dd>" in page
    assert 'value="19.000"' in page
    assert stored() == [("sponsored", "18.000", 2)]


def test_section_when_an_answer_is_wrong_then_its_reason_is_tied_to_its_field(client, submission):
    AnswerFactory(submission=submission, question="sponsored", value="banyak")

    page = page_of(client.get(section(submission)))

    field = re.search(r'<input [^>]*name="sponsored"[^>]*>', page).group(0)
    assert 'aria-describedby="label-sponsored id_sponsored_error"' in field
    assert 'aria-invalid="true"' in field
    assert "Tulis angka saja, misalnya 1.234" in page.partition('id="id_sponsored_error"')[2][:200]


def test_section_when_read_in_order_then_the_form_comes_before_the_column_beside_it(client, submission):
    page = page_of(client.get(section(submission)))

    assert page.index('id="isian-bagian"') < page.index("data-standing=")


def test_section_when_each_changed_another_part_then_both_are_stored_without_script(client, submission):
    page = page_of(client.get(section(submission)))
    seen = re.search(r'name="sponsored__seen" value="([^"]+)"', page).group(1)
    AnswerFactory(submission=submission, question="sponsored", value="1000", version=1)

    sent = {"sponsored": "", "sponsored__note": "DPA hal. 12", "sponsored__version": "0", "sponsored__seen": seen}
    response = client.post(section(submission), sent)

    assert response.status_code == 302
    assert stored() == [("sponsored", "1000", 2)]
    assert Answer.objects.get().note == "DPA hal. 12"


def test_section_when_one_answer_clashes_then_the_others_show_what_is_stored(client, submission):
    """A page that came with old text for an answer that somebody else changed must not send it as its own next time."""
    seen = str(Seen.of(questionnaire_for(submission).question("payer"), "", ""))
    AnswerFactory(submission=submission, question="sponsored", value="18.000", version=2)
    AnswerFactory(submission=submission, question="payer", value="apbd", note="Perda", version=1)

    sent = {"sponsored": "19.000", "sponsored__version": "1", "payer__note": "", "payer__version": "0"}
    page = page_of(client.post(section(submission), sent | {"payer__seen": seen}))

    assert "Perda</textarea>" in page
    assert 'name="payer__version" value="1"' in page


def test_section_when_the_stage_closed_meanwhile_then_409_and_the_typed_text_is_shown(client, submission):
    Submission.objects.update(state=SubmissionState.SUBMITTED, submitted_at=NOW, receipt_number="PA-1", digest="e")

    response = client.post(section(submission), {"sponsored": "19.000", "sponsored__version": "0"})

    assert response.status_code == 409
    assert "Isian sudah dikirim. Untuk mengubahnya, tarik dahulu isian ini, lalu kirim lagi." in page_of(response)
    assert stored() == []


@pytest.mark.parametrize("is_over", [False, True], ids=["while the stage is open", "when it is over"])
def test_overview_when_sent_then_offers_to_take_it_back_with_what_that_means_as_long_as_one_may(
    client, submission, is_over
):
    Submission.objects.update(state=SubmissionState.SUBMITTED, submitted_at=NOW, receipt_number="PA-1", digest="e")
    if is_over:
        past = NOW - datetime.timedelta(days=1)
        Stage.objects.update(opens_at=past - datetime.timedelta(days=9), closes_at=past, hard_closes_at=past)

    page = page_of(client.get(reverse("submission", args=[submission.public_id])))

    assert ("Ya, tarik isian" in page, "Putusan atas jawaban yang Anda ubah gugur" in page) == (
        not is_over,
        not is_over,
    )


def test_section_when_a_register_is_sent_then_it_is_kept_as_rows(client, submission):
    sent = {
        "rules-rows": "2",
        "rules-0-rank": "perda",
        "rules-0-number": "6",
        "rules-0-year": "2020",
        "rules-0-budget": "on",
        "rules-1-rank": "",
        "rules__version": "0",
    }

    client.post(section(submission, "regulasi"), sent)

    assert stored() == [("rules", '[{"budget":true,"number":"6","rank":"perda","year":"2020"}]', 1)]
    assert "Peraturan 3" in page_of(client.get(section(submission, "regulasi")))


def test_send_when_complete_then_receipt_and_a_second_click_changes_nothing(client, submission):
    AnswerFactory(submission=submission, question="sponsored", value="17.195")
    AnswerFactory(submission=submission, question="payer", value="apbd")
    target = reverse("submission-send", args=[submission.public_id])

    first = client.post(target, {"statement": "1"})
    second = client.post(target, {"statement": "1"})

    receipt = reverse("submission-receipt", args=[submission.public_id])
    assert (first["Location"], second["Location"]) == (receipt, receipt)
    submission.refresh_from_db()
    assert submission.sends == 1
    assert submission.receipt_number in page_of(client.get(receipt))


def test_send_page_when_opened_then_the_whole_form_is_read_on_it_with_ways_to_change(client, submission):
    AnswerFactory(submission=submission, question="sponsored", value="17195", note="Pendaftaran 30 Desember")
    AnswerFactory(submission=submission, question="rules", value="[]")

    page = page_of(client.get(reverse("submission-send", args=[submission.public_id])))

    line = page.partition('id="baca-sponsored"')[2].partition('id="baca-')[0]
    for told in ("17.195 orang", "Pendaftaran 30 Desember", f'href="{section(submission)}#p-sponsored"'):
        assert told in line
    assert "Anda menyatakan tidak ada, jadi tidak perlu berkas." in page
    assert page.count(">ubah</a>") == len(questionnaire_for(submission).questions)
    payer = page.partition('id="baca-payer"')[2].partition("</div>")[0]
    assert "Belum dijawab." in payer


def test_send_when_signed_then_name_and_office_stand_on_the_receipt(client, submission):
    AnswerFactory(submission=submission, question="sponsored", value="17.195")
    AnswerFactory(submission=submission, question="payer", value="apbd")
    target = reverse("submission-send", args=[submission.public_id])
    signed = {"statement": "1", "name": "Nurlaila Hasan, S.Sos.", "office": "Kepala Dinas"}

    client.post(target, signed | {"office": " "})
    assert Submission.objects.get().state == SubmissionState.DRAFT
    client.post(target, signed)

    assert "Nurlaila Hasan, S.Sos., Kepala Dinas" in page_of(
        client.get(reverse("submission-receipt", args=[submission.public_id]))
    )


def test_reading_when_the_registry_knows_the_figure_then_its_distance_is_told_and_frozen_once_sent(client, submission):
    frozen = {"registry_value": Decimal(20988), "registry_source": "BPJS"}
    AnswerFactory(submission=submission, question="sponsored", value="21340", **frozen)
    Submission.objects.update(state=SubmissionState.SUBMITTED, submitted_at=NOW, receipt_number="PA-1", digest="e")
    submission.refresh_from_db()

    lines = read_through(submission, sheet(submission, questionnaire_for(submission)))[0].lines

    assert lines[0].distance == "Catatan BPJS Ketenagakerjaan: 20.988 orang, selisih +352 (1,7\xa0%)."


def test_send_when_the_statement_is_not_ticked_then_not_sent(client, submission):
    client.post(reverse("submission-send", args=[submission.public_id]), {})

    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_send_page_when_something_is_missing_then_links_to_it(client, submission):
    page = page_of(client.get(reverse("submission-send", args=[submission.public_id])))

    assert f'href="{section(submission)}#p-sponsored"' in page
    assert 'name="statement"' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_submission_list_when_it_grows_then_the_number_of_queries_stays(
    client, people, django_assert_num_queries, rows
):
    category = open_category()
    for number in range(rows):
        sent_submission(EntryFactory(category=category, code=f"52.0{number + 1}"), officer=people.entrant)
    client.force_login(people.organiser)

    with django_assert_num_queries(6):
        client.get(reverse("submissions"))


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_when_it_grows_then_the_number_of_queries_stays(client, people, django_assert_num_queries, rows):
    category = open_category()
    for number in range(rows):
        sent_submission(EntryFactory(category=category, code=f"52.0{number + 1}"), sponsored="1")
    client.force_login(people.verifier)

    with django_assert_num_queries(13):
        client.get(reverse("verification"))


def test_overview_when_in_the_east_then_the_own_clock_comes_first(client, submission):
    page = page_of(client.get(reverse("submission", args=[submission.public_id])))

    assert "30 Mei 2025 11.00 WITA" in page
    assert "10.00 WIB" in page
    assert "12.00 WIT" in page


def test_remark_when_long_then_it_is_kept_whole_or_refused_in_words(client, submission):
    sent = {"sponsored": "1", "sponsored__version": "0", "sponsored__note": "x" * 20_000}

    client.post(section(submission, "rentan"), sent)
    page = client.post(
        section(submission, "rentan"), sent | {"sponsored__version": "1", "sponsored__note": "y" * 20_001}
    )

    assert Answer.objects.get().note == "x" * 20_000
    assert "paling panjang 20000 huruf" in page_of(page)
    assert "y" * 20_001 in page.content.decode()


def test_bar_when_more_is_typed_than_is_required_then_its_total_stays(submission):
    AnswerFactory(submission=submission, value="17.195")
    before = sheet(submission, questionnaire_for(submission))
    AnswerFactory(submission=submission, question="story", value="Bank sampah mendaftarkan pemulungnya.")
    after = sheet(submission, questionnaire_for(submission))

    assert (before.complete, before.total) == (after.complete, after.total) == (1, 2)


def test_answer_when_wrong_then_it_and_its_section_are_to_be_mended(client, submission):
    AnswerFactory(submission=submission, value="dua puluh")
    AnswerFactory(submission=submission, question="payer", value="apbd")

    (part,) = [one for one in sheet(submission, questionnaire_for(submission)).sections if one.section.code == "rentan"]

    assert part.progress == "mend"
    assert [item.progress for item in part.items if item.question.code == "sponsored"] == ["mend"]
    assert "perlu diperbaiki" in page_of(client.get(reverse("submission", args=[submission.public_id])))


def test_section_when_an_office_has_no_regulation_then_that_is_kept_and_complete_without_proof(client, submission):
    sent = {"rules-rows": "2", "rules-0-rank": "", "rules-none": "on", "rules__version": "0"}

    client.post(section(submission, "regulasi"), sent)

    assert stored() == [("rules", '[{"none":true}]', 1)]
    page = client.get(section(submission, "regulasi"))
    assert 'name="rules-none" checked' in page.content.decode()
    whole = sheet(submission, questionnaire_for(submission))
    (item,) = [item for item in whole.items if item.question.code == "rules"]
    assert (item.missing, item.progress, item.shown) == ("", "complete", "tidak ada")


def test_section_when_a_register_names_a_rule_and_none_then_both_are_kept_and_it_is_explained(client, submission):
    sent = {"rules-rows": "1", "rules-0-rank": "perda", "rules-0-number": "6", "rules-0-year": "2020"}

    page = client.post(section(submission, "regulasi"), sent | {"rules-none": "on", "rules__version": "0"}, follow=True)

    assert stored() == [("rules", '[{"number":"6","rank":"perda","year":"2020"},{"none":true}]', 1)]
    assert "menyebut peraturan dan juga" in page_of(page)
    assert 'name="rules-none" checked' in page.content.decode()


FUTURE = '[{"number":"6","rank":"perda","year":"2042"}]'


def test_section_when_a_regulation_is_of_a_year_to_come_then_kept_explained_and_not_complete(client, submission):
    sent = {"rules-rows": "1", "rules-0-rank": "perda", "rules-0-number": "6", "rules-0-year": "2042"}

    page = client.post(section(submission, "regulasi"), sent | {"rules__version": "0"}, follow=True)

    assert stored() == [("rules", FUTURE, 1)]
    assert "tahun 2042 belum tiba. Apakah maksudnya 2024?" in page_of(page)
    (item,) = [item for item in sheet(submission, questionnaire_for(submission)).items if item.question.code == "rules"]
    assert (item.progress, item.missing == item.problem != "") == ("mend", True)


def test_autosave_when_a_regulation_is_of_a_year_to_come_then_said_at_once(client, submission):
    address = reverse("submission-autosave", args=[submission.public_id, "rules"])
    sent = {"rules-rows": "1", "rules-0-rank": "perda", "rules-0-number": "6", "rules-0-year": "2042"}

    answer = client.post(address, sent | {"rules__version": "0"}).json()

    assert "2042 belum tiba" in answer["problem"]


def test_desk_when_an_answer_taken_in_before_names_a_year_to_come_then_it_is_read_as_it_was_taken(people):
    taken = sent_submission(EntryFactory(category=open_category()), officer=people.entrant, rules=FUTURE)

    (item,) = [item for item in sheet(taken, questionnaire_for(taken)).items if item.question.code == "rules"]

    assert (item.problem, item.shown) == ("", "Peraturan daerah 6/2042")


def test_desk_when_a_register_is_corrected_then_row_by_row_with_its_clauses(client, people):
    register = '[{"budget":true,"number":"6","page":"3","rank":"perda","title":"Jamsos","year":"2020"}]'
    submission = sent_submission(EntryFactory(category=open_category()), officer=people.entrant, rules=register)
    client.force_login(people.verifier)
    address = reverse("verification-answer", args=[submission.public_id, "rules"])
    sent = {
        "verdict": "corrected",
        "reason_code": "document",
        "version": "1",
        "value-rows": "1",
        "value-0-rank": "perda",
        "value-0-number": "6",
        "value-0-year": "2020",
    }

    page = page_of(client.get(address))
    client.post(address, sent)

    assert "memuat dukungan anggaran, halaman 3" in page
    assert 'name="value-0-budget" checked' in page
    assert '<button type="button" class="btn btn-quiet" data-add-row>' in page
    finding = Finding.objects.get()
    assert (finding.verdict, finding.verified_value) == ("corrected", '[{"number":"6","rank":"perda","year":2020}]')


@pytest.mark.parametrize("rows", [1, 3])
def test_own_list_when_the_office_has_more_entries_then_the_number_of_queries_stays(
    client, people, django_assert_num_queries, rows
):
    for number in range(rows):
        EntryFactory(category=open_category(code=f"kategori-{number}"))
    client.force_login(people.entrant)

    with django_assert_num_queries(11):
        client.get(reverse("submissions"))


@pytest.mark.parametrize("rows", [1, 3])
def test_results_when_there_are_more_verdicts_then_the_number_of_queries_stays(
    client, people, django_assert_num_queries, rows
):
    category = open_category()
    StageFactory(category=category, kind=StageKind.OBJECTION)
    answers = dict(list({"sponsored": "17", "payer": "apbd", "story": "Cerita"}.items())[:rows])
    submission = sent_submission(EntryFactory(category=category), officer=people.entrant, **answers)
    for answer in submission.answers.all():
        ruling = Ruling(Verdict.REJECTED, "", "no_document")
        record_finding(answer=answer, answer_version=1, ruling=ruling, officer=people.verifier, at=NOW)
    client.force_login(people.entrant)

    with django_assert_num_queries(19):
        client.get(reverse("submission-results", args=[submission.public_id]))


@pytest.mark.parametrize(
    ("year", "pages", "problem"),
    [
        pytest.param("20244", "3", "Baris 1: tulis tahun peraturan dengan empat angka", id="long year"),
        pytest.param("2024", "abc", "Baris 1: halaman harus bilangan", id="page in letters"),
    ],
)
def test_register_when_a_figure_is_wrong_then_it_is_kept_whole_and_explained(client, submission, year, pages, problem):
    row = {"rank": "perda", "number": "6", "year": year, "page": pages}
    sent = {f"rules-0-{key}": text for key, text in row.items()} | {"rules-rows": "1", "rules__version": "0"}
    client.post(section(submission, "regulasi"), sent)

    page = page_of(client.get(section(submission, "regulasi")))

    assert problem in page
    assert f'name="rules-0-year" value="{year}" maxlength="20"' in page
    assert f'name="rules-0-page" value="{pages}" maxlength="20"' in page
