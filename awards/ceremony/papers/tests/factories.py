"""Papers of a small final result."""

import datetime

from awards.ceremony.papers.selectors.content import SigningWords
from awards.ceremony.papers.services.issuing import issue_certificates
from awards.tests.factories import runs
from awards.tests.factories.runs import AT

SITE = "https://paritrana.example/piagam/"
WORDS = SigningWords("Jakarta", datetime.date(2026, 10, 15), "Ketua Panitia Pusat", "Siti Rahma")


def issued(publication, actor, *, words=WORDS, reason="", at=AT):
    return issue_certificates(publication=publication, words=words, reason=reason, actor=actor, at=at)


def final(people, **fields):
    made = runs.contest(**fields)
    runs.applied(made, actor=people.organiser)
    return runs.final(made, organiser=people.organiser, second=runs.people.organiser())
