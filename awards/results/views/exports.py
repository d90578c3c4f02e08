"""Rankings as files: Excel, CSV, JSON. Big workbooks are written by a job while the reader sees a bar."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.results.exports.files import AT_ONCE_ENTRIES, workbook_path, write_workbook
from awards.results.exports.tables import ranking_csv, ranking_json
from awards.results.selectors.shown import Shown
from awards.results.views.drafts import draft_result
from awards.results.views.rankings import public_result
from paritrana.accounts.looks import note_export
from paritrana.accounts.models import User
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.selectors import latest_job
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.lib.language import Language
from paritrana.pages.reader import reader_language

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT_JOB = "ranking-workbook"


@require_safe
def ranking_export(request: HttpRequest, edition: str, category: str, kind: str) -> HttpResponseBase:
    return _answer(request, public_result(edition, category), kind)


@require_safe
def numbered_export(request: HttpRequest, edition: str, category: str, number: int, kind: str) -> HttpResponseBase:
    return _answer(request, public_result(edition, category, number), kind)


@login_required
@never_cache
@require_safe
def run_export(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponseBase:
    return _answer(request, draft_result(request, public_id), kind)


def _answer(request: HttpRequest, shown: Shown, kind: str) -> HttpResponseBase:
    makers: dict[str, Callable[[HttpRequest, Shown], HttpResponseBase]] = {
        "xlsx": _excel,
        "csv": _csv,
        "json": _json,
    }
    if kind not in makers:
        raise Http404
    response = makers[kind](request, shown)
    if response.status_code == HTTPStatus.OK:
        note_export(request, kind, shown.publication or shown.run)
    return response


def _excel(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    if shown.run.entry_count <= AT_ONCE_ENTRIES:
        write_workbook(shown, report=lambda _done: None)
    if workbook_path(shown).exists():
        return FileResponse(
            workbook_path(shown).open("rb"), as_attachment=True, filename=_name(shown, "xlsx"), content_type=EXCEL
        )
    job = latest_job(kind=EXPORT_JOB, subject_id=_subject(shown))
    is_given_up = job is not None and job.state in (JobState.FAILED, JobState.CANCELLED)
    if is_given_up and "lagi" in request.GET:
        _queue(request, shown)
        return redirect(request.path)
    if not is_given_up:
        job = _queue(request, shown)
    return render(
        request,
        "runs/export_waiting.html",
        {"job": job, "category": shown.category},
        status=503 if is_given_up else 202,
    )


def _subject(shown: Shown) -> str:
    subject = f"publication:{shown.publication.pk}" if shown.publication else f"run:{shown.run.pk}"
    language = reader_language()
    return subject if language is Language.INDONESIAN else f"{subject}:{language}"


def _queue(request: HttpRequest, shown: Shown) -> Job:
    with transaction.atomic():
        job = enqueue_job(
            kind=EXPORT_JOB,
            subject_id=_subject(shown),
            label=lambda: _("Excel peringkat %(category)s") % {"category": shown.category.name_shown},
            actor=request.user if isinstance(request.user, User) else None,
            at=timezone.now(),
            region_code=shown.category.region_code,
        )
        nudge(job)
    return job


def _csv(_request: HttpRequest, shown: Shown) -> HttpResponseBase:
    response = StreamingHttpResponse(ranking_csv(shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(shown, "csv")}"'
    return response


def _json(_request: HttpRequest, shown: Shown) -> HttpResponseBase:
    response = StreamingHttpResponse(ranking_json(shown), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{_name(shown, "json")}"'
    return response


def _name(shown: Shown, ending: str) -> str:
    state = "" if shown.publication else f"-rancangan-{shown.run.number}"
    if shown.publication and shown.corrected_by:
        state = f"-pengumuman-{shown.publication.number}"
    return f"peringkat-{shown.category.edition.code}-{shown.category.code}{state}.{ending}"
