"""The run sheet of the evening bears the numbers of the certificates that were given out."""

import pytest

from awards.ceremony.models import CeremonyWinner
from awards.ceremony.papers.tests.factories import final, issued
from awards.ceremony.tests.conftest import begun

pytestmark = pytest.mark.django_db


def test_sheet_when_certificates_were_given_out_then_bears_their_numbers(people):
    result = final(people)
    made = issued(result, people.organiser)

    evening = begun([result], people.organiser)

    rows = CeremonyWinner.objects.filter(item__ceremony=evening).select_related("entry")
    assert {row.entry.name: row.certificate for row in rows} == {one.prize.entry_name: one.number for one in made}
