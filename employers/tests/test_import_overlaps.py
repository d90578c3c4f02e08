"""Money that is added over periods: a year beside one of its halves would count twice."""

import datetime

import pytest

from employers.tests.importing import apply, check, counts, mend
from paritrana.uploads.services.uploads import leave_out_rows
from regions.models.contributions import BudgetLine
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db
BUDGET, COVER = "anggaran-daerah", "pekerja-rentan"
HEADER = "kode_wilayah;sumber_dana;keperluan;awal_periode;akhir_periode;pagu_rp;keadaan_per;sumber;sintetis\n"
COVER_HEADER = "kode_wilayah;sumber_dana;awal_periode;akhir_periode;pembilang;anggaran_rp;keadaan_per;sumber;sintetis\n"
AT = datetime.datetime(2025, 2, 1, 3, tzinfo=datetime.UTC)
YEAR, FIRST, SECOND = ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-06-30"), ("2024-07-01", "2024-12-31")


@pytest.fixture(autouse=True)
def _regions():
    for code in ("52.03", "52.02"):
        RegencyFactory(code=code)


def row(period, *, purpose="vulnerable", code="52.03", amount="1000"):
    return f"{code};APBD;{purpose};{period[0]};{period[1]};{amount};2024-12-31;DPA;ya\n"


def cover(period, amount):
    return f"52.03;APBD;{period[0]};{period[1]};10;{amount};2024-12-31;DPA;ya\n"


def reasons(batch):
    return {one.line: [reason["message"] for reason in one.reasons] for one in batch.problems.filter(left_out_at=None)}


def test_rows_when_a_year_and_its_halves_are_in_one_file_then_the_later_ones_are_named(people):
    batch = check(BUDGET, HEADER + row(YEAR) + row(FIRST) + row(SECOND), people.organiser)

    assert {line: "beririsan dengan baris 2 " in said[0] for line, said in reasons(batch).items()} == {3: True, 4: True}


def test_rows_when_one_of_them_is_left_out_then_the_rest_is_applied(people):
    batch = check(BUDGET, HEADER + row(FIRST) + row(SECOND) + row(YEAR), people.organiser)
    leave_out_rows(batch=batch, lines=[4], reason="sudah per semester", actor=people.organiser, at=AT)
    batch.refresh_from_db()

    assert counts(apply(batch, people.organiser)) == ("applied", 0, 2, 0, 0)


def test_rows_when_periods_do_not_meet_or_tell_of_other_things_then_taken(people):
    other = row(YEAR, purpose="village") + row(YEAR, code="52.02")

    assert counts(check(BUDGET, HEADER + row(FIRST) + row(SECOND) + other, people.organiser)) == ("checked", 0, 4, 0, 0)


def test_rows_when_the_record_has_the_year_then_a_half_is_rejected_and_the_year_itself_may_be_corrected(people):
    apply(check(BUDGET, HEADER + row(YEAR), people.organiser), people.organiser)

    half = check(BUDGET, HEADER + row(FIRST), people.organiser)
    year = check(BUDGET, HEADER + row(YEAR, amount="1200"), people.organiser)

    assert ["sudah tercatat" in said for one in reasons(half).values() for said in one] == [True]
    assert counts(year) == ("checked", 0, 0, 1, 0)


def test_rows_when_mended_to_a_period_of_their_own_then_applied(people):
    batch = check(BUDGET, HEADER + row(FIRST) + row(YEAR), people.organiser)

    batch = mend(batch, "baris;" + HEADER + "3;" + row(SECOND), people.organiser)

    assert counts(apply(batch, people.organiser)) == ("applied", 0, 2, 0, 0)
    assert sum(BudgetLine.objects.values_list("amount_idr", flat=True)) == 2000


@pytest.mark.parametrize(("amount", "faulty"), [("500", 1), ("", 0)], ids=["money in both", "money in one alone"])
def test_counts_when_their_periods_overlap_then_only_money_counts_twice(people, amount, faulty):
    """Of people the latest count is taken, so a year beside its half is no fault there."""
    batch = check(COVER, COVER_HEADER + cover(YEAR, "1000") + cover(FIRST, amount), people.organiser)

    assert batch.faulty_count == faulty


def test_apply_when_the_year_was_applied_since_the_half_was_checked_then_nothing_counts_twice(people):
    half = check(BUDGET, HEADER + row(FIRST), people.organiser)
    apply(check(BUDGET, HEADER + row(YEAR), people.organiser), people.organiser)

    half = apply(half, people.organiser)

    assert (half.state, "beririsan" in half.refusal, half.decided_by) == ("checked", True, None)
    assert BudgetLine.objects.get().amount_idr == 1000
