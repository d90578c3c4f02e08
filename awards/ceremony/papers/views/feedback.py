"""The feedback letter: for the entrant a page and a file once the result is public, for those who steer all of them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from awards.ceremony.papers.exports.batches import letters_path
from awards.ceremony.papers.exports.feedback import feedback_pdf
from awards.ceremony.papers.policies import made_publication, outdated_words, papers_publication
from awards.ceremony.papers.selectors.feedback import FeedbackDesk
from awards.ceremony.papers.tasks import LETTERS_JOB
from awards.publication.models import PublishedEntry
from awards.publication.selectors.acts import withdrawal_of
from awards.publication.selectors.visibility import published
from awards.submissions.models.answers import Submission
from awards.submissions.views.access import visible_submission
from awards.submissions.views.papers import pdf_response
from paritrana.accounts.looks import note_export
from paritrana.accounts.requests import signed_in_user
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge


@login_required
@never_cache
@require_GET
def feedback(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = visible_submission(request, public_id)
    context: dict[str, object] = {
        "submission": submission,
        "entry": submission.entry,
        "category": submission.entry.category,
    }
    row = _published_row(submission)
    if row is None:
        found = published(submission.entry.category, timezone.now())
        context["withdrawal"] = withdrawal_of(found) if found else None
        return render(request, "papers/feedback_early.html", context)
    context |= {"publication": row.publication, "told": FeedbackDesk(row.publication).feedback(row, submission)}
    return render(request, "papers/feedback.html", context)


@login_required
@never_cache
@require_GET
def feedback_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = visible_submission(request, public_id)
    row = _published_row(submission)
    if row is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        desk = FeedbackDesk(row.publication)
        content = feedback_pdf(desk, desk.feedback(row, submission))
    note_export(request, "pdf", submission)
    return pdf_response(content, f"umpan-balik-{row.public_id.hex[:10]}")


def _published_row(submission: Submission) -> PublishedEntry | None:
    """Return what the public sees now of the entry; nothing before the announcement or of a withdrawn result."""
    found = published(submission.entry.category, timezone.now())
    if found is None or withdrawal_of(found) is not None:
        return None
    rows = PublishedEntry.objects.filter(publication=found, entry=submission.entry_id)
    return rows.select_related("publication__run__rulebook", "publication__category__edition").first()


@require_POST
def print_letters(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start the job that writes the letter of everybody in the result."""
    found = made_publication(request, public_id)
    if words := outdated_words(found):
        messages.error(request, words)
        return redirect("admin:papers_certificates", public_id=public_id)
    with transaction.atomic():
        job = enqueue_job(
            kind=LETTERS_JOB,
            subject_id=str(public_id),
            label=lambda: _("Surat umpan balik %(category)s") % {"category": found.category.name},
            actor=signed_in_user(request),
            at=timezone.now(),
            region_code=found.region_code,
        )
        nudge(job)
    return redirect("job", job.pk)


@require_safe
def letters(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    found = papers_publication(request, public_id)
    if words := outdated_words(found):
        messages.error(request, words)
        return redirect("admin:papers_certificates", public_id=public_id)
    path = letters_path(found)
    if not path.exists():
        raise Http404
    note_export(request, "zip", found)
    name = f"umpan-balik-{found.category.edition.code}-{found.category.code}-{found.number}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
