"""The task list says what is really there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.editions.models import Slot, Stage, StageKind
from awards.entries.models import Entry, EntryState
from awards.rulebooks.models import Rulebook, RulebookState
from awards.studio.selectors.tasks import TaskState, edition_tasks, opening_gaps
from awards.studio.tests.conftest import add_category
from awards.tests.factories.editions import NOW

pytestmark = pytest.mark.django_db


def states(edition):
    return {task.name: str(task.state) for task in edition_tasks(edition).all}


def gap_names(edition):
    return [gap.task.name for gap in opening_gaps(edition_tasks(edition))]


def test_tasks_when_all_is_there_then_only_the_optional_is_not_ready(draft):
    assert states(draft.edition) == {
        "Nama dan keputusan": "ready",
        "Kategori": "ready",
        "Zona": "not_started",
        "Jadwal": "ready",
        "Juknis": "ready",
        "Isian": "ready",
        "Lembar juri": "ready",
        "Hadiah": "ready",
        "Peserta": "ready",
        "Surat pengingat": "not_started",
        "Uji coba": "not_started",
    }
    assert gap_names(draft.edition) == []


def lose_decree(draft):
    draft.edition.decree_number = ""


def lose_category(draft):
    Entry.objects.all().delete()
    Rulebook.objects.all().delete()
    draft.category.delete()


def unseal(draft):
    Rulebook.objects.update(state=RulebookState.DRAFT, sealed_at=None)


def lose_rulebook(draft):
    Rulebook.objects.all().delete()


def break_rulebook(draft):
    Rulebook.objects.update(state=RulebookState.DRAFT, sealed_at=None, text="[rulebook]\n")


def lose_dates(draft):
    Stage.objects.all().delete()


def lose_form_dates(draft):
    Stage.objects.filter(kind=StageKind.SUBMISSION).delete()


def overlap(draft):
    Stage.objects.filter(kind=StageKind.ANNOUNCEMENT).update(opens_at=NOW)
    Stage.objects.filter(kind=StageKind.SUBMISSION).update(kind=StageKind.OBJECTION)


def lose_prizes(draft):
    Slot.objects.all().delete()


def misname_basis(draft):
    Slot.objects.update(basis="tidak_ada")


def lose_entrants(draft):
    Entry.objects.all().delete()


def nominate(draft):
    Entry.objects.update(state=EntryState.NOMINATED)


@pytest.mark.parametrize(
    ("harm", "name", "state"),
    [
        (lose_decree, "Nama dan keputusan", TaskState.DRAFT),
        (lose_category, "Kategori", TaskState.NOT_STARTED),
        (unseal, "Juknis", TaskState.DRAFT),
        (lose_rulebook, "Juknis", TaskState.NOT_STARTED),
        (break_rulebook, "Juknis", TaskState.DECIDE),
        (break_rulebook, "Isian", TaskState.DECIDE),
        (lose_dates, "Jadwal", TaskState.NOT_STARTED),
        (lose_form_dates, "Isian", TaskState.DECIDE),
        (overlap, "Jadwal", TaskState.DECIDE),
        (lose_prizes, "Hadiah", TaskState.NOT_STARTED),
        (misname_basis, "Hadiah", TaskState.DECIDE),
        (lose_entrants, "Peserta", TaskState.NOT_STARTED),
        (nominate, "Peserta", TaskState.DECIDE),
    ],
)
def test_tasks_when_something_is_missing_then_its_line_says_so_and_keeps_the_edition_closed(draft, harm, name, state):
    harm(draft)

    assert states(draft.edition)[name] == state
    assert name in gap_names(draft.edition)


@pytest.mark.parametrize("shown", ["studio_edition", "studio_calendar", "studio_open", "studio_calendar_file"])
def test_pages_when_there_are_more_categories_then_ask_no_more_queries(client, people, draft, shown):
    client.force_login(people.organiser)
    address = reverse(f"admin:{shown}", args=[draft.edition.pk])
    client.get(address)  # what is asked once per process
    counts = []
    for number in (0, 2):
        for more in range(number):
            add_category(draft.edition, f"lebih-{more}", region=f"52.0{more + 4}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
