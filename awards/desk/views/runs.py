"""Propose a run, watch it, look at the difference, apply or discard it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.desk.selectors.overview import category_standings
from awards.desk.views.frame import readable_categories, readable_category, steered_category
from awards.publication.forms import DiscardForm, PrepareForm, ProposeForm
from awards.publication.models import Publication
from awards.publication.selectors.blockers import blockers
from awards.publication.selectors.tabled import needs_minutes
from awards.rulebooks.selectors.sealed import NoSealedRulebookError
from awards.runs.models import ScoreRun
from awards.runs.policies import may_steer
from awards.runs.selectors.differences import EntryChange, RunDifference, dressed, run_difference
from awards.runs.selectors.doubled import doubled_seats
from awards.runs.selectors.jobs import run_job
from awards.runs.selectors.marks_changed import MarkDifference, mark_changes, may_see_marks
from awards.runs.selectors.visibility import visible_runs
from awards.runs.services.moves import RunAlreadyQueuedError, RunMovedError, apply_run, discard_run, propose_run
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.jobs.tasks import nudge
from paritrana.pages.decisions import decide
from paritrana.pages.panel_frame import panel_page

PAGE_SIZE = 50
DISCARDABLE = ("queued", "proposed", "failed")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    rows = readable_categories(request).order_by("-edition__period_end", "level", "name", "pk")
    shown = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": shown, "lines": category_standings(shown)}
    return panel_page(request, "runs/overview.html", context, title=_("Perhitungan dan pengumuman"))


@require_safe
def category(request: HttpRequest, pk: int) -> HttpResponse:
    found = readable_category(request, pk)
    publications = Publication.objects.filter(category=found).defer("payload").newest_first()
    context = {
        "category": found,
        "may_steer": may_steer(request_grants(request), found),
        "runs": ScoreRun.objects.filter(category=found).order_by("-number")[:PAGE_SIZE],
        "publications": publications,
        "blockers": blockers(found, tie_decision=""),
        "needs_minutes": needs_minutes(found),
        "propose_form": ProposeForm(),
        "prepare_form": PrepareForm(needs_reason=publications.filter(final_at__isnull=False).exists()),
    }
    return panel_page(request, "runs/category.html", context, title=str(found))


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    found = steered_category(request, pk)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Benih acak harus berupa bilangan bulat. Tidak ada yang dihitung."))
        return redirect("admin:steering_category", pk=pk)
    try:
        with transaction.atomic():
            run = propose_run(
                category=found, actor=signed_in_user(request), at=timezone.now(), seed=form.cleaned_data["seed"]
            )
            job = run_job(run)
            if job is not None:
                nudge(job)
    except (NoSealedRulebookError, RunAlreadyQueuedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:steering_category", pk=pk)
    return redirect("admin:steering_run", public_id=run.public_id)


@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    difference = run_difference(found) if found.result_digest else None
    shown = Paginator(difference.changes if difference else (), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "run": found,
        "category": found.category,
        "job": run_job(found),
        "may_steer": may_steer(request_grants(request), found.category),
        "difference": difference,
        "doubled": doubled_seats(found),
        "page": shown,
        "changes": dressed(difference, list(shown), _marks(request, difference, list(shown))) if difference else [],
        "discard_form": DiscardForm() if found.state in DISCARDABLE else None,
    }
    return panel_page(request, "runs/run.html", context, title=str(found))


def _marks(
    request: HttpRequest, difference: RunDifference, shown: list[EntryChange]
) -> dict[int, list[MarkDifference]]:
    """Return which juror's mark changed from what to what, by entry, to whom the marks are open."""
    if not may_see_marks(difference.run, signed_in_user(request)):
        return {}
    return mark_changes(difference.run, difference.applied, [change.entry_id for change in shown])


@require_POST
def apply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _steered_run(request, public_id)
    with decide(request, RunMovedError, done=_("Perhitungan %(number)d sekarang dipakai.") % {"number": found.number}):
        apply_run(run=found, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:steering_run", public_id=public_id)


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _steered_run(request, public_id)
    form = DiscardForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan membuang perhitungan ini. Tidak ada yang diubah."))
        return redirect("admin:steering_run", public_id=public_id)
    with decide(request, RunMovedError, done=_("Perhitungan %(number)d dibuang.") % {"number": found.number}):
        discard_run(run=found, actor=signed_in_user(request), at=timezone.now(), reason=form.cleaned_data["reason"])
    return redirect("admin:steering_category", pk=found.category_id)


def _steered_run(request: HttpRequest, public_id: UUID) -> ScoreRun:
    found = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    steered_category(request, found.category_id)
    return found
