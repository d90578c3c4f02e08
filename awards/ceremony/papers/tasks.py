"""The jobs that print the papers of a result, each kind as one zip."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from awards.ceremony.papers.exports.batches import write_batch, write_letters
from awards.ceremony.papers.exports.certificates import NotPrintableError
from awards.ceremony.papers.selectors.content import ResultNotSoundError, signed_head
from awards.ceremony.papers.selectors.standing import current_certificates
from awards.publication.models import Publication, PublishedEntry
from paritrana.jobs.registry import JobRefusedError, Progress

CERTIFICATES_JOB = "certificates"
LETTERS_JOB = "feedback-letters"


def check_address() -> str:
    """Return where codes are checked, as printed on papers; a code and a slash follow."""
    return f"{settings.SITE_ADDRESS}{reverse('certificate-check')}"


def print_certificates(subject_id: str, progress: Progress) -> None:
    """Print what holds of the publication; a zip that is there already is left alone, so it may run twice."""
    publication = Publication.objects.select_related("category__edition").get(public_id=UUID(subject_id))
    try:
        signed_head(publication)
        rows = list(current_certificates(publication))
        step = _("Mencetak piagam")
        with translation.override(settings.LANGUAGE_CODE):
            write_batch(rows, site=check_address(), report=lambda done: progress.advance(done, len(rows), step))
    except (NotPrintableError, ResultNotSoundError) as refusal:
        raise JobRefusedError(str(refusal)) from refusal


def certificates_address(subject_id: str) -> str:
    return reverse("admin:papers_certificates", args=[subject_id])


def print_letters(subject_id: str, progress: Progress) -> None:
    """Write the feedback letters of a publication; a zip that is there already is left alone."""
    publication = Publication.objects.select_related("category__edition", "run__rulebook").get(
        public_id=UUID(subject_id)
    )
    try:
        signed_head(publication)
    except ResultNotSoundError as refusal:
        raise JobRefusedError(str(refusal)) from refusal
    total, step = PublishedEntry.objects.filter(publication=publication).count(), _("Menulis surat umpan balik")
    with translation.override(settings.LANGUAGE_CODE):
        write_letters(publication, report=lambda done: progress.advance(done, total, step))
