"""All dates of an edition: read, checked, moved together, and taken along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from awards.editions.models import EditionState
from awards.studio.exports.icalendar import icalendar
from awards.studio.forms.editions import ShiftForm
from awards.studio.selectors.calendar import edition_dates
from awards.studio.services.shifting import CalendarInForceError, shift_calendar
from awards.studio.views.frame import may_prepare, own_edition, read_edition
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide
from paritrana.pages.panel_frame import panel_page


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the dates; a press of the button moves all of a draft's."""
    is_move = request.method == "POST"
    found = own_edition(request, pk) if is_move else read_edition(request, pk)
    form = ShiftForm(request.POST if is_move else None)
    if is_move and form.is_valid():
        days = form.cleaned_data["days"]
        told = ngettext("Semua tanggal digeser %(days)d hari.", "Semua tanggal digeser %(days)d hari.", abs(days))
        with decide(request, CalendarInForceError, done=told % {"days": days}):
            shift_calendar(edition=found, days=days, actor=signed_in_user(request), at=timezone.now())
        return redirect("admin:studio_calendar", pk=pk)
    dated = edition_dates(found)
    context = {
        "edition": found,
        "dated": dated,
        "has_dates": any(one.stages for one in dated),
        "clash_count": sum(len(one.clashes) for one in dated),
        "may_shift": may_prepare(request) and found.state == EditionState.DRAFT,
        "may_prepare": may_prepare(request),
        "form": form,
    }
    title, status = _("Jadwal %(edition)s") % {"edition": found}, 422 if is_move else 200
    return panel_page(request, "studio/calendar.html", context, title=title, status=status)


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_edition(request, pk)
    text = icalendar(found, edition_dates(found), at=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="jadwal-{found.code}.ics"'
    return answer
