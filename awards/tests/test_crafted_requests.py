"""Requests that no page of ours makes: figures that are none, keys past every column. Refused, never a broken page."""

import re
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.urls import URLResolver, get_resolver, reverse

from awards.jury.models.conflicts import Conflict
from awards.jury.models.interviews import PaperSheet
from awards.jury.models.panels import Excuse
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.tests.factories import jury as make
from awards.tests.factories.submissions import SubmissionFactory
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db

RUBBISH = ["\N{SUPERSCRIPT TWO}", "9" * 30, "9" * 5000, "-1", "1.5", "NaN", "satu", ""]
BEYOND = "9" * 30
PART = re.compile(r"<(\w+):(\w+)>")


@pytest.fixture
def room():
    panel = make.panel(make.category(province_code="52"))
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel, "juri-duduk")
    make.declare_free(seat, [entry])
    return panel, entry, seat


@pytest.mark.parametrize("figure", RUBBISH)
def test_version_of_a_card_when_it_is_no_figure_then_not_confirmed(client, room, figure):
    panel, entry, seat = room
    for criterion, value in (("materi", "8"), ("regulasi", "50")):
        make.mark(seat, entry, criterion, value, rationale="Jelas.")
    client.force_login(seat.user)

    response = client.post(reverse("admin:jury_confirm", args=[panel.pk, entry.public_id]), {"version": figure})

    assert response.status_code == 200
    assert Scorecard.objects.get().state == ScorecardState.DRAFT


@pytest.mark.parametrize("figure", [figure for figure in RUBBISH if figure != "1.5"])
def test_mark_in_the_plain_form_when_it_is_no_figure_then_refused_and_an_empty_one_empties(client, room, figure):
    panel, entry, seat = room
    make.mark(seat, entry, "materi", "8", rationale="Jelas.")
    client.force_login(seat.user)
    sent = {"materi-criterion": "materi", "materi-version": "1", "materi-value": figure}

    response = client.post(reverse("admin:jury_score", args=[panel.pk, entry.public_id]), sent)

    assert response.status_code == (422 if figure else 302)
    assert [str(mark.value) for mark in Mark.objects.all()] == (["8.0000"] if figure else [])


@pytest.mark.parametrize("figure", RUBBISH)
def test_skip_when_it_is_no_figure_then_nothing_is_skipped(client, people, figure):
    client.force_login(people.verifier)

    response = client.post(reverse("verification-next"), {"skip": figure})

    assert (response.status_code, response.url) == (302, reverse("verification"))
    assert "verification-skipped" not in client.session


@pytest.mark.parametrize("key", RUBBISH)
def test_seat_or_entry_of_a_form_when_no_such_key_then_not_found_and_nothing_changes(client, room, people, key):
    panel, entry, seat = room
    client.force_login(people.secretariat)
    whole = {"juror": str(seat.pk), "entry": str(entry.public_id), "reason": "Surat 1.", "materi-value": "8"}
    asked = [("jury_add_conflict", "juror"), ("jury_add_conflict", "entry"), ("jury_type", "juror")]
    asked += [("jury_type", "entry"), ("jury_excuse", "juror")]

    answers = [
        client.post(reverse(f"admin:{name}", args=[panel.pk]), {**whole, part: key}).status_code for name, part in asked
    ]

    assert answers == [404] * 5
    assert (Conflict.objects.count(), PaperSheet.objects.count(), Excuse.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("figure", [*(figure for figure in RUBBISH if figure != "1.5"), "7,00001"])
def test_paper_mark_when_it_is_no_mark_then_the_sheet_is_refused(client, room, people, figure):
    panel, entry, seat = room
    client.force_login(people.secretariat)
    sent = {"juror": seat.pk, "entry": entry.public_id, "materi-value": figure, "regulasi-value": "50"}

    response = client.post(reverse("admin:jury_type", args=[panel.pk]), sent)

    assert "Tidak ada yang disimpan; periksa lembarnya." in response.content.decode()
    assert PaperSheet.objects.count() == 0


@pytest.mark.parametrize("number", ["\N{SUPERSCRIPT TWO}", BEYOND, "9" * 5000])
def test_verify_when_the_number_is_none_then_said_in_words(number):
    with pytest.raises(CommandError):
        call_command("verify", f"2025/kabkota/{number}")


def _numbered(resolver, route="/"):
    """Yield the route of every address that carries a whole number."""
    for pattern in resolver.url_patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _numbered(pattern, whole)
        elif "<int:" in whole:
            yield whole


def _addresses(known):
    """Every key past all columns, then the panel's real, so that the key behind it is looked for as well."""
    for route in _numbered(get_resolver()):
        for place in (known, {**known, "panel_id": BEYOND}):
            yield PART.sub(lambda part, place=place: str(place.get(part[2], BEYOND)), route)


def test_keys_when_past_every_column_then_no_page_breaks(client, room, people):
    panel, entry, _seat = room
    submission = SubmissionFactory(entry=entry)
    make.seat(panel, user=people.secretariat)
    own = accounts.entrant(office_code=entry.region_code)
    room_keys = {"panel_id": panel.pk, "public_id": entry.public_id}
    case_keys = {"public_id": submission.public_id}
    askers = [("/panel/juri/", people.secretariat, room_keys), ("/panel/", people.organiser, room_keys)]
    askers += [("/isian/", own, case_keys), ("/verifikasi/", people.verifier, case_keys)]
    askers += [("/kabar/", people.verifier, {})]
    askers += [("/impor/", people.organiser, {"pk": uuid.uuid4()}), ("/edisi/", people.organiser, {})]

    found = {}
    for start, person, keys in askers:
        client.force_login(person)
        for address in set(_addresses(keys)) - found.keys():
            if address.startswith(start) and BEYOND in address:
                found[address] = {client.get(address).status_code, client.post(address).status_code}

    places = tuple(start for start, *_who in askers)
    assert all(address.startswith(places) for address in _addresses({}))  # a new place needs somebody who may go there
    assert {address: answers for address, answers in found.items() if not answers <= {404, 405}} == {}


@pytest.mark.parametrize("number", [BEYOND, "9" * 5000, "-1", "\N{SUPERSCRIPT TWO}", "satu"])
def test_page_number_when_past_every_page_then_a_page_is_shown(client, people, number):
    lists = ("regions", "ministries", "employers", "submissions", "verification", "letters", "imports", "what-ifs")
    client.force_login(people.organiser)

    answers = {name: client.get(reverse(name), {"page": number}).status_code for name in lists}

    assert set(answers.values()) <= {200, 404}
    assert client.get("/api/edisi/", {"page": number}).status_code in {200, 404}
    assert client.get(reverse("admin:accounts_user_changelist"), {"p": number}).status_code in {200, 302}
