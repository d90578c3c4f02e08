"""Draw a share of a category's verdicts, to be verified once more."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from awards.progress.forms import SampleForm
from awards.progress.views.board import may_draw, watched_category
from awards.verification.services.samples import SampleRefusedError, draw_sample
from paritrana.accounts.requests import signed_in_user


@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    found = watched_category(request, pk)
    if not may_draw(request, found):
        raise Http404
    form = SampleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bagian sampel antara 1 dan 100 persen."))
        return redirect("admin:progress_verifiers", pk=pk)
    try:
        sample = draw_sample(
            category=found, percent=form.cleaned_data["percent"], actor=signed_in_user(request), at=timezone.now()
        )
    except SampleRefusedError as error:
        messages.error(request, str(error))
        return redirect("admin:progress_verifiers", pk=pk)
    drawn = sample.readings.count()
    messages.success(
        request,
        ngettext("%(count)d putusan ditarik sebagai sampel.", "%(count)d putusan ditarik sebagai sampel.", drawn)
        % {"count": drawn},
    )
    return redirect("admin:progress_verifiers", pk=pk)
