"""The feedback letter: from the published lines, exact, and never before the announcement."""

import zipfile

import pytest
from django.urls import reverse

from awards.ceremony.papers.exports.feedback import CLOSED, feedback_letter
from awards.ceremony.papers.selectors.feedback import AspectBesideMedian, FeedbackDesk
from awards.ceremony.papers.tasks import print_letters
from awards.ceremony.papers.tests.factories import final
from awards.editions.models import Edition
from awards.publication.models import PublishedEntry
from awards.publication.services.moves import publish_publication
from awards.submissions.models.answers import Submission
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, StillProgress

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(people):
    return final(people)


def told(result, name):
    row = PublishedEntry.objects.get(publication=result, name=name)
    return FeedbackDesk(result).feedback(row, Submission.objects.filter(entry=row.entry_id).first())


def test_feedback_when_open_then_band_aspects_beside_median_gaps_and_three_steps(result):
    found = told(result, "Kota Mataram")

    assert (found.rank, found.score, found.prizes) == (2, "64.03", ("Juara 2",))
    assert found.aspects == (
        AspectBesideMedian("Cakupan", "90.25", "80.00"),
        AspectBesideMedian("Regulasi", "0.00", "50.00"),
        AspectBesideMedian("Wawancara", "63.00", "68.00"),
    )
    assert [(one.label.split()[-1], one.verified) for one in found.gaps] == [("Cakupan", "90,25 %"), ("peraturan", "0")]
    assert [(one.criterion, one.wanted, one.gain, one.total, one.rank) for one in found.steps] == [
        ("Regulasi", "1", "10.00", "74.03", 2),
        ("Cakupan", "100", "4.87", "68.90", 2),
        ("Narasumber", "Kepala daerah definitif", "4.80", "68.83", 2),
    ]


def test_feedback_when_a_step_lifts_the_rank_then_says_which(result):
    steps = told(result, "Kabupaten Lombok Barat").steps

    assert [(one.criterion, one.rank) for one in steps][0] == ("Cakupan", 2)


def test_feedback_when_scores_are_closed_then_no_figure_of_the_result(people):
    factories.edition()
    Edition.objects.update(is_scores_public=False, is_marks_public=False)
    result = final(people)

    found = told(result, "Kota Mataram")

    assert (found.score, found.aspects, found.steps, found.has_scores) == ("", (), (), False)
    letter = feedback_letter(result, found)
    assert CLOSED in letter.notes
    assert "64" not in str(letter.facts)


def test_feedback_when_entries_are_renamed_or_answers_change_since_then_as_was_published(result):
    before = told(result, "Kota Mataram")
    result.category.entries.update(name="Nama lain")

    assert told(result, "Kota Mataram") == before


def test_page_before_the_announcement_then_tells_nothing_and_after_it_tells_all(client, people, result):
    submission = Submission.objects.get(entry__name="Kota Mataram")
    client.force_login(people.organiser)
    pages = []
    for publish in (False, True):
        if publish:
            publish_publication(publication=result, actor=people.organiser, at=AT)
        answers = [client.get(reverse(name, args=[submission.public_id])) for name in ("feedback", "feedback-file")]
        pages.append((answers[0].content.decode(), [answer.status_code for answer in answers]))

    (early, early_codes), (late, late_codes) = pages
    assert (early_codes, late_codes) == ([200, 404], [200, 200])
    assert "Hasil belum diumumkan" in early
    assert "64,03" not in early
    assert "64,03" in late
    assert "Regulasi" in late


def test_page_of_somebody_else_then_there_is_none(client, people, result):
    submission = Submission.objects.get(entry__name="Kota Mataram")
    publish_publication(publication=result, actor=people.organiser, at=AT)
    client.force_login(people.stranger)

    assert client.get(reverse("feedback", args=[submission.public_id])).status_code == 404
    assert client.get(reverse("feedback-file", args=[submission.public_id])).status_code == 404


def test_letters_when_written_twice_then_one_zip_of_everybody_by_number(people, result, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    progress = StillProgress()

    print_letters(str(result.public_id), progress)
    print_letters(str(result.public_id), StillProgress(die_at=0))

    (path,) = (tmp_path / "letters").iterdir()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    rows = PublishedEntry.objects.filter(publication=result)
    assert set(names) == {f"umpan-balik-{row.public_id}.pdf" for row in rows}
    assert [done for done, _total, _step in progress.steps] == [1, 2, 3]


def test_letters_when_killed_in_the_middle_then_leave_nothing(result, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(KeyboardInterrupt):
        print_letters(str(result.public_id), StillProgress(die_at=1))

    assert list((tmp_path / "letters").iterdir()) == []


def test_feedback_when_the_field_is_large_then_says_so_instead_of_guessing(result, monkeypatch):
    monkeypatch.setattr("awards.runs.selectors.improvements.MOST_ENTRIES", 2)

    found = told(result, "Kota Mataram")

    assert (found.is_tried, found.steps) == (False, ())
    assert any("terlalu besar" in part.text for part in feedback_letter(result, found).sections)
