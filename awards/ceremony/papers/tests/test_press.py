"""The press book: by token, under embargo, with its reader's name in it and every read in the trail."""

import datetime
import io
import subprocess

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.ceremony.papers.exports.press import press_pdf
from awards.ceremony.papers.models import PressPass
from awards.ceremony.papers.selectors.press import press_book
from awards.ceremony.papers.services.press import PressPassError, give_press_pass, pass_digest, revoke_press_pass
from awards.desk.tests.test_steering import ROLES, refresh_sign_in, sign_in
from awards.publication.services.after_final import agree_on_embargo, agree_to_withdraw
from awards.publication.services.moves import publish_publication
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


@pytest.fixture
def second():
    return factories.people.organiser()


@pytest.fixture
def result(contest, people, second):
    """Final and released, its embargo a day ahead of the clock on the wall."""
    found = factories.final(
        contest, organiser=people.organiser, second=second, embargo_until=timezone.now() + DAY, at=AT
    )
    return publish_publication(publication=found, actor=people.organiser, at=AT)


@pytest.fixture
def given(contest, people):
    at = timezone.now()
    return give_press_pass(
        edition=contest.edition,
        full_name="Ayu Lestari",
        medium="Harian Contoh",
        expires_at=at + 7 * DAY,
        actor=people.organiser,
        at=at,
    )


def agreed(client, token):
    client.post(reverse("press-agree", args=[token]))


def book(client, token):
    answer = client.get(reverse("press-book", args=[token]))
    return answer, answer.content.decode()


def reads():
    return [entry.changes["kind"] for entry in AuditEntry.objects.filter(action="press.read").order_by("number")]


def test_book_when_the_terms_were_not_agreed_to_then_only_the_terms_and_no_read(client, result, given):
    _held, token = given

    answer, text = book(client, token)
    file = client.get(reverse("press-book-file", args=[token]))

    assert answer.status_code == 200
    assert "Saya menyetujui embargo" in text
    assert "Lombok" not in text
    assert file.status_code == 302
    assert reads() == []


def test_book_when_agreed_then_tells_all_with_the_readers_name_and_each_read_is_kept(client, result, given):
    _held, token = given
    agreed(client, token)

    answer, text = book(client, token)
    client.get(reverse("press-book-file", args=[token]))

    for part in ("Kabupaten Lombok Timur", "Juara 1", "Embargo sampai", "Ayu Lestari, Harian Contoh"):
        assert part in text
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert "no-store" in answer["Cache-Control"]
    assert reads() == ["page", "pdf"]
    assert AuditEntry.objects.filter(action="press.agree").count() == 1
    last = AuditEntry.objects.filter(action="press.read").latest("number")
    assert last.changes["publications"] == [result.digest]
    assert not any(token in str(entry.changes) for entry in AuditEntry.objects.all())


def test_token_when_kept_then_only_its_digest(given):
    held, token = given

    assert held.token_digest == pass_digest(token)
    assert token not in str(PressPass.objects.values().get())


def test_book_when_revoked_or_ended_or_unknown_then_as_if_it_never_was(client, people, result, given):
    held, token = given
    agreed(client, token)
    assert book(client, token)[0].status_code == 200

    revoke_press_pass(press_pass=held, actor=people.organiser, at=timezone.now())

    assert book(client, token)[0].status_code == 404
    assert book(client, "x" * 43)[0].status_code == 404
    assert client.post(reverse("press-agree", args=[token])).status_code == 404
    with pytest.raises(PressPassError):
        revoke_press_pass(press_pass=held, actor=people.organiser, at=timezone.now())
    PressPass.objects.update(revoked_at=None, expires_at=timezone.now() - DAY)
    assert book(client, token)[0].status_code == 404


def test_book_when_a_result_is_final_only_then_it_is_not_in_it(contest, people, second):
    factories.final(contest, organiser=people.organiser, second=second)

    assert press_book(contest.edition, at=timezone.now()).results == ()


def test_book_when_a_result_is_held_or_withdrawn_then_it_is_not_in_it(contest, people, second, result):
    now = timezone.now()
    assert [one.is_public for one in press_book(contest.edition, at=now).results] == [False]
    assert [one.is_public for one in press_book(contest.edition, at=now + 2 * DAY).results] == [True]
    for actor in (people.organiser, second):
        agree_on_embargo(publication=result, until=None, reason="Ditahan.", actor=actor, at=now)
    assert press_book(contest.edition, at=now).results == ()
    for actor in (people.organiser, second):
        agree_on_embargo(publication=result, until=now + DAY, reason="Lanjut.", actor=actor, at=now)
    for actor in (people.organiser, second):
        agree_to_withdraw(publication=result, reason="Keliru.", actor=actor, at=now + datetime.timedelta(hours=1))

    assert press_book(contest.edition, at=now + 2 * DAY).results == ()


def test_pdf_when_read_back_then_the_mark_is_on_every_page_and_it_is_tagged(contest, result, given):
    held, _token = given
    content = press_pdf(press_book(contest.edition, at=timezone.now()), held, at=timezone.now())

    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
        with pdf.open_metadata() as about:
            assert (about.get("pdfaid:part"), about.get("pdfuaid:part")) == ("2", "1")
        assert pdf.Root.MarkInfo.Marked
    assert text.count("Ayu Lestari, Harian Contoh · diambil") == pages
    assert "Kabupaten Lombok Timur" in text
    assert "Jangan dibagikan" in text


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_access_is_given_by_national_organisers_and_seen_by_auditors(client, people, contest, role):
    refresh_sign_in(client, getattr(people, role))
    where = [contest.edition_id]

    seen = client.get(reverse("admin:papers_press", args=where)).status_code
    answer = client.post(
        reverse("admin:papers_press_give", args=where),
        {"full_name": "Ayu Lestari", "medium": "Harian Contoh", "expires_at": "2099-01-01T10:00"},
        follow=True,
    )

    assert (seen == 200) == (role in ("organiser", "auditor"))
    assert PressPass.objects.exists() == (role == "organiser")
    if role == "organiser":
        assert "/pers/" in answer.content.decode()


def test_access_when_it_ends_in_the_past_then_refused(people, contest):
    with pytest.raises(PressPassError):
        give_press_pass(
            edition=contest.edition, full_name="A", medium="B", expires_at=AT, actor=people.organiser, at=AT + DAY
        )


def test_list_when_it_grows_then_as_many_queries(client, people, contest, given):
    sign_in(client, people, "auditor")
    where = reverse("admin:papers_press", args=[contest.edition_id])
    client.get(where)
    with CaptureQueriesContext(connection) as one:
        client.get(where)
    for number in range(2):
        give_press_pass(
            edition=contest.edition,
            full_name=f"Wartawan {number}",
            medium="Harian",
            expires_at=timezone.now() + DAY,
            actor=people.organiser,
            at=timezone.now(),
        )
    with CaptureQueriesContext(connection) as three:
        client.get(where)

    assert len(one) == len(three)
