"""Decisions about an import: mend, check again, apply, discard. Each translates, makes one call, redirects."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paritrana.accounts.requests import signed_in_user
from paritrana.imports.forms import MendForm
from paritrana.imports.models import ImportJob, ImportState
from paritrana.imports.services.uploads import (
    ImportFaultyError,
    ImportMovedError,
    discard_import,
    receive_mended_rows,
    request_apply,
)
from paritrana.imports.views.access import own_import
from paritrana.imports.views.pages import enqueue


def _moved(request: HttpRequest) -> None:
    messages.error(
        request,
        _("Impor ini sudah berubah sejak halaman dibuka. Tidak ada yang dilakukan; lihat keadaannya kini."),
    )


@login_required
@require_POST
def mend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_import(request, pk)
    form = MendForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Pilih berkas perbaikan berbentuk CSV atau XLSX. Tidak ada yang berubah."))
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
    try:
        batch = request_apply(batch=batch, actor=signed_in_user(request), at=timezone.now())
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
