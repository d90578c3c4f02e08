"""The progress board and its mails: who sees and writes, own province only, exactly those shown, once."""

import re
import uuid

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import Stage
from awards.rulebooks.models import Rulebook
from awards.rulebooks.selectors.sealed import text_digest
from awards.tests.factories.editions import DAY, RULES, ProvinceFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import SubmissionFactory, open_category, sent_submission
from paritrana.accounts.tests.factories import RoleAssignmentFactory, entrant, secretariat, verifier
from paritrana.audit.models import AuditEntry
from paritrana.mail.models import Mail, Mailing, MailState
from paritrana.mail.services import HOLD
from paritrana.mail.tasks import watch_outbox

pytestmark = pytest.mark.django_db

OUTSIDE = ("nobody", "stranger", "entrant", "verifier")
ROLES = (*OUTSIDE, "juror", "other_secretariat", "secretariat", "auditor", "organiser")
READERS, WRITERS = ("secretariat", "auditor", "organiser"), ("secretariat", "organiser")


@pytest.fixture
def contest():
    """A national category with two forms in Nusa Tenggara Barat and one in Bali, open now."""
    category = open_category()
    now = timezone.now()
    Stage.objects.update(opens_at=now - DAY, closes_at=now + DAY, hard_closes_at=now + DAY)
    SubmissionFactory(entry=EntryFactory(category=category, code="52.03"))
    EntryFactory(category=category, code="52.04")
    EntryFactory(category=category, code="51.03")
    sent_submission(EntryFactory(category=category, code="52.05"), sponsored="1")
    for code in ("52.03", "51.03"):
        entrant(office_code=code, username=f"p-{code}", full_name=f"Petugas {code}", email=f"{code}@contoh.example")
    entrant(office_code="52.04", username="tanpa-alamat", full_name="Ibu Tanpa Alamat")
    verifier(region_code="52", username="v-ntb", full_name="Verifikator NTB", email="v@contoh.example")
    return category


def sign_in(client, people, role):
    if role != "nobody":
        client.force_login(getattr(people, role))


def address(name, contest, query=""):
    return reverse(f"admin:{name}", args=[contest.pk]) + query


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def preview(client, contest, query="?tahap=belum-masuk", **fields):
    typed = {"subject": "Kami tunggu", "text": "Mohon dikirim.", "key": uuid.uuid4(), **fields}
    answer = client.post(address("progress_write", contest, query), typed)
    page = answer.content.decode()
    return answer, {name: hidden(page, name) for name in ("subject", "text", "key", "seen")} if "Kirim" in page else {}


@pytest.mark.parametrize("role", ROLES)
def test_board_opens_for_those_who_oversee_somebody_here(client, people, contest, role):
    sign_in(client, people, role)
    names = ("progress_board", "progress_verifiers")

    answers = [client.get(address(name, contest)).status_code for name in names]
    overview = client.get(reverse("admin:progress"))

    staff = 200 if role in READERS else 404
    assert answers == [302 if role in OUTSIDE else staff] * 2
    expected = 200 if role in (*READERS, "other_secretariat") else 404
    assert overview.status_code == (302 if role in OUTSIDE else expected)
    assert (contest.name in overview.content.decode()) == (role in READERS)


@pytest.mark.parametrize("role", ROLES)
def test_writing_belongs_to_those_who_steer_and_others_change_nothing(client, people, contest, role):
    sign_in(client, people, role)

    opened = client.get(address("progress_write", contest, "?tahap=belum-masuk")).status_code
    _answer, confirmed = preview(client, contest)
    client.post(address("progress_send", contest, "?tahap=belum-masuk"), confirmed)

    expected = 200 if role in WRITERS else 404
    assert opened == (302 if role in OUTSIDE else expected)
    to = {"organiser": ["51.03@contoh.example", "52.03@contoh.example"], "secretariat": ["52.03@contoh.example"]}
    assert sorted(Mail.objects.values_list("address", flat=True)) == to.get(role, [])


def test_board_when_no_form_is_scheduled_then_says_so_and_offers_no_letter(client, people):
    category = open_category()
    Stage.objects.all().delete()
    EntryFactory(category=category)
    sign_in(client, people, "organiser")

    page = client.get(address("progress_board", category)).content.decode()

    assert "belum punya jadwal pengisian" in page
    assert "tahap=belum-masuk" not in page


def test_board_when_the_rulebook_asks_nothing_then_says_so_instead_of_counting_forms(client, people):
    asking, silent = open_category(name="Dengan isian"), open_category(name="Tanpa isian")
    Rulebook.objects.filter(category=silent).update(text=RULES, text_digest=text_digest(RULES))
    for category in (asking, silent):
        EntryFactory(category=category)
    sign_in(client, people, "organiser")

    overview = client.get(reverse("admin:progress")).content.decode()
    boards = [client.get(address("progress_board", one)).content.decode() for one in (asking, silent)]

    cells = overview.split(">Tanpa isian<")[1].split("</tr>")[0]
    assert overview.count("tanpa kuesioner") == 1
    assert "tanpa kuesioner" in cells
    assert ["tanpa kuesioner" in board for board in boards] == [False, True]


def test_board_when_secretariat_looks_then_other_provinces_are_not_there(client, people, contest):
    sign_in(client, people, "secretariat")

    board = client.get(address("progress_board", contest)).content.decode()
    letter = client.get(address("progress_write", contest, "?tahap=belum-masuk&wilayah=51"))

    assert "Kabupaten 52.03" in board
    assert "51.03" not in board
    assert "0 orang menerima surat ini" in letter.content.decode()


def test_writing_names_recipients_count_and_those_without_address(client, people, contest):
    sign_in(client, people, "organiser")

    page = client.get(address("progress_write", contest, "?tahap=belum-masuk&wilayah=52")).content.decode()

    counted = "1 orang menerima surat ini: belum masuk"
    for text in (counted, "52.03@contoh.example", "Ibu Tanpa Alamat (Kabupaten 52.04)"):
        assert text in page
    assert "51.03" not in page
    assert (Mailing.objects.count(), Mail.objects.count()) == (0, 0)


def test_sending_when_confirmed_twice_then_makes_one_mailing_as_previewed(client, people, contest):
    sign_in(client, people, "organiser")
    shown, confirmed = preview(client, contest, text="Buka http://jahat.example\r\nsekarang")
    body = shown.content.decode().split('<pre class="letter"')[1].split("</pre>")[0]
    assert (Mailing.objects.count(), Mail.objects.count()) == (0, 0)

    answers = [client.post(address("progress_send", contest, "?tahap=belum-masuk"), confirmed) for _press in range(2)]

    mailing = Mailing.objects.get()
    assert [answer["Location"] for answer in answers] == [reverse("admin:progress_mailing", args=[mailing.key])] * 2
    mails = Mail.objects.order_by("address")
    assert [mail.address for mail in mails] == ["51.03@contoh.example", "52.03@contoh.example"]
    assert body.split(">", 1)[1] == mails[0].body
    assert "http /jahat. example\nsekarang" in mails[0].body
    assert re.findall(r"\S*://\S*", mails[0].body) == ["http://127.0.0.1:8000/isian/"]
    assert AuditEntry.objects.get(action="mailing.queue").changes["mails"] == 2


def test_sending_when_the_list_changed_since_the_preview_then_asks_again_and_sends_nothing(client, people, contest):
    sign_in(client, people, "organiser")
    _shown, confirmed = preview(client, contest)
    sent_submission(contest.entries.get(region_code="51.03"), sponsored="1")

    answer = client.post(address("progress_send", contest, "?tahap=belum-masuk"), confirmed)

    page = answer.content.decode()
    assert (answer.status_code, Mail.objects.count()) == (409, 0)
    assert "Daftar penerima berubah" in page
    again = {name: hidden(page, name) for name in ("subject", "text", "key", "seen")}
    client.post(address("progress_send", contest, "?tahap=belum-masuk"), again)
    assert [mail.address for mail in Mail.objects.all()] == ["52.03@contoh.example"]


@pytest.mark.parametrize("typed", [{"subject": ""}, {"text": " "}, {"key": "bukan kunci"}, {"subject": "x" * 151}])
def test_preview_when_letter_is_not_whole_then_says_so_and_keeps_what_was_typed(client, people, contest, typed):
    sign_in(client, people, "organiser")

    answer, confirmed = preview(client, contest, **{"text": "Naskah saya", **typed})

    assert (answer.status_code, confirmed, Mail.objects.count()) == (400, {}, 0)
    assert "Belum ada yang dikirim" in answer.content.decode()
    assert "Naskah saya" in answer.content.decode() or "text" in typed


@pytest.mark.parametrize("query", ["", "?tahap=terkirim", "?tahap=sent", "?tahap=verified"])
def test_writing_when_the_choice_owes_nothing_then_is_not_there(client, people, contest, query):
    sign_in(client, people, "organiser")

    assert client.get(address("progress_write", contest, query)).status_code == 404


def test_writing_when_the_choice_is_enormous_then_refuses_in_words(client, people, contest, monkeypatch):
    monkeypatch.setattr("awards.progress.views.mailings.MOST", 1)
    sign_in(client, people, "organiser")

    _answer, _confirmed = preview(client, contest)
    page = client.get(address("progress_write", contest, "?tahap=belum-masuk")).content.decode()

    assert "Persempit" in page
    assert client.post(address("progress_send", contest, "?tahap=belum-masuk"), {}).status_code == 400
    assert Mail.objects.count() == 0


def test_writing_to_verifiers_reaches_those_with_a_queue(client, people, contest):
    sign_in(client, people, "secretariat")
    query = "?tahap=verifikator"

    _answer, confirmed = preview(client, contest, query)
    client.post(address("progress_send", contest, query), confirmed)

    mail = Mail.objects.get()
    assert mail.address == "v@contoh.example"
    assert "1 jawaban" in mail.body
    assert "/verifikasi/" in mail.body
    page = client.get(address("progress_verifiers", contest)).content.decode()
    assert "Verifikator NTB" in page


@pytest.fixture
def mailing(client, people, contest):
    sign_in(client, people, "organiser")
    _shown, confirmed = preview(client, contest)
    client.post(address("progress_send", contest, "?tahap=belum-masuk"), confirmed)
    client.logout()
    return Mailing.objects.get()


@pytest.mark.parametrize("role", ROLES)
def test_calling_back_belongs_to_those_who_steer_the_whole_mailing(client, people, mailing, role):
    sign_in(client, people, role)

    seen = client.get(reverse("admin:progress_mailing", args=[mailing.key])).status_code
    client.post(reverse("admin:progress_call_back", args=[mailing.key]))

    assert seen == (302 if role in OUTSIDE else 200 if role == "organiser" else 404)
    states = set(Mail.objects.values_list("state", flat=True))
    assert states == {MailState.CANCELLED if role == "organiser" else MailState.QUEUED}


@pytest.fixture
def both_provinces(client):
    """A secretariat of Bali and of Nusa Tenggara Barat at once, signed in."""
    person = secretariat(region_code="51", username="dua-provinsi")
    RoleAssignmentFactory(user=person, role="secretariat", region_code="52")
    client.force_login(person)
    return person


def send(client, contest, query):
    _shown, confirmed = preview(client, contest, query)
    client.post(address("progress_send", contest, query), confirmed)
    return Mailing.objects.get()


@pytest.mark.parametrize(
    ("query", "filed", "readers"),
    [
        ("?tahap=belum-masuk&wilayah=52", "52", ["organiser", "secretariat"]),
        ("?tahap=belum-masuk&wilayah=51", "51", ["organiser", "bali"]),
        ("?tahap=belum-masuk", "", ["organiser"]),
        ("?tahap=verifikator", "52", ["organiser", "secretariat"]),
    ],
    ids=["one province", "the other", "both", "verifiers of one"],
)
def test_mailing_when_the_writer_serves_two_provinces_then_each_sees_only_the_own(
    client, people, contest, both_provinces, query, filed, readers
):
    found = send(client, contest, query)

    page = reverse("admin:progress_mailing", args=[found.key])
    own = client.get(page)
    others = {"organiser": people.organiser, "secretariat": people.secretariat, "bali": secretariat(region_code="51")}
    seen = []
    for name, person in others.items():
        client.force_login(person)
        if client.get(page).status_code == 200:
            seen.append(name)
    assert (found.region_code, seen) == (filed, readers)
    assert all(mail.address in own.content.decode() for mail in Mail.objects.all())


def test_mailing_in_a_contest_of_one_province_then_filed_there(client, both_provinces):
    category = open_category(level="provincial", province=ProvinceFactory(code="52"))
    now = timezone.now()
    Stage.objects.update(opens_at=now - DAY, closes_at=now + DAY, hard_closes_at=now + DAY)
    sent_submission(EntryFactory(category=category, code="52.03"), sponsored="1")
    verifier(region_code="", username="nasional", email="nasional@contoh.example")

    found = send(client, category, "?tahap=verifikator")

    assert (found.region_code, Mail.objects.get().region_code) == ("52", "52")


def test_mailing_when_it_holds_mails_of_another_province_then_shows_the_own_only(client, people, mailing):
    Mailing.objects.update(region_code="52")
    client.force_login(people.secretariat)

    page = client.get(reverse("admin:progress_mailing", args=[mailing.key])).content.decode()

    assert ["52.03@contoh.example" in page, "51.03@contoh.example" in page] == [True, False]


def test_mailing_when_the_hold_is_over_then_leaves_and_can_no_longer_be_called_back(
    client, people, mailing, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        watch_outbox()
    assert django_mail.outbox == []
    Mail.objects.update(send_after=timezone.now() - HOLD)
    with django_capture_on_commit_callbacks(execute=True):
        watch_outbox()
    sign_in(client, people, "organiser")

    answer = client.post(reverse("admin:progress_call_back", args=[mailing.key]), follow=True)

    assert len(django_mail.outbox) == 2
    assert "Tidak ada lagi yang dapat dibatalkan" in answer.content.decode()
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


@pytest.mark.parametrize("count", [1, 3], ids=["one row", "three rows"])
@pytest.mark.parametrize(
    ("name", "queries"), [("progress_board", 14), ("progress_verifiers", 13), ("progress_write", 9)]
)
def test_pages_when_the_lists_grow_then_ask_the_database_no_more(
    client, people, django_assert_num_queries, name, queries, count
):
    category = open_category()
    for number in range(count):
        EntryFactory(category=category, code=f"5{number}.01")
        entrant(office_code=f"5{number}.01", username=f"p{number}", email=f"p{number}@contoh.example")
        verifier(region_code=f"5{number}", username=f"v{number}")
    sign_in(client, people, "organiser")
    client.get(reverse("admin:progress"))

    with django_assert_num_queries(queries):
        client.get(address(name, category, "?tahap=belum-masuk"))


def test_verifiers_of_a_provincial_contest_are_those_of_its_province(client, people):
    province = ProvinceFactory(code="51", full_name="Provinsi Bali")
    category = open_category(level="provincial", province=province)
    EntryFactory(category=category, code="51.03")
    for name, code in (("Wayan", "51"), ("Lalu", "52")):
        verifier(region_code=code, username=name.lower(), full_name=name)
    sign_in(client, people, "organiser")

    page = client.get(address("progress_verifiers", category)).content.decode()

    assert [name in page for name in ("Wayan", "Provinsi Bali", "Lalu")] == [True, True, False]
