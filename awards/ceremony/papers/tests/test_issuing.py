"""Certificates come from the signed result alone, once each; what changes is a new version with a reason."""

import dataclasses
import json

import pytest
from django.db import DatabaseError, connection, transaction

from awards.ceremony.papers.models import Certificate
from awards.ceremony.papers.selectors.content import ResultNotSoundError
from awards.ceremony.papers.selectors.standing import current_certificates
from awards.ceremony.papers.services.issuing import IssuingError
from awards.ceremony.papers.tests.factories import WORDS, final, issued
from awards.entries.models import Entry
from awards.publication.models import Publication
from awards.publication.services.after_final import agree_to_withdraw
from awards.publication.tests.test_moves import prepared
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.audit import guards
from paritrana.audit.models import AuditEntry
from paritrana.lib.canonical import digest
from paritrana.lib.typed_codes import is_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(people):
    return final(people)


def contents():
    return [json.loads(one.content) for one in Certificate.objects.order_by("number", "version")]


def test_issue_when_final_then_one_a_prize_with_what_was_signed(people, result):
    made = issued(result, people.organiser)

    head = json.loads(result.payload)
    assert [(one.number, one.version) for one in made] == [(f"PA/2024/KABKOTA/00{n}", 1) for n in (1, 2, 3)]
    assert [(said["prize"]["label"], said["entry"]["name"]) for said in contents()] == [
        (prize["label"], prize["name"]) for prize in head["prizes"]
    ]
    assert {said["result"]["digest"] for said in contents()} == {result.digest}
    assert all(said["is_demonstration"] and not said["is_sealed"] for said in contents())
    assert [one.digest for one in made] == [digest(json.loads(one.content)) for one in made]
    assert len({one.code for one in made}) == 3
    assert all(is_whole(one.code) for one in made)
    entry = AuditEntry.objects.get(action="certificate.issue")
    assert entry.changes["digests"] == [one.digest for one in made]
    assert not any(one.code in json.dumps(entry.changes) for one in made)


def test_issue_when_asked_again_for_the_same_then_nothing_is_written(people, result):
    before = issued(result, people.organiser)

    assert issued(result, people.organiser) == []
    assert list(Certificate.objects.order_by("number")) == before


def test_issue_when_an_entry_was_renamed_since_then_the_signed_name_stands(people, result):
    Entry.objects.update(name="Nama lain")

    issued(result, people.organiser)

    assert "Nama lain" not in json.dumps(contents())


def test_issue_when_the_words_change_then_asks_why_and_writes_versions(people, result):
    first = issued(result, people.organiser)
    other = dataclasses.replace(WORDS, signer="Budi Santoso")
    with pytest.raises(IssuingError):
        issued(result, people.organiser, words=other, reason=" ")
    assert Certificate.objects.count() == 3

    second = issued(result, people.organiser, words=other, reason="Penanda tangan berganti.")

    assert [(one.number, one.version, one.replaces, one.reason) for one in second] == [
        (before.number, 2, before, "Penanda tangan berganti.") for before in first
    ]
    assert not {one.code for one in first} & {one.code for one in second}
    assert list(current_certificates(result)) == second


def test_issue_when_not_final_then_refused(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    draft = prepared(made, people.organiser)

    with pytest.raises(ResultNotSoundError):
        issued(draft, people.organiser)

    assert not Certificate.objects.exists()


def test_issue_when_withdrawn_then_refused(people, result):
    for actor in (people.organiser, factories.people.organiser()):
        agree_to_withdraw(publication=result, reason="Data keliru.", actor=actor, at=AT)

    with pytest.raises(IssuingError):
        issued(result, people.organiser)


TAMPERED = {
    "payload": lambda found: {"payload": found.payload.replace("Lombok Timur", "Lombok Tipuan")},
    "digest": lambda _found: {"digest": "0" * 64},
    "signature": lambda _found: {"signature": "00" * 64},
    "key": lambda _found: {"public_key": "ab" * 32},
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_issue_when_what_is_stored_is_not_what_was_signed_then_nothing_leaves(people, result, change):
    result.refresh_from_db()
    for name, value in change(result).items():
        setattr(result, name, value)

    with pytest.raises(ResultNotSoundError):
        issued(result, people.organiser)

    assert not Certificate.objects.exists()


def test_issue_when_a_correction_keeps_a_prize_then_its_paper_stays(people, result):
    first = issued(result, people.organiser)
    correction = factories.final(
        result.category, organiser=people.organiser, second=factories.people.organiser(), reason="Penulisan."
    )

    assert issued(correction, people.organiser) == []
    assert list(current_certificates(correction)) == first
    with pytest.raises(IssuingError):
        issued(Publication.objects.get(pk=result.pk), people.organiser)


def test_certificate_when_somebody_rewrites_its_row_then_the_database_refuses(people, result):
    one = issued(result, people.organiser)[0]
    guards.install(connection)

    for change in ("code = 'X'", "content = '{}'", "issued_at = NULL"):
        with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE awards_certificate SET {change} WHERE id = %s", [one.pk])  # noqa: S608 - own
    with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM awards_certificate WHERE id = %s", [one.pk])
