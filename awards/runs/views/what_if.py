"""Trials of other rules, for organisers: each sees the own ones only, and every page says that they are no result."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.rulebooks.parsing.dials import NotTurnableError, dials, turned, turns
from awards.rulebooks.selectors.sealed import RulebookTamperedError
from awards.runs.exports import trial_csv, trial_workbook
from awards.runs.forms import DialsForm, OpenTrialForm, TrialTextForm
from awards.runs.models import WhatIf
from awards.runs.selectors.notes import told
from awards.runs.selectors.rules import rules_of
from awards.runs.selectors.what_if import (
    AT_ONCE_ENTRIES,
    JOB_KIND,
    ORDERS,
    WATERMARK,
    places_in_order,
    triable_categories,
    visible_what_ifs,
    what_if_job,
)
from awards.runs.services.what_if import (
    NothingToTryError,
    WhatIfRefusedError,
    compute_what_if,
    delete_what_if,
    open_what_if,
    revise_what_if,
)
from paritrana.accounts.looks import note_export
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.pages.reader import reader_language

PAGE_SIZE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trials(request: HttpRequest) -> HttpResponse:
    held = request_grants(request)
    if not held.has(Role.ORGANISER):
        raise Http404
    form = OpenTrialForm(request.POST or None, categories=triable_categories(held))
    if request.method == "POST" and form.is_valid():
        return _opened(request, form)
    rows = visible_what_ifs(held, signed_in_user(request))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return _page(request, "what_if/list.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def trial(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    order = request.GET.get("urut", "")
    page = Paginator(places_in_order(found, order), PAGE_SIZE).get_page(request.GET.get("page"))
    has_groups = any(place.group_key for place in page)
    rules = rules_of(found.text)
    for place in page:
        place.status = told(place.status, rules)
    context = {
        "what_if": found,
        "category": found.category,
        "page": page,
        "order": order if order in ORDERS else "peringkat",
    }
    changed, has_more_changes = turns(found.run.rulebook.text, found.text, reader_language())
    more = {
        "has_groups": has_groups,
        "job": what_if_job(found),
        "has_excel": _is_small(found),
        "changed": changed,
        "has_more_changes": has_more_changes,
    }
    return _page(request, "what_if/trial.html", context | more)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dials_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    form = DialsForm(request.POST or None, dials=dials(found.text, reader_language()))
    problems: tuple[tuple[str, str], ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            text = turned(found.text, form.changes())
            return _revised(request, found, text)
        except NotTurnableError as unsure:
            message = _(
                "Angka %(place)s tidak ditemukan dengan pasti dalam teks. Ubah lewat TOML; belum ada yang disimpan."
            )
            problems = (("", message % {"place": unsure}),)
        except WhatIfRefusedError as refusal:
            problems = refusal.problems
    context = {
        "what_if": found,
        "category": found.category,
        "form": form,
        "problems": problems,
        "rows": _rows(form, problems),
    }
    return _page(request, "what_if/rules.html", context, status=422 if form.errors or problems else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def text_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    form = TrialTextForm(request.POST or None, initial={"text": found.text})
    problems: tuple[tuple[str, str], ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _revised(request, found, form.cleaned_data["text"])
        except WhatIfRefusedError as refusal:
            problems = refusal.problems
    context = {"what_if": found, "category": found.category, "form": form, "problems": problems}
    return _page(request, "what_if/text.html", context, status=422 if form.errors or problems else 200)


@login_required
@require_POST
def compute(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    try:
        return _computed(request, found)
    except WhatIfRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("what-if", pk)


@login_required
@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    delete_what_if(what_if=found, actor=signed_in_user(request), at=timezone.now())
    messages.success(request, _("Coba-coba itu dihapus. Perhitungan resmi tidak tersentuh."))
    return redirect("what-ifs")


@login_required
@never_cache
@require_safe
def export(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    found = _own(request, pk)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(trial_csv(found), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx" and _is_small(found):
        response = HttpResponse(trial_workbook(found), content_type=EXCEL)
    else:
        raise Http404
    note_export(request, kind, found)
    name = f"coba-coba-bukan-hasil-{found.category.edition.code}-{found.category.code}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own(request: HttpRequest, pk: UUID) -> WhatIf:
    return get_object_or_404(visible_what_ifs(request_grants(request), signed_in_user(request)), pk=pk)


def _page(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render(request, template, context | {"watermark": WATERMARK}, status=status)


def _is_small(what_if: WhatIf) -> bool:
    return what_if.run.entry_count <= AT_ONCE_ENTRIES


def _opened(request: HttpRequest, form: OpenTrialForm) -> HttpResponse:
    try:
        found = open_what_if(
            category=form.cleaned_data["category"],
            name=form.cleaned_data["name"],
            actor=signed_in_user(request),
            at=timezone.now(),
        )
        _computed(request, found)
    except (NothingToTryError, RulebookTamperedError, WhatIfRefusedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("what-ifs")
    return redirect("what-if-rules", found.pk)


def _revised(request: HttpRequest, what_if: WhatIf, text: str) -> HttpResponse:
    """Take the rules and compute; when a small trial cannot be scored under them, they are not taken either."""
    with transaction.atomic():
        found = revise_what_if(what_if=what_if, text=text, actor=signed_in_user(request), at=timezone.now())
        return _computed(request, found)


def _computed(request: HttpRequest, what_if: WhatIf) -> HttpResponse:
    if _is_small(what_if):
        compute_what_if(what_if_id=what_if.pk, at=timezone.now(), report=lambda *_step: None)
        return redirect("what-if", what_if.pk)
    with transaction.atomic():
        job = enqueue_job(
            kind=JOB_KIND,
            subject_id=str(what_if.pk),
            label=lambda: _("Coba-coba: %(category)s") % {"category": what_if.category.name},
            actor=signed_in_user(request),
            at=timezone.now(),
            region_code=what_if.category.region_code,
        )
        nudge(job)
    return redirect("job", job.pk)


def _rows(form: DialsForm, problems: Iterable[tuple[str, str]]) -> list[tuple[object, list[str]]]:
    """Put the engine's sentences beside the criterion they speak of."""
    listed = list(problems)
    return [
        (row, [message for place, message in listed if place == f"criteria.{row.dial.code}"]) for row in form.rows()
    ]
