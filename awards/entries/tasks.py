"""The job that enrols a category's entrants."""

from django.utils import timezone

from awards.editions.models import Category
from awards.entries.services import enrol_entrants
from paritrana.jobs.registry import Progress

ENROL_JOB = "enrol-entrants"


def enrol_category(subject_id: str, progress: Progress) -> None:
    """Idempotent: whoever is entered stays as they are."""
    category = Category.objects.select_related("edition").get(pk=int(subject_id))
    progress.advance(0, 1, str(category))
    enrol_entrants(category=category, actor=None, at=timezone.now())
    progress.advance(1, 1, str(category))
