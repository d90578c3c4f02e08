"""Erasing the data of a juror and of a signer breaks no proof: the name stays in signed minutes, and nowhere else."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from awards.jury.models.conflicts import Tie, TieKind
from awards.jury.models.plenary import Minutes
from awards.publication.models import SignOff
from awards.publication.selectors.proof.report import prove
from awards.runs.models import WhatIf
from awards.submissions.models.people import Invitation, OfficeSeat
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.accounts.erasure import erase_person
from paritrana.accounts.models import RoleAssignment, User
from paritrana.audit import guards, triggers
from paritrana.audit.selectors import audit_chain

pytestmark = pytest.mark.django_db

NAME, USERNAME = "Sari Wulandari", "sari.wulandari"


@pytest.fixture
def publication(people):
    """A published contest whose last juror has a name of her own, with every guard of the database in place."""
    made = factories.contest()
    sari = made.panels.get().jurors.order_by("pk").last().user
    User.objects.filter(pk=sari.pk).update(full_name=NAME, username=USERNAME)
    Tie.objects.create(user=sari, kind=TieKind.EMPLOYER, organisation="PT Lama")
    run = factories.applied(made, actor=people.organiser)
    final = factories.final(made, organiser=people.organiser, second=factories.people.organiser())
    WhatIf.objects.create(category=made, run=run, owner=sari, name="Uji", text="", created_at=AT, changed_at=AT)
    office = {"office_kind": "region", "office_code": "52.03", "level": "edit"}
    OfficeSeat.objects.create(user=sari, **office)
    Invitation.objects.create(
        full_name=NAME, created_at=AT, created_by=people.organiser, expires_at=AT, accepted_by=sari, **office
    )
    for statement in triggers.INSTALL[connection.vendor]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    guards.install(connection)
    return final


def erase(user, actor):
    RoleAssignment.objects.filter(user=user).delete()
    return erase_person(user=user, reason="Permohonan 12/2026.", actor=actor, at=AT)


def places_of(names):
    return sorted(
        {
            (model._meta.label, column)
            for model in apps.get_models()
            for row in model._base_manager.values()
            for column, value in row.items()
            if any(name in str(value) for name in names)
        }
    )


def test_erase_when_a_juror_and_a_signer_ask_then_trail_and_result_are_proven_as_before(people, publication):
    sari = User.objects.get(username=USERNAME)
    second = SignOff.objects.get(publication=publication, user__username__startswith="pengguna-").user
    minutes = Minutes.objects.get()

    for person in (sari, second):
        erase(person, people.organiser)

    assert audit_chain().breach is None
    assert [str(fault) for fault in prove(publication, audit_chain()).faults] == []
    call_command("audit_verify", stdout=StringIO())
    call_command("prove", "--all", stdout=StringIO())
    assert Minutes.objects.get().content == minutes.content
    assert str(SignOff.objects.get(publication=publication, user=second).user) == f"#{second.pk}"


def test_erase_when_a_juror_asks_then_only_the_signed_minutes_still_name_her(people, publication):
    sari = User.objects.get(username=USERNAME)

    erase(sari, people.organiser)

    assert places_of([NAME, USERNAME]) == [("awards.Minutes", "content")]
    assert Invitation.objects.get().full_name == f"#{sari.pk}"
    assert [model.objects.exists() for model in (Tie, OfficeSeat, WhatIf)] == [False, False, False]
