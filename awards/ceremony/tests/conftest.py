"""An evening of one final result: three regencies of Nusa Tenggara Barat, and the people who prepare it."""

import pytest
from django.utils import timezone

from awards.ceremony.services.sheet import EveningTerms, begin_ceremony
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT


@pytest.fixture
def second():
    return factories.people.organiser(username="kedua")


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


@pytest.fixture
def final(contest, people, second):
    return factories.final(contest, organiser=people.organiser, second=second)


def begun(publications, actor, **terms):
    values = {"title": "Malam Uji", "place": "Mataram", "starts_at": timezone.now(), "region_code": ""} | terms
    edition = publications[0].category.edition
    return begin_ceremony(edition=edition, publications=publications, terms=EveningTerms(**values), actor=actor, at=AT)


@pytest.fixture
def evening(final, people):
    return begun([final], people.organiser)
