"""The demo edition, played without a worker of its own, and the people and rows that pages are opened with."""

from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone

from awards.demo.contest import play_bali, play_ntb
from awards.demo.contributions import add_employers, add_ministry_contributions, add_regency_contributions
from awards.demo.editions import lay_out
from awards.demo.people import ORGANISER, SECOND_ORGANISER, add_people
from awards.demo.results import compute, publish
from awards.editions.models import Category
from awards.tests.browser.extras import Extras, add_extras
from paritrana.accounts.models import User
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.staging import drop_staging
from regions.models.regions import Region, RegionLevel

PUBLISHED = ("provinsi", "kabkota-ntb")
PROPOSED = ("kementerian",)


@dataclass(frozen=True)
class Scene:
    people: dict[str, User]
    categories: dict[str, Category]
    sessions: dict[str, str]
    extras: Extras


def play() -> Scene:
    """Run the demo's main job: two results out, one run waiting for a decision."""
    call_command("load_reference", verbosity=0)
    people = add_people(at=timezone.now())
    add_employers(year=2023)
    add_ministry_contributions()
    regencies = Region.objects.filter(level=RegionLevel.REGENCY, parent_id__in=["51", "52"]).order_by("code")
    add_regency_contributions(list(regencies.values_list("code", flat=True)))
    categories = lay_out(actor=people[ORGANISER.username], at=timezone.now())
    play_ntb(categories["kabkota-ntb"], people, at=timezone.now())
    play_bali(categories["kabkota-bali"], people, at=timezone.now())
    first, second = people[ORGANISER.username], people[SECOND_ORGANISER.username]
    for code in (*PUBLISHED, *PROPOSED):
        run = compute(categories[code], actor=first, report=_silent)
        if code in PUBLISHED:
            publish(run, first=first, second=second, at=timezone.now())
    sessions = {name: _session(user) for name, user in people.items()} | {"": ""}
    return Scene(people, categories, sessions, add_extras(people, categories))


def _silent(line: str) -> None:
    del line


def _session(user: User) -> str:
    """Sign somebody in; committed before the tests, so that the server sees it on every database."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


def clear() -> None:
    """Leave an empty database behind, also without the tables that a waiting upload has of its own."""
    for name in ImportBatch.objects.exclude(staging="").values_list("staging", flat=True):
        drop_staging(name)
    call_command("flush", interactive=False, verbosity=0)
