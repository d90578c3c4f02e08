"""One rejected row, mended on its page instead of in a file."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from paritrana.accounts.requests import signed_in_user
from paritrana.uploads.forms import RowForm
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch, ImportJob, ImportProblem
from paritrana.uploads.selectors import live_job
from paritrana.uploads.services.mending import RowFaultyError, mend_row
from paritrana.uploads.services.uploads import ImportMovedError
from paritrana.uploads.views.access import own_import
from paritrana.uploads.views.decisions import LAST_LINE
from paritrana.uploads.views.pages import enqueue


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, pk: uuid.UUID, line: int) -> HttpResponse:
    """Show the cells of a rejected row with their faults; send it to be checked once its cells can be read."""
    batch = own_import(request, pk)
    problem = batch.problems.filter(line=min(line, LAST_LINE), left_out_at=None).first()
    if problem is None:
        if request.method == "GET":
            raise Http404
        messages.error(
            request, _("Baris %(line)s tidak lagi menunggu perbaikan. Tidak ada yang diubah.") % {"line": line}
        )
        return redirect("import", pk)
    kind = import_kind(batch.kind)
    form = RowForm(request.POST or None, kind=kind, cells=kind.aligned(problem.cells))
    if request.method != "POST":
        return _page(request, batch, problem, form)
    if not form.is_valid():
        return _page(request, batch, problem, form, status=422)
    try:
        batch = mend_row(
            batch=batch, problem=problem, cells=form.typed, actor=signed_in_user(request), at=timezone.now()
        )
    except RowFaultyError as faulty:
        form.add_reasons(faulty.reasons)
        return _page(request, batch, problem, form, status=422)
    except ImportMovedError:
        form.add_error(
            None,
            _(
                "Impor ini sedang diperiksa atau sudah diputuskan, jadi isian ini belum disimpan. Tunggu, lalu simpan"
                " lagi."
            ),
        )
        return _page(request, batch, problem, form, status=409)
    return redirect("job", enqueue(batch, ImportJob.MEND, request).pk)


def _page(
    request: HttpRequest, batch: ImportBatch, problem: ImportProblem, form: RowForm, *, status: int = 200
) -> HttpResponse:
    kind = import_kind(batch.kind)
    context = {
        "batch": batch,
        "kind": kind,
        "problem": problem,
        "form": form,
        "beyond": [cell for cell in problem.cells[len(kind.columns) :] if cell],
        "job": live_job(batch),
    }
    return render(request, "uploads/row.html", context, status=status)
