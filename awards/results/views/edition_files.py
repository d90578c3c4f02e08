"""All public results of an edition as one zip, and the page that says how to check it with nothing of ours."""

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.editions.models import Edition
from awards.publication.models import Publication
from awards.publication.selectors.keys import is_handed_over, signing_keys
from awards.results.exports.edition_files import VERIFIER, files_path
from awards.results.tasks import EDITION_FILES_JOB
from paritrana.accounts.models import User
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.selectors import latest_job
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge


@require_safe
def ten_minutes(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    visible = Publication.objects.visible_at(now).values("category__edition")
    context = {
        "keys": [(key, is_handed_over(key)) for key in signing_keys()],
        "editions": Edition.objects.opened().filter(pk__in=visible).order_by("-period_end", "code"),
        "verifier_lines": len(VERIFIER.read_text(encoding="utf-8").splitlines()),
    }
    return render(request, "ranking/ten_minutes.html", context)


@never_cache
@require_safe
def edition_files(request: HttpRequest, edition: str) -> HttpResponseBase:
    """Send the zip of what is public now; where nobody wrote it yet, start that and say so."""
    found, now = get_object_or_404(Edition.objects.opened(), code=edition), timezone.now()
    if not Publication.objects.filter(category__edition=found).visible_at(now).exists():
        raise Http404
    path = files_path(found, at=now)
    if path.exists():
        name = f"paritrana-{found.code}.zip"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    job = latest_job(kind=EDITION_FILES_JOB, subject_id=found.code)
    is_given_up = job is not None and job.state in (JobState.FAILED, JobState.CANCELLED)
    if not is_given_up or "lagi" in request.GET:
        job, is_given_up = _queue(request, found), False
    context = {"edition": found, "job": job, "is_given_up": is_given_up}
    return render(request, "ranking/edition_files_waiting.html", context, status=503 if is_given_up else 202)


def _queue(request: HttpRequest, edition: Edition) -> Job:
    with transaction.atomic():
        job = enqueue_job(
            kind=EDITION_FILES_JOB,
            subject_id=edition.code,
            label=lambda: _("Berkas edisi %(edition)s") % {"edition": edition.brand_label},
            actor=request.user if isinstance(request.user, User) else None,
            at=timezone.now(),
        )
        nudge(job)
    return job
