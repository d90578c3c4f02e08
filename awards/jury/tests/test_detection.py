"""Possible conflicts: region tree, former employers, company groups, branch areas."""

import datetime

import pytest
from django.utils import timezone

from awards.entries.models import Entry, EntryState
from awards.jury.models.conflicts import CompanyGroup, Conflict, ConflictState, Tie
from awards.jury.models.panels import SeatType
from awards.jury.selectors.detection import names_region, normalised_name, possible_conflicts, touches
from awards.jury.selectors.searching import searched_digests
from awards.jury.services.conflicts import dismiss_conflict
from awards.jury.services.detection import detect_conflicts
from awards.submissions.models.answers import Answer, Submission
from awards.tests.factories import jury as make
from awards.verification.models import Finding, Verdict
from employers.models.employers import Employer
from paritrana.accounts.models import Role
from paritrana.accounts.tests import factories as accounts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PT. Bank NTB Syariah (Persero)", "bank ntb syariah"),
        ("bank ntb  syariah", "bank ntb syariah"),
        ("CV Maju-Jaya", "maju jaya"),
        ("PT", ""),
        ("P.T. Sumber Jaya", "sumber jaya"),
        ("C.V. Maju", "maju"),
        ("Perseroan Terbatas Sumber Jaya Tbk", "sumber jaya"),
        ("Café Ubud", "cafe ubud"),
    ],
)
def test_normalised_name_then_drops_form_case_and_punctuation(name, expected):
    assert normalised_name(name) == expected


@pytest.mark.parametrize(
    ("written", "region", "expected"),
    [
        ("Kab. Badung", "Kabupaten Badung", True),
        ("Badung", "Kabupaten Badung", True),
        ("Pemkab Badung", "Kabupaten Badung", True),
        ("Pemerintah Kabupaten Badung", "Kabupaten Badung", True),
        ("Pemda Badung", "Kabupaten Badung", True),
        ("Dinas Tenaga Kerja Kabupaten Badung", "Kabupaten Badung", True),
        ("RSUD Kota Bima", "Kota Bima", True),
        ("Pemprov Bali", "Provinsi Bali", True),
        ("Kota Bima", "Kabupaten Bima", False),
        ("Pemkot Bima", "Kabupaten Bima", False),
        ("Dinas Sosial Kabupaten Bima", "Kota Bima", False),
        ("PT Air Minum Badung", "Kabupaten Badung", False),
        ("Badung Utara", "Kabupaten Badung", False),
    ],
)
def test_names_region_then_reads_governments_and_offices_as_people_write_them(written, region, expected):
    assert names_region(written, region) is expected


@pytest.mark.django_db
def test_possible_conflicts_when_a_juror_acts_for_an_entrant_or_verified_its_answers_then_are_found_without_a_tie():
    panel = make.panel()
    first, second, _third = make.entries(panel.category, 3)
    officer, verifier = make.seat(panel, "petugas"), make.seat(panel, "pemeriksa")
    ended = timezone.localdate() - datetime.timedelta(days=400)
    kind, code = first.office
    accounts.RoleAssignmentFactory(
        user=officer.user, role=Role.ENTRANT, region_code="", office_kind=kind, office_code=code, ends_on=ended
    )
    before = searched_digests([panel], on=timezone.localdate())
    submission = Submission.objects.create(entry=second, rulebook_digest="0" * 64, created_at=timezone.now())
    answer = Answer.objects.create(
        submission=submission, question="a", value="1", updated_at=timezone.now(), updated_by=verifier.user
    )
    Finding.objects.create(
        answer=answer, answer_version=1, verdict=Verdict.ACCEPTED, officer=verifier.user, at=timezone.now()
    )

    found = possible_conflicts(panel, on=timezone.localdate())

    assert {(row.juror, row.entry, row.reason) for row in found} == {
        (officer, first, "Juri bertugas atau pernah bertugas sebagai petugas peserta."),
        (verifier, second, "Juri memverifikasi jawaban peserta ini."),
    }
    assert searched_digests([panel], on=timezone.localdate()) != before


@pytest.mark.parametrize(
    ("tie", "entry", "home", "expected"),
    [
        pytest.param("52.03", "52.03", "52", True, id="same regency"),
        pytest.param("52.03", "52", None, True, id="its province"),
        pytest.param("52.03", "52.03.01.2001", "52", True, id="a village in it"),
        pytest.param("52", "52.03", "52", False, id="works for the province that holds the contest"),
        pytest.param("53", "53.01", None, True, id="province official and a regency of it, national contest"),
        pytest.param("52.03", "52.04", "52", False, id="neighbour"),
        pytest.param("5", "52", None, False, id="no dotted prefix"),
        pytest.param("52.03", "", "52", False, id="entry without region"),
    ],
)
def test_touches_then_follows_the_tree(tie, entry, home, expected):
    assert touches(tie, entry, home_code=home) is expected


@pytest.mark.django_db
def test_detect_conflicts_by_region_and_branch_then_proposes_and_remembers_the_answer():
    panel = make.panel()
    first, second, _third = make.entries(panel.category, 3)
    native = make.seat(panel, "asal")
    officer = make.seat(panel, "bpjs", seat_type=SeatType.BPJS)
    Tie.objects.create(user=native.user, kind="origin", region_code=first.region_code)
    Tie.objects.create(user=officer.user, kind="branch", region_code=second.region_code)
    Tie.objects.create(user=native.user, kind="branch", region_code=second.region_code)

    found = detect_conflicts(panel=panel, actor=None, at=timezone.now())
    for conflict in found:
        dismiss_conflict(conflict=conflict, reason="Bukan.", actor=accounts.secretariat(), at=timezone.now())
    again = detect_conflicts(panel=panel, actor=None, at=timezone.now())

    assert [(row.juror, row.entry) for row in found] == [(native, first), (officer, second)]
    assert again == []
    assert set(Conflict.objects.values_list("state", flat=True)) == {ConflictState.DISMISSED}


@pytest.mark.django_db
def test_possible_conflicts_by_employer_and_group_then_finds_both():
    panel = make.panel(make.category(entrant_kind="employer"))
    region = make.region()
    firms = [
        Employer.objects.create(
            npp=f"AA{place:06d}",
            name=name,
            scale="large",
            kbli_section="K",
            region=region,
            source="uji",
            valid_from=datetime.date(2020, 1, 1),
        )
        for place, name in enumerate(("PT Bank NTB Syariah", "PT Rinjani Pangan", "PT Rinjani Logistik", "PT Lain"))
    ]
    entries = [
        Entry.objects.create(
            category=panel.category,
            employer=firm,
            name=firm.name,
            region_code="52.03",
            province_code="52",
            state=EntryState.ADMITTED,
            created_at=timezone.now(),
        )
        for firm in firms
    ]
    group = CompanyGroup.objects.create(name="Grup Rinjani")
    group.members.set(firms[1:3])
    seat = make.seat(panel)
    Tie.objects.create(user=seat.user, kind="employer", organisation="Bank NTB Syariah, Persero")
    Tie.objects.create(user=seat.user, kind="employer", organisation="rinjani pangan")

    found = possible_conflicts(panel, on=timezone.localdate())

    assert [row.entry for row in found] == [entries[0], entries[2], entries[1]]
    assert ["satu grup" in row.reason for row in found] == [False, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        ([None], "Juri berkantor di daerah peserta, atau di daerah di atas atau di bawahnya."),
        (
            [datetime.date(2019, 3, 31)],
            "Juri berkantor di daerah peserta, atau di daerah di atas atau di bawahnya."
            " Keterkaitan ini berakhir 31 Maret 2019.",
        ),
        (
            [datetime.date(2026, 3, 10)],
            "Juri berkantor di daerah peserta, atau di daerah di atas atau di bawahnya."
            " Keterkaitan ini berlaku sampai 10 Maret 2026.",
        ),
        (
            [datetime.date(2019, 3, 31), datetime.date(2027, 1, 2)],
            "Juri berasal dari daerah peserta, atau dari daerah di atas atau di bawahnya."
            " Keterkaitan ini berlaku sampai 2 Januari 2027.",
        ),
        (
            [datetime.date(2027, 1, 2), None],
            "Juri berasal dari daerah peserta, atau dari daerah di atas atau di bawahnya.",
        ),
    ],
    ids=["no end", "ended years ago", "last day", "an ended one and one in force", "one that ends and one without end"],
)
def test_possible_conflicts_when_a_tie_has_an_end_then_found_with_it_in_words(ends, reason):
    panel = make.panel()
    entry = make.entries(panel.category, 1)[0]
    seat = make.seat(panel)
    for kind, until_on in zip(("office", "origin"), ends, strict=False):
        Tie.objects.create(user=seat.user, kind=kind, region_code=entry.region_code, until_on=until_on)

    found = possible_conflicts(panel, on=datetime.date(2026, 3, 10))

    assert [(row.entry, row.reason) for row in found] == [(entry, reason)]
