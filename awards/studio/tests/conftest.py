"""An edition that lacks nothing, and a second independent organiser."""

import datetime
from dataclasses import dataclass

import pytest

from awards.editions.models import Edition, EditionState, Slot, StageKind
from awards.entries.models import EntryState
from awards.tests.factories.editions import (
    DAY,
    NOW,
    CategoryFactory,
    EditionFactory,
    RegionFactory,
    RulebookFactory,
    StageFactory,
)
from awards.tests.factories.entries import EntryFactory
from paritrana.accounts.tests import factories


@dataclass
class Draft:
    edition: Edition
    category: object
    rulebook: object


def add_category(edition, code, *, region="52.03"):
    category = CategoryFactory(edition=edition, code=code, name=f"Kategori {code}")
    rulebook = RulebookFactory(category=category)
    StageFactory(category=category)
    StageFactory(
        category=category,
        kind=StageKind.ANNOUNCEMENT,
        opens_at=NOW + 20 * DAY,
        closes_at=NOW + 21 * DAY,
        hard_closes_at=NOW + 21 * DAY,
    )
    Slot.objects.create(category=category, position=1, label="Juara 1")
    EntryFactory(category=category, region=RegionFactory(code=region), state=EntryState.ADMITTED)
    return category, rulebook


@pytest.fixture
def draft(db):
    edition = EditionFactory(
        state=EditionState.DRAFT, decree_number="SK 12", decree_on=datetime.date(2024, 2, 1), code="paritrana-2024"
    )
    return Draft(edition, *add_category(edition, "kabkota"))


@pytest.fixture
def second(db):
    return factories.organiser(username="penyelenggara-kedua")
