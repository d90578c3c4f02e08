"""Nobody learns anything of others' marks before the own card is confirmed.

Two worlds differ in nothing but what the others marked, wrote as rationale and noted, and what was computed from it. A
crawler asks for every address of the product in both: all that the URLconf knows, filled in with the rows of the room,
with the query strings that sort, filter and search, and whatever the answers link to. Whatever is not the same, byte
for byte, is a leak: in text, order, count, address or header. An address with an unknown part fails the test until it
is taught here, so that none can be forgotten.
"""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.db.models import F
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.interviews import PaperMark
from awards.jury.models.panels import PanelVisibility
from awards.jury.models.plenary import Moderation, Remark
from awards.jury.models.scorecards import Flag, Mark, Scorecard
from awards.jury.services.flags import raise_flag
from awards.jury.services.paper import TypedMark, type_paper_sheet
from awards.jury.services.plenary import open_moderation, open_plenary, write_remark
from awards.jury.services.scorecards import save_note
from awards.runs.models import RunMark, RunScore, ScoreRun
from awards.runs.services.execution import execute_score_run
from awards.runs.services.moves import propose_run
from awards.tests import crawler
from awards.tests.factories import jury as make

pytestmark = pytest.mark.django_db


class Silent:
    def advance(self, done, total, step=""):
        del done, total, step


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
    late = make.seat(panel, "kertas")
    make.declare_free(late, listed)
    typed = {"materi": TypedMark(Decimal(7), "A."), "regulasi": TypedMark(Decimal(50), "B.")}
    type_paper_sheet(juror=late, entry=listed[0], marks=typed, actor=people.secretariat, at=timezone.now())
    run = propose_run(category=panel.category, actor=people.secretariat, at=timezone.now(), seed=1)
    execute_score_run(run_id=run.pk, progress=Silent(), at=timezone.now())
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
    return panel, listed, onlookers, run


def _change_world():
    """Everything the others marked and wrote becomes something else; who confirmed stays as it is."""
    for mark in Mark.objects.order_by("pk"):
        value = (mark.value + mark.scorecard.entry_id % 3 + 1) if mark.criterion == "materi" else 75
        Mark.objects.filter(pk=mark.pk).update(value=value, rationale=f"Alasan lain {mark.pk}.")
    Scorecard.objects.exclude(private_note="").update(private_note="Catatan lain.")
    Flag.objects.update(reason="Isi lain.")
    Remark.objects.update(text="Isi lain.")
    PaperMark.objects.filter(criterion="materi").update(value=F("value") + 1, rationale="Lain.")
    RunMark.objects.filter(criterion="materi").update(value=F("value") + F("entry_id") % 3)
    RunScore.objects.update(score_text="lain", decided_by="lain", lines=[])
    ScoreRun.objects.update(result_digest="lain", input_digest="lain")
    Moderation.objects.update(originals=[{"juror": 1, "name": "X", "value": "1", "rationale": ""}])


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
# A crawl as each takes long: in every change those who come closest to marks, all of them every night.
NIGHTLY = dict.fromkeys(
    ("other secretariat", "verifier", "juror elsewhere", "shadow juror", "stranger"), pytest.mark.deep
)


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("role", [pytest.param(role, marks=NIGHTLY.get(role, ())) for role in ROLES])
def test_crawl_before_own_confirmation_when_only_others_marks_differ_then_every_answer_is_the_same(client, room, role):
    panel, listed, onlookers, run = room
    if onlookers[role] is not None:
        client.force_login(onlookers[role])
    starts = crawler.addresses(panel, listed, run)

    before = crawler.crawl(client, starts)
    _change_world()
    after = crawler.crawl(client, starts)

    assert crawler.differences(before, after) == []
    assert [address for address in before if "/juri/" in address and before[address][0] == 500] == []
    assert set(starts) <= before.keys() <= after.keys() | before.keys()
    assert len(before) < crawler.LIMIT


def test_stock_lists_of_the_panel_for_jurors_then_none_of_them_opens(room):
    _panel, _listed, onlookers, _run = room
    asked = RequestFactory().get("/panel/")
    opened = {}
    for role in ("fresh juror", "chair", "recused juror", "shadow juror", "juror elsewhere"):
        asked.user, asked.grants = onlookers[role], None
        opened[role] = [model for model, rows in admin.site._registry.items() if rows.has_view_permission(asked)]

    assert opened == dict.fromkeys(opened, [])


def test_crawl_after_own_confirmation_then_the_same_crawler_sees_the_marks_of_that_entry_only(client, room):
    panel, listed, onlookers, _run = room
    seat = panel.jurors.get(user=onlookers["fresh juror"])
    make.confirmed_card(seat, listed[0])
    client.force_login(seat.user)
    addresses = [reverse("admin:jury_discuss", args=[panel.pk, entry.public_id]) for entry in listed]

    before = {address: crawler.answer(client.get(address)) for address in addresses}
    _change_world()
    after = {address: crawler.answer(client.get(address)) for address in addresses}

    assert crawler.differences(before, after) == [addresses[0]]
    assert [before[address][0] for address in addresses] == [200, 404, 404]


@pytest.mark.parametrize(("rule", "status"), [("never", 404), ("after_own", 200), ("always", 200)])
def test_discussion_after_own_confirmation_then_follows_the_stage_rule(client, room, rule, status):
    panel, listed, onlookers, _run = room
    PanelVisibility.objects.create(panel=panel, stage="jury", rule=rule)
    seat = panel.jurors.get(user=onlookers["fresh juror"])
    make.confirmed_card(seat, listed[0])
    client.force_login(seat.user)

    response = client.get(reverse("admin:jury_discuss", args=[panel.pk, listed[0].public_id]))

    assert response.status_code == status


@pytest.mark.parametrize(("rule", "status"), [("never", 404), ("after_own", 404), ("always", 200)])
def test_discussion_before_own_confirmation_then_follows_the_stage_rule(client, room, rule, status):
    panel, listed, onlookers, _run = room
    PanelVisibility.objects.create(panel=panel, stage="jury", rule=rule)
    client.force_login(onlookers["fresh juror"])

    response = client.get(reverse("admin:jury_discuss", args=[panel.pk, listed[0].public_id]))

    assert response.status_code == status


def test_recused_juror_even_when_marks_are_always_open_then_gets_nothing_of_the_entry(client, room):
    panel, listed, onlookers, _run = room
    PanelVisibility.objects.create(panel=panel, stage="jury", rule="always")
    client.force_login(onlookers["recused juror"])
    names = ("jury_score", "jury_discuss", "jury_paper", "jury_confirm", "jury_flag")

    answers = [client.get(reverse(f"admin:{name}", args=[panel.pk, listed[0].public_id])).status_code for name in names]

    assert answers == [404] * len(names)
