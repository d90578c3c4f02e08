"""The list of imports with the upload form, and the page of one import."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.accounts.selectors import Grants
from paritrana.jobs.models import Job
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.lib.table_faults import DEFAULT_LIMITS
from paritrana.uploads.forms import LeaveOutForm, MendForm, ScopeChoices, SheetForm, UploadForm
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch, ImportJob, ImportState
from paritrana.uploads.policies import may_decide, may_upload, upload_scopes, uploadable_kinds, visible_imports
from paritrana.uploads.selectors import (
    import_rows,
    live_job,
    other_sheets,
    problem_rows,
    reading_notes,
    same_file_before,
    template_notes,
)
from paritrana.uploads.services.uploads import SHEET_STATES, receive_import
from paritrana.uploads.views.access import visible_import
from paritrana.uploads.views.changes import preview

IMPORTS_PER_PAGE = 25
PROBLEMS_PER_PAGE = 50
MOST_MEGABYTES = DEFAULT_LIMITS.file_bytes // 2**20


def enqueue(batch: ImportBatch, job_kind: ImportJob, request: HttpRequest) -> Job:
    """Queue one step of an import on behalf of whoever asks."""
    job = enqueue_job(
        kind=job_kind,
        subject_id=str(batch.pk),
        label=lambda: f"{job_kind.label}: {batch.file_name}",
        actor=signed_in_user(request),
        at=timezone.now(),
        region_code=batch.region_code,
    )
    nudge(job)
    return job


def scope_choices(held: Grants) -> ScopeChoices:
    codes = upload_scopes(held)
    return [(code, _("Seluruh Indonesia") if not code else _("Wilayah %(code)s") % {"code": code}) for code in codes]


def out_of_reach() -> str:
    return _("Jenis data ini tidak termasuk kewenangan wilayah itu. Pilih yang lain.")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports that the person may see; take in a new file and send it to be checked."""
    held = request_grants(request)
    kinds = uploadable_kinds(held)
    if not kinds and not held.has(Role.AUDITOR):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds, scopes=scope_choices(held))
    if request.method == "POST" and form.is_valid():
        kind, region_code = import_kind(form.cleaned_data["kind"]), form.cleaned_data["region_code"]
        if may_upload(held, kind=kind, region_code=region_code):
            batch = receive_import(
                kind=kind,
                region_code=region_code,
                upload=form.cleaned_data["file"],
                actor=signed_in_user(request),
                at=timezone.now(),
            )
            return redirect("job", enqueue(batch, ImportJob.CHECK, request).pk)
        form.add_error("region_code", out_of_reach())
    rows = visible_imports(request.user, on=timezone.localdate()).select_related("uploaded_by")
    page = Paginator(rows.order_by("-uploaded_at", "pk"), IMPORTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form if kinds else None,
        "most_megabytes": MOST_MEGABYTES,
        "kinds": kinds,
        "page": page,
        "rows": import_rows(page.object_list),
    }
    status = 422 if form.errors else 200
    return render(request, "uploads/list.html", context, status=status)


@never_cache
@login_required
@require_GET
def import_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what the check found, and the doors that are open now."""
    batch = visible_import(request, pk)
    problems = batch.problems.select_related("left_out_by").order_by(F("left_out_at").asc(nulls_first=True), "line")
    page = Paginator(problems, PROBLEMS_PER_PAGE).get_page(request.GET.get("page"))
    is_own = may_decide(request_grants(request), batch)
    sheets = other_sheets(batch)
    context = {
        "batch": batch,
        "kind": import_kind(batch.kind),
        "notes": reading_notes(batch),
        "page": page,
        "problems": problem_rows(batch, page.object_list),
        "job": live_job(batch),
        "same_file": same_file_before(batch),
        "is_own": is_own,
        "may_apply": is_own and batch.state == ImportState.CHECKED and not batch.faulty_count,
        "may_mend": is_own and batch.state == ImportState.CHECKED and batch.faulty_count > 0,
        "may_discard": is_own and batch.state in {ImportState.DRAFT, ImportState.CHECKED, ImportState.REFUSED},
        "mend_form": MendForm(),
        "sheet_form": SheetForm(sheets=sheets) if is_own and sheets and batch.state in SHEET_STATES else None,
        "most_megabytes": MOST_MEGABYTES,
        "leave_out_form": LeaveOutForm(),
        "proposed": batch.problems.filter(is_proposed=True, left_out_at=None).count(),
    } | preview(batch)
    return render(request, "uploads/import.html", context)


@login_required
@require_GET
def template_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Explain the columns of one kind, with its templates to download."""
    chosen = {known.code: known for known in uploadable_kinds(request_grants(request))}.get(kind)
    if chosen is None:
        raise PermissionDenied
    return render(request, "uploads/template.html", {"kind": chosen, "notes": template_notes(chosen)})
