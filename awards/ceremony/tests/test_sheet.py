"""The run sheet comes from a signed result, is ordered, written and approved by two, and printed in versions."""

import json

import pytest
from django.urls import reverse

from awards.ceremony.models import Ceremony, CeremonyItem, CeremonyWinner, RunSheet
from awards.ceremony.selectors.sheet import sheet_now
from awards.ceremony.selectors.signed import ResultStanding, ResultUnusableError, signed_result
from awards.ceremony.services.sheet import (
    CeremonyRefusedError,
    add_item,
    approve_winner,
    move_item,
    print_sheet,
    remove_item,
    renew_ceremony,
    texts_mark,
    write_winner,
)
from awards.ceremony.tests.conftest import begun
from awards.editions.models import Slot
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.accounts.independence import DependentError
from paritrana.accounts.models import Role
from paritrana.accounts.services import assign_role
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_SHEET = 29
FIRST, SECOND, THIRD = "Kabupaten Lombok Timur", "Kota Mataram", "Kabupaten Lombok Barat"


def named(content):
    """Return label, names and scores of the prizes in the order of the sheet."""
    return [
        (item["prize"]["label"], [(one["name"], one["score"]) for one in item["winners"]])
        for item in content["items"]
        if item["kind"] == "prize"
    ]


def written(winner, actor, **values):
    return write_winner(winner=winner, values=values, actor=actor, at=AT)


def of(evening, name):
    return CeremonyWinner.objects.select_related("item__ceremony", "entry").get(
        item__ceremony=evening, entry__name=name
    )


def test_evening_when_begun_then_prizes_come_from_last_to_first_with_signed_names_and_scores(evening):
    content = sheet_now(evening).content

    assert named(content) == [
        ("Juara 3", [(THIRD, "62,65")]),
        ("Juara 2", [(SECOND, "64,03")]),
        ("Juara 1", [(FIRST, "88,20")]),
    ]
    assert [item["title"] for item in content["items"][:2]] == ["Lagu Kebangsaan Indonesia Raya", "Laporan panitia"]
    assert [one.certificate for one in CeremonyWinner.objects.order_by("certificate")] == [
        f"PA/{evening.starts_at.year}/KABKOTA/00{number}" for number in (1, 2, 3)
    ]
    assert of(evening, FIRST).certificate.endswith("001")


def test_result_when_not_final_or_tampered_then_no_evening(contest, people, final):
    final.payload = final.payload.replace("Kota Mataram", "Kota Palsu")

    with pytest.raises(ResultUnusableError):
        signed_result(final)
    draft = factories.prepare_publication(
        category=contest, actor=people.organiser, at=AT, embargo_until=None, reason="Koreksi.", tie_decision=""
    )
    with pytest.raises(ResultUnusableError):
        begun([draft], people.organiser)
    assert not Ceremony.objects.exists()


def test_prize_when_nobody_takes_it_then_it_stands_on_the_sheet_without_a_winner(contest, people, second):
    Slot.objects.create(category=contest, position=4, label="Juara 9", from_rank=9, to_rank=9)
    final = factories.final(contest, organiser=people.organiser, second=second)

    evening = begun([final], people.organiser)

    assert named(sheet_now(evening).content)[0] == ("Juara 9", [])
    item = CeremonyItem.objects.get(prize_key="4||9")
    remove_item(item=item, actor=people.organiser, at=AT)
    assert len(named(sheet_now(evening).content)) == 3


def test_item_when_moved_then_others_close_up_and_a_better_rank_before_a_lower_one_is_a_gap(evening, people):
    last = CeremonyItem.objects.filter(ceremony=evening).order_by("position").last()

    move_item(item=last, place=3, actor=people.organiser, at=AT)

    now = sheet_now(evening)
    assert [label for label, _winners in named(now.content)] == ["Juara 1", "Juara 3", "Juara 2"]
    assert len(now.gaps) == 2
    assert list(CeremonyItem.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_prize_with_winners_when_to_be_removed_then_refused(evening, people):
    with pytest.raises(CeremonyRefusedError):
        remove_item(item=of(evening, FIRST).item, actor=people.organiser, at=AT)


def test_texts_when_written_then_count_only_after_an_independent_second_person(evening, people, second):
    row = written(of(evening, FIRST), people.organiser, citation="Melindungi semua nelayan.", pronunciation="LOM-bok")

    assert sheet_now(evening).content["items"][-1]["winners"][0]["citation"] == ""
    with pytest.raises(CeremonyRefusedError):
        approve_winner(winner=row, seen=texts_mark(row), actor=people.organiser, at=AT)
    made = factories.people.UserFactory()
    assign_role(user=made, role=Role.ORGANISER, actor=people.organiser, at=AT)
    with pytest.raises(DependentError):
        approve_winner(winner=row, seen=texts_mark(row), actor=made, at=AT)
    with pytest.raises(CeremonyRefusedError):
        approve_winner(winner=row, seen="0" * 16, actor=second, at=AT)

    approve_winner(winner=row, seen=texts_mark(row), actor=second, at=AT)

    winner = sheet_now(evening).content["items"][-1]["winners"][0]
    assert (winner["citation"], winner["pronunciation"]) == ("Melindungi semua nelayan.", "LOM-bok")
    written(row, second, citation="Lain.")
    assert sheet_now(evening).content["items"][-1]["winners"][0]["citation"] == ""


def test_citation_when_longer_than_the_evening_allows_then_refused(evening, people):
    evening.citation_seconds = 5
    evening.save()

    with pytest.raises(CeremonyRefusedError, match="6 detik"):
        written(of(evening, FIRST), people.organiser, citation="kata " * 11)

    assert of(evening, FIRST).citation == ""


def test_print_when_nothing_changed_then_same_version_and_after_a_change_the_next(evening, people):
    first = print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    assert print_sheet(ceremony=evening, actor=people.organiser, at=AT) == first

    written(of(evening, SECOND), people.organiser, seat="A-09")
    now = sheet_now(evening)
    assert (now.number, now.is_new) == (2, True)
    assert now.sentences == [f"Acara 4: {SECOND}, kursi kosong menjadi A-09."]

    second = print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    assert (first.number, second.number) == (1, 2)
    assert json.loads(first.content)["items"][3]["winners"][0]["seat"] == ""


def test_printed_page_when_changed_since_then_marks_the_change_and_strikes_the_old_value_out(client, evening, people):
    written(of(evening, SECOND), people.organiser, receiver="Wali Kota", seat="A-02")
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    written(of(evening, SECOND), people.organiser, receiver="Wakil Wali Kota", represents="Wali Kota")
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    client.force_login(people.organiser)

    page = client.get(reverse("admin:ceremony_print", args=[evening.pk, 2, "kepala-panggung"])).content.decode()

    assert page.count('class="changed"') == 1
    assert page.count("<del") == page.count("</del>") == 2
    assert '<del class="was">Wali Kota</del>' in page
    assert "berubah" in page
    assert "buang versi 1" in page
    old = client.get(reverse("admin:ceremony_print", args=[evening.pk, 1, "pengantar"])).content.decode()
    assert "SUDAH DIGANTI" in old
    assert "<del" not in old


def test_sheet_when_its_result_is_corrected_then_stale_unprintable_and_renewed_from_the_new_one(
    evening, contest, final, people, second
):
    written(of(evening, FIRST), people.organiser, seat="A-01")
    Slot.objects.filter(category=contest, position=3).delete()
    factories.applied(contest, actor=people.organiser)
    newer = factories.final(contest, organiser=people.organiser, second=second, reason="Salah hitung.")

    now = sheet_now(evening)
    assert [(one.publication, one.standing) for one in now.stale] == [(final, ResultStanding.CORRECTED)]
    with pytest.raises(CeremonyRefusedError):
        print_sheet(ceremony=evening, actor=people.organiser, at=AT)

    renew_ceremony(ceremony=evening, actor=people.organiser, at=AT)

    now = sheet_now(evening)
    assert now.stale == ()
    assert [label for label, _winners in named(now.content)] == ["Juara 2", "Juara 1"]
    assert now.content["results"][0]["digest"] == newer.digest
    assert of(evening, FIRST).seat == "A-01"
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)


def test_three_clicks_when_made_from_a_final_result_then_a_printed_sheet(client, final, people):
    client.force_login(people.organiser)
    page = client.get(reverse("admin:steering_publication", args=[final.public_id])).content.decode()
    begin = reverse("admin:ceremony_begin", args=[final.public_id])
    assert begin in page
    form = client.get(begin).context["form"]
    values = {
        "title": form.initial["title"],
        "place": "",
        "starts_at": form.initial["starts_at"].strftime("%Y-%m-%dT%H:%M"),
        "publications": form.initial["publications"],
    }

    laid_out = client.post(begin, values)
    printed = client.post(reverse("admin:ceremony_version", args=[Ceremony.objects.get().pk]), follow=True)

    assert laid_out.status_code == 302
    assert "Susunan acara, kepala panggung" in printed.content.decode()
    assert RunSheet.objects.get().number == 1


def test_every_look_at_the_sheet_when_made_then_in_the_trail(client, evening, people):
    client.force_login(people.organiser)
    address = reverse("admin:ceremony_sheet", args=[evening.pk])

    client.get(address)
    client.get(address)

    looks = AuditEntry.objects.filter(action="ceremony.read", subject_id=str(evening.pk), actor=people.organiser)
    assert [look.changes for look in looks] == [{"page": "sheet"}, {"page": "sheet"}]


@pytest.mark.parametrize("role", ["auditor", "other_secretariat", "juror", "verifier", "entrant", "stranger"])
def test_pages_of_an_evening_when_opened_by_others_then_there_is_none(client, evening, people, role):
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    client.force_login(getattr(people, role))

    for name, *more in (
        ("sheet",), ("evening",), ("labels",), ("envelopes",), ("print", 1, "pengantar"),
        ("item", CeremonyItem.objects.first().pk), ("winner", CeremonyWinner.objects.first().pk),
    ):  # fmt: skip
        answer = client.get(reverse(f"admin:ceremony_{name}", args=[evening.pk, *more]))
        assert answer.status_code in (302, 404), name
    assert not AuditEntry.objects.filter(action="ceremony.read").exists()


def test_move_without_a_script_when_pressed_then_one_up(client, evening, people):
    client.force_login(people.organiser)
    item = CeremonyItem.objects.get(position=2)

    client.post(reverse("admin:ceremony_move", args=[evening.pk]), {"item": item.pk, "by": "up"})
    client.post(reverse("admin:ceremony_move", args=[evening.pk]), {"item": item.pk, "place": "x"})

    item.refresh_from_db()
    assert item.position == 1


@pytest.mark.parametrize("more", [0, 2])
def test_sheet_page_when_longer_then_as_many_queries(client, evening, people, more, django_assert_num_queries):
    for number in range(more):
        values = {"title": f"Acara {number}", "seconds": 60}
        add_item(ceremony=evening, values=values, actor=people.organiser, at=AT)
    client.force_login(people.organiser)
    address = reverse("admin:ceremony_sheet", args=[evening.pk])
    client.get(address)

    with django_assert_num_queries(QUERIES_OF_THE_SHEET):
        client.get(address)
