"""Rows that are no data are left out with a reason; everything else still has to be mended."""

import pytest
from django.urls import reverse

from employers.tests.importing import AT, apply, check, counts, mend
from employers.tests.test_import_changes import HEADER, VULNERABLE, row
from paritrana.audit.models import AuditEntry
from paritrana.tests.reading import page_of
from paritrana.uploads.selectors import rejected_rows
from paritrana.uploads.services.uploads import ImportMovedError, leave_out_rows, take_row_back
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

TOTAL = "Jumlah;;;;25.607;;;;;\n"
FOOTNOTE = "Sumber: BPJS Ketenagakerjaan;;;;;;;;;\n"
REASON = "Jumlah dan catatan kaki"


@pytest.fixture
def batch(people):
    """A good row, its exact double, one with its key and another figure, a total, a footnote and a faulty one."""
    RegencyFactory(code="52.03")
    RegencyFactory(code="52.71")
    content = HEADER + row() + row() + row(number="1") + TOTAL + FOOTNOTE + row("52.71", "banyak")
    return check(VULNERABLE, content, people.organiser)


def left_out(batch, lines, actor, reason=REASON):
    count = leave_out_rows(batch=batch, lines=lines, reason=reason, actor=actor, at=AT)
    batch.refresh_from_db()
    return count


def test_check_import_when_rows_are_no_data_then_proposes_to_leave_out_those_only(batch):
    assert counts(batch) == ("checked", 5, 1, 0, 0)
    assert list(batch.problems.filter(is_proposed=True).order_by("line").values_list("line", flat=True)) == [3, 5, 6]
    assert batch.problems.get(line=3).reasons[0]["message"] == "Sama persis dengan baris 2 berkas ini."


def test_leave_out_rows_when_all_proposed_then_the_others_still_hold_the_import_up(people, batch):
    assert left_out(batch, None, people.organiser) == 3

    assert (batch.faulty_count, batch.left_out_count) == (2, 3)
    assert [cells[0] for cells in rejected_rows(batch)] == ["4", "7"]
    trail = AuditEntry.objects.order_by("-number").first()
    assert (trail.action, trail.actor_id) == ("import.leave_out", people.organiser.pk)
    assert trail.changes == {"rows": 3, "lines": [3, 5, 6], "reason": REASON}


def test_apply_import_when_rows_were_left_out_then_writes_the_rest_and_keeps_their_record(people, batch):
    left_out(batch, None, people.organiser)
    left_out(batch, [4, 7], people.organiser, "Dua kali dilaporkan")

    batch = apply(batch, people.organiser)

    assert counts(batch) == ("applied", 0, 1, 0, 0)
    assert VulnerableCover.objects.get().numerator == 17195
    assert sorted(batch.problems.values_list("line", "left_out_reason")) == [
        (3, REASON),
        (4, "Dua kali dilaporkan"),
        (5, REASON),
        (6, REASON),
        (7, "Dua kali dilaporkan"),
    ]


def test_take_row_back_when_left_out_then_it_holds_the_import_up_again(people, batch):
    left_out(batch, [7], people.organiser)

    take_row_back(batch=batch, line=7, actor=people.organiser, at=AT)

    batch.refresh_from_db()
    assert (batch.faulty_count, batch.left_out_count) == (5, 0)
    with pytest.raises(ImportMovedError):
        take_row_back(batch=batch, line=7, actor=people.organiser, at=AT)


def test_leave_out_rows_when_nothing_waits_or_the_import_is_decided_then_refused(people, batch):
    with pytest.raises(ImportMovedError):
        left_out(batch, [2], people.organiser)
    left_out(batch, [3, 4, 5, 6, 7], people.organiser)
    apply(batch, people.organiser)
    with pytest.raises(ImportMovedError):
        left_out(batch, [3], people.organiser)


def test_mend_import_when_a_row_was_left_out_then_only_the_others_are_mended(people, batch):
    left_out(batch, None, people.organiser)
    mended = f"baris;{HEADER}7;{row('52.71', '900')}"

    batch = mend(batch, mended, people.organiser)

    assert counts(batch)[:3] == ("checked", 1, 2)
    assert batch.left_out_count == 3
    refused = mend(batch, f"baris;{HEADER}5;{row('52.71', '900')}", people.organiser)
    assert "tidak termasuk baris ditolak" in refused.refusal


def test_import_page_when_rows_are_left_out_then_shows_who_and_why_and_the_way_back(client, people, batch):
    client.force_login(people.organiser)
    page = reverse("import", args=[batch.pk])
    opened = client.get(page).content.decode()

    refused = page_of(client.post(reverse("import-leave-out", args=[batch.pk]), {"lines": ["3"]}, follow=True))
    client.post(reverse("import-leave-out", args=[batch.pk]), {"lines": ["3", "999", "x"], "reason": REASON})
    only_known = client.post(
        reverse("import-leave-out", args=[batch.pk]), {"lines": ["3"], "reason": REASON}, follow=True
    )
    left = page_of(client.get(page))
    client.post(reverse("import-take-back", args=[batch.pk, 3]))

    assert opened.count("checked>") + opened.count("checked\n") == 3
    assert "tulis alasannya" in refused
    assert "Tidak ada yang berubah" in page_of(only_known)
    assert REASON in left
    assert "Ambil kembali" in left
    batch.refresh_from_db()
    assert batch.left_out_count == 0


def test_import_page_when_all_proposed_are_left_out_at_once_then_says_how_many(client, people, batch):
    client.force_login(people.organiser)

    page = client.post(
        reverse("import-leave-out", args=[batch.pk]), {"all_proposed": "on", "reason": REASON}, follow=True
    )

    assert "3 baris ditinggalkan." in page_of(page)
