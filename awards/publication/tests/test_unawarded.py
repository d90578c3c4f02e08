"""Prizes nobody won and entrants not assessed: outcomes with a reason, from the run to the papers."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from awards.editions.models import Slot, SlotGrouping
from awards.jury.exports.minutes import minutes_pdf
from awards.jury.models.plenary import Minutes
from awards.publication.exports import annex_letter
from awards.publication.models import UnawardedPrize
from awards.publication.selectors.lines import Openness
from awards.publication.selectors.prizes import prize_places
from awards.publication.selectors.proof.head import head_faults
from awards.publication.selectors.unawarded import prize_words, reason_words, unawarded_prizes
from awards.publication.services.moves import publish_publication
from awards.runs.selectors.outcomes import EntryOutcome, outcome_of
from awards.runs.selectors.rules import run_rules
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db

OPEN, CLOSED = Openness(scores=True, marks=True), Openness(scores=False, marks=False)
# 64,5 is under it: Kabupaten Lombok Barat is not assessed.
GATE = """
[[gates]]
code = "cakupan_dasar"
name = "Cakupan dasar"
column = "coverage"
must_be = "at_least"
limit = 65
reason = "Cakupan di bawah 65 %."

[[criteria]]
code = "total\""""
RULES = factories.RULES.replace('\n[[criteria]]\ncode = "total"', GATE)


def limited(made, **limits):
    """Give the prizes limits: first=, second=, third=."""
    for position, name in enumerate(("first", "second", "third"), start=1):
        Slot.objects.filter(category=made, position=position).update(threshold=limits.get(name))


def without(run, openness=OPEN):
    return [(prize_words(one), reason_words(one)) for one in unawarded_prizes(run, run_rules(run), openness)]


def winners(run):
    names = dict(run.scores.values_list("entry_id", "entry__name"))
    return [(place.label, names[place.entry_id]) for place in prize_places(run, run_rules(run))]


def test_prize_when_the_best_is_below_its_limit_then_nobody_wins_it_and_the_rest_stays():
    made = factories.contest()
    limited(made, first=70, second=Decimal("64.03"), third=Decimal("62.66"))
    run = factories.computed(made)

    # 88,20; 64,03 reaches its limit to the digit; 62,65 misses 62,66
    assert winners(run) == [("Juara 1", "Kabupaten Lombok Timur"), ("Juara 2", "Kota Mataram")]
    assert without(run) == [("Juara 3", "Tidak ada pemenang: nilai terbaik 62,65, perlu 62,66.")]
    assert without(run, CLOSED) == [("Juara 3", "Tidak ada pemenang: tidak seorang pun mencapai batas 62,66.")]


def test_prize_when_no_limit_is_set_then_it_is_as_before():
    run = factories.computed(factories.contest())

    assert without(run) == []
    assert len(winners(run)) == 3


def test_prize_on_a_criterion_when_its_figure_misses_then_the_total_does_not_help():
    made = factories.contest()
    Slot.objects.filter(category=made, position=1).update(basis="coverage", threshold=91)
    run = factories.computed(made)

    # the best coverage is 90,25, of Kota Mataram
    assert without(run) == [("Juara 1", "Tidak ada pemenang: nilai terbaik 90,25, perlu 91.")]


def test_prize_of_a_group_when_nobody_in_it_has_a_rank_then_it_says_so():
    made = factories.contest(rules=RULES)
    made.entries.filter(name="Kabupaten Lombok Barat").update(zone_code="lain")
    Slot.objects.filter(category=made, position__gt=1).delete()
    Slot.objects.filter(category=made).update(grouping=SlotGrouping.ZONE, threshold=50)
    run = factories.computed(made)

    assert winners(run) == [("Juara 1", "Kabupaten Lombok Timur")]
    assert without(run) == [
        ("Juara 1 (lain (nama tidak tercatat))", "Tidak ada pemenang: tidak ada peserta yang diperingkat.")
    ]


def test_entry_when_a_gate_keeps_it_out_then_it_is_not_assessed_and_one_without_data_is_not_ranked():
    made = factories.contest(rules=RULES)
    factories.entry(made, "52.04", "Kabupaten Sumbawa")
    run = factories.computed(made)

    assert {row.entry.name: outcome_of(row) for row in run.scores.select_related("entry")} == {
        "Kabupaten Lombok Timur": EntryOutcome.ASSESSED,
        "Kota Mataram": EntryOutcome.ASSESSED,
        "Kabupaten Lombok Barat": EntryOutcome.NOT_ASSESSED,
        "Kabupaten Sumbawa": EntryOutcome.HELD,
    }


@pytest.fixture
def published(people):
    made = factories.contest(rules=RULES)
    limited(made, second=70)
    factories.applied(made, actor=people.organiser)
    final = factories.final(made, organiser=people.organiser, second=accounts.organiser())
    return publish_publication(publication=final, actor=people.organiser, at=AT)


def test_publication_when_a_prize_has_no_winner_then_it_is_signed_kept_and_proved(published):
    head = json.loads(published.payload)

    assert head["unawarded"] == [
        {
            "position": 2,
            "label": "Juara 2",
            "label_en": "",
            "group_key": "",
            "group_name": "",
            "group_name_en": "",
            "reason": "limit",
            "threshold": "70",
            "best": "64.03",
            "is_lower_better": False,
        }
    ]
    assert [one.label for one in UnawardedPrize.objects.filter(publication=published)] == ["Juara 2"]
    assert list(head_faults(published, head)) == []
    assert [fault.subject for fault in head_faults(published, head | {"unawarded": []})] == ["Juara 2"]


def test_publication_when_every_prize_is_won_then_its_head_has_the_parts_it_had(people):
    assert "unawarded" not in json.loads(factories.published_contest(people).payload)


def test_pages_when_a_prize_has_no_winner_then_they_say_so_beside_who_was_not_assessed(published, client):
    where = [published.category.edition.code, published.category.code]
    ranking = client.get(reverse("ranking", args=where)).content.decode()
    barred = published.category.entries.get(name="Kabupaten Lombok Barat")
    entry = client.get(reverse("entry-score", args=[*where, barred.public_id])).content.decode()

    assert "Tanpa pemenang" in ranking
    assert "Tidak ada pemenang: nilai terbaik 64,03, perlu 70." in ranking
    assert "tidak diperingkat" in ranking
    assert "Cakupan di bawah 65 %." in ranking
    assert "Mengapa tidak dinilai?" in entry


def test_files_when_a_prize_has_no_winner_then_they_say_so(published, client):
    where = [published.category.edition.code, published.category.code]
    rows = b"".join(client.get(reverse("ranking-export", args=[*where, "csv"])).streaming_content).decode("utf-8-sig")

    lines = [line.split(",") for line in rows.splitlines()]
    outcome = lines[0].index("hasil")
    assert {line[1]: line[outcome] for line in lines[1:]} == {
        "Kabupaten Lombok Timur": "dinilai",
        "Kota Mataram": "dinilai",
        "Kabupaten Lombok Barat": "tidak dinilai",
    }


def test_papers_when_a_prize_has_no_winner_then_minutes_and_annex_say_so(published):
    content = json.loads(Minutes.objects.get().content)
    annex = [(part.title, part.rows) for part in annex_letter(published).sections]

    reason = "Tidak ada pemenang: nilai terbaik 64,03, perlu 70."
    assert content["unawarded"] == [{"position": 2, "label": "Juara 2", "group_name": "", "reason": reason}]
    assert [(row["entry"], row["reason"]) for row in content["not_assessed"]] == [
        ("Kabupaten Lombok Barat", "Cakupan di bawah 65 %.")
    ]
    assert ("Tanpa pemenang", (("Juara 2", reason),)) in annex
    assert minutes_pdf(content, "a" * 64).startswith(b"%PDF")


def test_minutes_of_before_when_they_lack_these_parts_then_they_print(people):
    factories.applied(factories.contest(), actor=people.organiser)
    content = json.loads(Minutes.objects.get().content)

    assert not {"unawarded", "not_assessed"} & content.keys()
    assert minutes_pdf(content, "a" * 64).startswith(b"%PDF")
