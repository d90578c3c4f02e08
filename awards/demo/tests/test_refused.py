"""The demo stays away from databases and sites that are in use."""

import pytest
from django.core.management import CommandError, call_command

from awards.editions.models import Edition
from paritrana.accounts.models import User
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db


def test_demo_when_the_database_has_people_of_its_own_then_refused_and_nothing_changes():
    factories.organiser(username="siti")

    with pytest.raises(CommandError, match="sudah dipakai"):
        call_command("demo")

    assert (User.objects.count(), Edition.objects.count()) == (1, 0)


def test_demo_when_the_site_speaks_https_then_refused_and_nothing_changes(settings):
    settings.HTTPS = True

    with pytest.raises(CommandError, match="HTTPS=1"):
        call_command("demo")

    assert not User.objects.exists()
