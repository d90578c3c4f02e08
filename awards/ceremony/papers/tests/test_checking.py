"""The certificate check: four answers and "not yet", from what is public at that time and nothing else."""

import dataclasses
import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from awards.ceremony.papers.policies import WRONG_CODES
from awards.ceremony.papers.selectors.answers import PaperVerdict, paper_answer
from awards.ceremony.papers.tests.factories import WORDS, final, issued
from awards.publication.models import Publication
from awards.publication.services.after_final import agree_to_withdraw
from awards.publication.services.moves import publish_publication
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.lib.typed_codes import grouped, new_code

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def result(people):
    return final(people)


@pytest.fixture
def papers(people, result):
    return issued(result, people.organiser)


def out(publication, people, at=AT):
    return publish_publication(publication=publication, actor=people.organiser, at=at)


def verdict(code, at=AT + HOUR):
    return paper_answer(code, at=at).verdict


def page(client, code):
    answer = client.get(reverse("certificate-answer", args=[code]))
    return answer, " ".join(answer.content.decode().split())


def test_answer_when_public_and_current_then_valid_with_what_is_printed(client, people, result, papers):
    out(result, people)

    answer, text = page(client, grouped(papers[0].code).lower())

    assert answer.status_code == 200
    for part in (
        "Sah",
        "Kabupaten Lombok Timur",
        "Juara 1",
        "PA/2024/KABKOTA/001, versi 1",
        "Menurut daftar",
        "Peragaan",
    ):
        assert part in text
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "no-referrer")


def test_answer_when_final_but_not_public_then_not_yet_and_tells_nothing(client, people, result, papers):
    held = [page(client, one.code)[1] for one in papers]

    assert {verdict(one.code) for one in papers} == {PaperVerdict.EARLY}
    for one, text in zip(papers, held, strict=True):
        assert "Belum waktunya" in text
        said = (one.prize.entry_name, one.prize.label, one.number, result.digest, result.category.name, "Lombok")
        assert [part for part in said if part in text] == []
    assert len({text.replace(one.code, "") for one, text in zip(papers, held, strict=True)}) == 1


def test_answer_when_embargoed_then_not_yet_until_the_minute(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    result = factories.final(
        made, organiser=people.organiser, second=factories.people.organiser(), embargo_until=AT + 3 * HOUR
    )
    (first, *_others) = issued(result, people.organiser)
    out(result, people)

    assert [verdict(first.code, AT + hours * HOUR) for hours in (1, 2, 3)] == ["early", "early", "valid"]


def test_answer_when_the_code_is_of_nobody_then_forged_and_shows_no_name(client, people, result, papers):
    out(result, people)

    _answer, text = page(client, new_code())

    assert "Palsu" in text
    assert "Lombok" not in text
    assert "Satu huruf atau lebih" not in text


def test_answer_when_one_sign_differs_then_forged_and_says_so(client, people, result, papers):
    out(result, people)
    code = papers[0].code
    other = ("2" if code[0] != "2" else "3") + code[1:]

    _answer, text = page(client, other)

    assert "Palsu" in text
    assert "Satu huruf atau lebih" in text


@pytest.mark.parametrize("code", ["x", "0" * 16, "%00", "'--", "A" * 3000, "kode piagam"])
def test_answer_when_the_address_is_nonsense_then_forged(client, code):
    assert "Palsu" in page(client, code)[1]


def test_answer_when_replaced_then_other_version_with_both(client, people, result, papers):
    out(result, people)
    issued(result, people.organiser, words=dataclasses.replace(WORDS, signer="Budi"), reason="Penanda tangan berganti.")

    _answer, text = page(client, papers[0].code)

    for part in ("Ada versi baru", "versi 1", "versi 2", "Penanda tangan berganti.", "Kabupaten Lombok Timur"):
        assert part in text


def corrected(people, result, **fields):
    return factories.final(
        result.category, organiser=people.organiser, second=factories.people.organiser(), reason="Koreksi.", **fields
    )


def renamed(result, people):
    """A correction by which the first winner is called otherwise, with its new papers."""
    result.category.entries.filter(name="Kabupaten Lombok Timur").update(name="Kabupaten Lombok Timur dan Kepulauannya")
    run = factories.applied(result.category, actor=people.organiser)
    assert run.pk != result.run_id
    correction = corrected(people, result)
    issued(correction, people.organiser, reason="Nama resmi dilengkapi.")
    return correction


def test_answer_when_the_newer_version_is_not_public_yet_then_the_older_is_valid(client, people, result, papers):
    out(result, people)
    correction = renamed(result, people)

    assert verdict(papers[0].code) == PaperVerdict.VALID
    assert "Kepulauannya" not in page(client, papers[0].code)[1]

    out(correction, people)

    assert [verdict(one.code) for one in papers] == ["other", "valid", "valid"]
    text = page(client, papers[0].code)[1]
    assert "Kabupaten Lombok Timur dan Kepulauannya" in text
    assert "Nama resmi dilengkapi." in text


def test_answer_when_the_result_is_withdrawn_then_withdrawn_with_the_reason(client, people, result, papers):
    out(result, people)
    for actor in (people.organiser, factories.people.organiser()):
        agree_to_withdraw(publication=Publication.objects.get(), reason="Dokumen palsu.", actor=actor, at=AT + HOUR)

    _answer, text = page(client, papers[0].code)

    assert "Ditarik" in text
    assert "Dokumen palsu." in text


def test_answer_when_withdrawn_before_anybody_saw_it_then_tells_nothing(client, people, result, papers):
    for actor in (people.organiser, factories.people.organiser()):
        agree_to_withdraw(publication=result, reason="Dokumen palsu.", actor=actor, at=AT)

    assert verdict(papers[0].code) == PaperVerdict.EARLY


def test_typed_code_when_read_then_leads_to_its_answer_and_else_says_how(client, papers):
    ask = reverse("certificate-check")

    right = client.post(ask, {"code": f" {grouped(papers[0].code).lower()} "})
    short = client.post(ask, {"code": "ABC"})

    assert right["Location"] == reverse("certificate-answer", args=[papers[0].code])
    assert "enam belas huruf" in short.content.decode()


def test_wrong_codes_when_too_many_then_refused_while_right_ones_are_answered(client, people, result, papers):
    out(result, people)
    for _time in range(WRONG_CODES):
        assert page(client, new_code())[0].status_code == 200

    assert page(client, new_code())[0].status_code == 429
    assert page(client, papers[0].code)[0].status_code == 200
    assert client.get(reverse("certificate-answer", args=[new_code()]), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_answer_when_asked_then_few_queries(people, result, papers, django_assert_max_num_queries):
    out(result, people)

    with django_assert_max_num_queries(6):
        paper_answer(papers[0].code, at=AT + HOUR)
    with django_assert_max_num_queries(1):
        paper_answer(new_code(), at=AT + HOUR)
