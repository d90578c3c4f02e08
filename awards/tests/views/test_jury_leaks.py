"""Nobody learns anything of others' marks before the own card is confirmed.

Two worlds differ in nothing but what the others marked, wrote as rationale and noted. A crawler opens every page that a
person can reach in both. Whatever is not the same, byte for byte, is a leak: in text, order, count, address or header.
"""

import re
from html import unescape

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from awards.admin.jury.pages import jury_pages
from awards.models.jury import Flag, Mark, Moderation, PanelVisibility, Remark, Scorecard
from awards.services.jury import save_note
from awards.services.jury.flags import raise_flag
from awards.services.jury.plenary import open_moderation, open_plenary, write_remark
from awards.tests.factories import jury as make

pytestmark = pytest.mark.django_db

VOLATILE = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(r'"csrf(?:Token|token)": ?"[^"]+"'),
    re.compile(r"\d{1,2}[.:]\d{2}(?::\d{2})?(?: WI(?:B|TA|T))?"),
    re.compile(r"nonce-[\w+/=-]+"),
    re.compile(r"\b(?=\w*[A-Z])\w{64}\b"),  # masked CSRF tokens; digests have no capitals
)
LINK = re.compile(r'(?:href|src|action|data-save|data-note|data-plenary)="([^"#]+)')
OUTSIDE = re.compile(r"/(?:static|akun|impor|panel/logout|bahasa)/?")
STARTS = ("/", "/panel/", "/panel/juri/", "/edisi/", "/api/", "/api/v1/", "/api/schema/")
LIMIT = 250


@pytest.fixture
def room(people):
    """Three entries; three seats have confirmed everything, four others look on."""
    panel = make.panel(make.category(province_code="52"))
    listed = make.entries(panel.category, 3)
    writers = [make.seat(panel, f"penulis-{place}") for place in (1, 2, 3)]
    fresh, chair, recused = (
        make.seat(panel, "belum"),
        make.seat(panel, "ketua", is_chair=True),
        make.seat(panel, "luar"),
    )
    shadow = make.seat(panel, "bayangan", is_shadow=True)
    make.conflict(recused, listed[0], state="confirmed")
    for seat in (*writers, fresh, chair, recused, shadow):
        make.declare_free(seat, listed)
    for place, seat in enumerate(writers):
        for entry in listed:
            make.confirmed_card(seat, entry, materi=str(5 + place), regulasi="50")
        save_note(juror=seat, entry=listed[0], note="Catatan asli.", actor=seat.user, at=timezone.now())
    raise_flag(juror=writers[0], entry=listed[1], reason="Saya memberi enam.", actor=writers[0].user, at=timezone.now())
    write_remark(panel=panel, entry=listed[0], text="Saya memberi tujuh.", actor=writers[1].user, at=timezone.now())
    open_moderation(panel=panel, entry=listed[0], criterion="materi", actor=people.secretariat, at=timezone.now())
    open_plenary(panel=panel, order=listed, actor=people.secretariat, at=timezone.now())
    onlookers = {
        "fresh juror": fresh.user,
        "chair": chair.user,
        "recused juror": recused.user,
        "shadow juror": shadow.user,
        "juror elsewhere": people.juror,
        "entrant": people.entrant,
        "verifier": people.verifier,
        "other secretariat": people.other_secretariat,
        "stranger": people.stranger,
        "nobody": None,
    }
    return panel, listed, onlookers


def _change_world():
    """Everything the others marked and wrote becomes something else; who confirmed stays as it is."""
    for mark in Mark.objects.order_by("pk"):
        value = (mark.value + mark.scorecard.entry_id % 3 + 1) if mark.criterion == "materi" else 75
        Mark.objects.filter(pk=mark.pk).update(value=value, rationale=f"Alasan lain {mark.pk}.")
    Scorecard.objects.exclude(private_note="").update(private_note="Catatan lain.")
    Flag.objects.update(reason="Isi lain.")
    Remark.objects.update(text="Isi lain.")
    Moderation.objects.update(originals=[{"juror": 1, "name": "X", "value": "1", "rationale": ""}])


def _jury_addresses(panel, listed):
    """Every address of the jury's pages for these rows, also those that no page links to."""
    found = []
    for pattern in jury_pages():
        names = pattern.pattern.converters
        for entry in listed:
            known = {"panel_id": panel.pk, "public_id": entry.public_id, "number": 1}
            known |= dict.fromkeys(("card_id", "conflict_id", "flag_id", "moderation_id", "plan_id", "sheet_id"), 1)
            if "evidence_id" in names:
                continue
            try:
                found.append(reverse(f"admin:{pattern.name}", kwargs={name: known[name] for name in names}))
            except NoReverseMatch as error:
                raise AssertionError(pattern.name) from error
    return [f"{address}?kriteria=materi" if address.endswith("/tim/") else address for address in found] + found


def _answer(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    for pattern in VOLATILE:
        text = pattern.sub("~", text)
    return (response.status_code, response.headers.get("Location", ""), text)


def _crawl(client, starts):
    client.raise_request_exception = False
    seen, waiting = {}, list(dict.fromkeys(starts))
    while waiting and len(seen) < LIMIT:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = _answer(response)
        found = [unescape(link) for link in LINK.findall(seen[address][2])] + [seen[address][1]]
        waiting += [link for link in found if link.startswith("/") and link not in seen and not OUTSIDE.match(link)]
    return seen


def _differences(first, second):
    return sorted(address for address in first.keys() | second.keys() if first.get(address) != second.get(address))


ROLES = (
    "fresh juror",
    "chair",
    "recused juror",
    "shadow juror",
    "juror elsewhere",
    "entrant",
    "verifier",
    "other secretariat",
    "stranger",
    "nobody",
)


@pytest.mark.parametrize("role", ROLES)
def test_crawl_before_own_confirmation_when_only_others_marks_differ_then_every_answer_is_the_same(client, room, role):
    panel, listed, onlookers = room
    if onlookers[role] is not None:
        client.force_login(onlookers[role])
    starts = [*STARTS, *_jury_addresses(panel, listed)]

    before = _crawl(client, starts)
    _change_world()
    after = _crawl(client, starts)

    assert _differences(before, after) == []
    assert [address for address in before if "/juri/" in address and before[address][0] == 500] == []
    assert len(before) > len(STARTS)


def test_crawl_after_own_confirmation_then_the_same_crawler_sees_the_marks_of_that_entry_only(client, room):
    panel, listed, onlookers = room
    seat = panel.jurors.get(user=onlookers["fresh juror"])
    make.confirmed_card(seat, listed[0])
    client.force_login(seat.user)
    addresses = [reverse("admin:jury_discuss", args=[panel.pk, entry.public_id]) for entry in listed]

    before = {address: _answer(client.get(address)) for address in addresses}
    _change_world()
    after = {address: _answer(client.get(address)) for address in addresses}

    assert _differences(before, after) == [addresses[0]]
    assert [before[address][0] for address in addresses] == [200, 404, 404]


@pytest.mark.parametrize(("rule", "status"), [("never", 404), ("after_own", 200), ("always", 200)])
def test_discussion_after_own_confirmation_then_follows_the_stage_rule(client, room, rule, status):
    panel, listed, onlookers = room
    PanelVisibility.objects.create(panel=panel, stage="jury", rule=rule)
    seat = panel.jurors.get(user=onlookers["fresh juror"])
    make.confirmed_card(seat, listed[0])
    client.force_login(seat.user)

    response = client.get(reverse("admin:jury_discuss", args=[panel.pk, listed[0].public_id]))

    assert response.status_code == status


@pytest.mark.parametrize(("rule", "status"), [("never", 404), ("after_own", 404), ("always", 200)])
def test_discussion_before_own_confirmation_then_follows_the_stage_rule(client, room, rule, status):
    panel, listed, onlookers = room
    PanelVisibility.objects.create(panel=panel, stage="jury", rule=rule)
    client.force_login(onlookers["fresh juror"])

    response = client.get(reverse("admin:jury_discuss", args=[panel.pk, listed[0].public_id]))

    assert response.status_code == status


def test_recused_juror_even_when_marks_are_always_open_then_gets_nothing_of_the_entry(client, room):
    panel, listed, onlookers = room
    PanelVisibility.objects.create(panel=panel, stage="jury", rule="always")
    client.force_login(onlookers["recused juror"])
    names = ("jury_score", "jury_discuss", "jury_paper", "jury_confirm", "jury_flag")

    answers = [client.get(reverse(f"admin:{name}", args=[panel.pk, listed[0].public_id])).status_code for name in names]

    assert answers == [404] * len(names)
