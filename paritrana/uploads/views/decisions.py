"""Decisions about an import: mend, check again, apply, discard. Each translates, makes one call, redirects."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from paritrana.accounts.requests import signed_in_user
from paritrana.uploads.forms import LeaveOutForm, MendForm, SheetForm
from paritrana.uploads.models import ImportJob, ImportState
from paritrana.uploads.selectors import other_sheets
from paritrana.uploads.services.uploads import (
    ImportFaultyError,
    ImportJumpsError,
    ImportMovedError,
    choose_sheet,
    discard_import,
    leave_out_rows,
    receive_mended_rows,
    request_apply,
    take_row_back,
)
from paritrana.uploads.views.access import own_import
from paritrana.uploads.views.pages import enqueue

LAST_LINE = 10**9
"""No file has so many lines."""
LONGEST_COUNT = 12
"""Digits of a number of rows that somebody can have seen."""


def moved_meanwhile() -> str:
    return _("Impor ini sudah berubah sejak halaman dibuka. Tidak ada yang dilakukan; lihat keadaannya kini.")


def _moved(request: HttpRequest) -> None:
    messages.error(request, moved_meanwhile())


@login_required
@require_POST
def mend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_import(request, pk)
    form = MendForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Pilih berkas perbaikan berbentuk CSV, XLSX, atau Parquet. Tidak ada yang berubah."))
        return redirect("import", pk)
    try:
        batch = receive_mended_rows(
            batch=batch, upload=form.cleaned_data["file"], actor=signed_in_user(request), at=timezone.now()
        )
    except ImportMovedError:
        _moved(request)
        return redirect("import", pk)
    return redirect("job", enqueue(batch, ImportJob.MEND, request).pk)


@login_required
@require_POST
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read the stored workbook again from another sheet."""
    batch = own_import(request, pk)
    form = SheetForm(request.POST, sheets=other_sheets(batch))
    if not form.is_valid():
        messages.error(request, _("Pilih salah satu lembar berkas ini. Tidak ada yang berubah."))
        return redirect("import", pk)
    try:
        batch = choose_sheet(
            batch=batch, sheet=form.cleaned_data["sheet"], actor=signed_in_user(request), at=timezone.now()
        )
    except ImportMovedError:
        _moved(request)
        return redirect("import", pk)
    return redirect("job", enqueue(batch, ImportJob.CHECK, request).pk)


@login_required
@require_POST
def leave_out(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Leave rows out that are no data: those ticked, or all that are proposed."""
    batch = own_import(request, pk)
    asked = [int(line) for line in request.POST.getlist("lines") if line.isascii() and line.isdigit()]
    known = batch.problems.filter(line__in=[line for line in asked if line < LAST_LINE], left_out_at=None)
    form = LeaveOutForm(request.POST, lines=known.values_list("line", flat=True))
    if not form.is_valid():
        messages.error(request, _("Pilih baris yang ditinggalkan dan tulis alasannya. Tidak ada yang berubah."))
        return redirect("import", pk)
    lines = None if form.cleaned_data["all_proposed"] else form.cleaned_data["lines"]
    try:
        count = leave_out_rows(
            batch=batch,
            lines=lines,
            reason=form.cleaned_data["reason"],
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    except ImportMovedError:
        _moved(request)
    else:
        said = ngettext("%(count)d baris ditinggalkan.", "%(count)d baris ditinggalkan.", count) % {"count": count}
        messages.success(request, said)
    return redirect("import", pk)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID, line: int) -> HttpResponse:
    batch = own_import(request, pk)
    try:
        take_row_back(batch=batch, line=min(line, LAST_LINE), actor=signed_in_user(request), at=timezone.now())
    except ImportMovedError:
        _moved(request)
    return redirect("import", pk)


@login_required
@require_POST
def check_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Queue the check of a draft whose job was stopped; a live job is only shown."""
    batch = own_import(request, pk)
    if batch.state != ImportState.DRAFT:
        _moved(request)
        return redirect("import", pk)
    return redirect("job", enqueue(batch, ImportJob.MEND if batch.mend_file else ImportJob.CHECK, request).pk)


@login_required
@require_POST
def apply(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_import(request, pk)
    said = request.POST.get("seen_jumps", "")
    seen = int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_COUNT else 0
    try:
        batch = request_apply(batch=batch, actor=signed_in_user(request), at=timezone.now(), seen_jumps=seen)
    except ImportJumpsError:
        messages.error(
            request,
            _(
                "Ada angka yang melonjak sepuluh kali lipat atau lebih, jadi belum ada yang diterapkan. Periksa angka"
                " itu, lalu centang bahwa sudah diperiksa."
            ),
        )
        return redirect("import", pk)
    except ImportMovedError:
        _moved(request)
        return redirect("import", pk)
    except ImportFaultyError:
        messages.error(
            request, _("Masih ada baris yang ditolak, jadi belum ada yang diterapkan. Perbaiki baris itu lebih dahulu.")
        )
        return redirect("import", pk)
    return redirect("job", enqueue(batch, ImportJob.APPLY, request).pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_import(request, pk)
    try:
        discard_import(batch=batch, actor=signed_in_user(request), at=timezone.now())
    except ImportMovedError:
        _moved(request)
    else:
        messages.success(request, _("Impor dibuang. Data tidak berubah; berkasnya tetap tersimpan sebagai bukti."))
    return redirect("import", pk)
