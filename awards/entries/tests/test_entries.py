import pytest

from awards.editions.models import EntrantKind, Zone
from awards.entries.models import Entry, EntryState
from awards.entries.services import (
    AlreadyEnteredError,
    EntryMovedError,
    NotAdmissibleError,
    admit_entry,
    enrol_entrants,
    nominate_entrant,
    withdraw_entry,
)
from awards.tests.factories.editions import NOW, CategoryFactory, ProvinceFactory, RegionFactory
from awards.tests.factories.entries import EntryFactory
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return factories.organiser()


def test_enrol_entrants_when_called_twice_then_every_autonomous_regency_once(organiser):
    ProvinceFactory()
    RegionFactory(code="52.03")
    RegionFactory(code="52.71")
    RegionFactory(code="31.74", is_administrative=True)
    category = CategoryFactory()
    zone = Zone.objects.create(edition=category.edition, code="timur", name="Zona timur")
    zone.provinces.add("52")

    first = enrol_entrants(category=category, actor=organiser, at=NOW)
    second = enrol_entrants(category=category, actor=organiser, at=NOW)

    assert (first, second) == (2, 0)
    assert list(
        Entry.objects.order_by("region_code").values_list("region_code", "province_code", "zone_code", "state")
    ) == [("52.03", "52", "timur", "admitted"), ("52.71", "52", "timur", "admitted")]
    assert list(AuditEntry.objects.values_list("action", "changes")) == [("entry.enrol", {"added": 2})]


def test_enrol_entrants_when_the_category_admits_administrative_units_then_they_come_in(organiser):
    RegionFactory(code="31.74", is_administrative=True)
    category = CategoryFactory(admits_administrative=True)

    assert enrol_entrants(category=category, actor=organiser, at=NOW) == 1


def test_enrol_entrants_when_provincial_then_only_its_own_regions(organiser):
    province = ProvinceFactory()
    RegionFactory(code="52.03")
    RegionFactory(code="53.71")
    category = CategoryFactory(level="provincial", province=province)

    enrol_entrants(category=category, actor=organiser, at=NOW)

    assert list(Entry.objects.values_list("region_code", flat=True)) == ["52.03"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param(
            {"entrant_kind": EntrantKind.PROVINCE},
            "Kategori ini untuk jenis pemerintah daerah yang lain.",
            id="other level",
        ),
        pytest.param({"entrant_kind": EntrantKind.EMPLOYER}, "Kategori ini untuk jenis peserta yang lain.", id="kind"),
    ],
)
def test_nominate_entrant_when_not_eligible_then_refused_with_the_reason(organiser, fields, reason):
    with pytest.raises(NotAdmissibleError) as refusal:
        nominate_entrant(category=CategoryFactory(**fields), entrant=RegionFactory(), actor=organiser, at=NOW)

    assert str(refusal.value) == reason
    assert Entry.objects.count() == 0


def test_nominate_entrant_when_entered_already_then_refused(organiser):
    entry = EntryFactory()

    with pytest.raises(AlreadyEnteredError):
        nominate_entrant(category=entry.category, entrant=entry.region, actor=organiser, at=NOW)


def test_entry_when_moved_then_state_and_reason_are_audited(organiser):
    entry = nominate_entrant(category=CategoryFactory(), entrant=RegionFactory(), actor=organiser, at=NOW)

    admit_entry(entry=entry, actor=organiser, at=NOW)
    withdraw_entry(entry=entry, reason="Surat 12/2025", actor=organiser, at=NOW)

    assert Entry.objects.get().state == EntryState.WITHDRAWN
    assert list(AuditEntry.objects.order_by("number").values_list("action", "reason")) == [
        ("entry.nominate", ""),
        ("entry.admit", ""),
        ("entry.withdraw", "Surat 12/2025"),
    ]


def test_withdraw_entry_when_withdrawn_already_then_refused(organiser):
    entry = EntryFactory(state=EntryState.WITHDRAWN)

    with pytest.raises(EntryMovedError):
        withdraw_entry(entry=entry, reason="lagi", actor=organiser, at=NOW)
