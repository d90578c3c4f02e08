"""Interviews: the schedule, the timer, who came."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.jury.forms import AttendanceForm, SlotForm
from awards.jury.models.interviews import Interview, InterviewMode
from awards.jury.selectors.seats import entries_of, panel_entries
from awards.jury.services.errors import JuryError
from awards.jury.services.interviews import (
    Attendance,
    InterviewSlot,
    attendance_choices,
    end_interview,
    record_interview,
    schedule_interview,
    start_interview,
)
from awards.jury.views.frame import at_panel, panel_page, secretariat_of
from paritrana.accounts.requests import signed_in_user


@require_safe
def schedule(request: HttpRequest, panel_id: int) -> HttpResponse:
    """The slots; a juror sees those of the own entries."""
    found = at_panel(request, panel_id)
    entries = entries_of(found.standing.seat) if found.standing.seat else panel_entries(found.panel)
    slots = Interview.objects.filter(panel=found.panel, entry__in=entries).select_related("entry")
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "slots": slots.order_by("held_at", "pk"),
        "unplanned": entries.filter(interview=None) if found.standing.is_secretariat else [],
    }
    return panel_page(request, "jury/schedule.html", context, title=_("Jadwal wawancara"))


@require_http_methods(["GET", "POST"])
def slot(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """Plan or move one slot."""
    found = secretariat_of(request, panel_id)
    entry = get_object_or_404(panel_entries(found.panel), public_id=public_id)
    planned = Interview.objects.filter(entry=entry).first()
    form = SlotForm(request.POST) if request.method == "POST" else SlotForm()
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "mode": InterviewMode(form.cleaned_data["mode"])}
        try:
            schedule_interview(
                panel=found.panel,
                entry=entry,
                slot=InterviewSlot(**chosen),
                actor=signed_in_user(request),
                at=timezone.now(),
            )
        except JuryError as error:
            messages.error(request, str(error))
        else:
            return redirect("admin:jury_schedule", panel_id)
    context = {"panel": found.panel, "entry": entry, "form": form, "planned": planned, "modes": InterviewMode.choices}
    return panel_page(request, "jury/slot.html", context, title=_("Slot wawancara"))


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """The running interview: timer and attendance."""
    found = secretariat_of(request, panel_id)
    interview = get_object_or_404(
        Interview.objects.select_related("entry"), panel=found.panel, entry__public_id=public_id
    )
    form = AttendanceForm(request.POST if "attendance_role" in request.POST else None)
    if request.method == "POST":
        try:
            _step(request, interview, form)
        except JuryError as error:
            messages.error(request, str(error))
        else:
            return redirect("admin:jury_session", panel_id, public_id)
    context = {
        "panel": found.panel,
        "interview": interview,
        "roles": attendance_choices(found.panel),
        "form": form,
    }
    return panel_page(request, "jury/session.html", context, title=_("Wawancara"))


def _step(request: HttpRequest, interview: Interview, form: AttendanceForm) -> None:
    actor, now = signed_in_user(request), timezone.now()
    if request.POST.get("step") == "start":
        start_interview(interview=interview, actor=actor, at=now)
    elif request.POST.get("step") == "end":
        end_interview(interview=interview, actor=actor, at=now)
    elif form.is_valid():
        record_interview(
            panel=interview.panel,
            entry=interview.entry,
            attendance=Attendance(held_at=interview.held_at, mode=InterviewMode(interview.mode), **form.cleaned_data),
            actor=actor,
            at=now,
        )
        messages.success(request, _("Kehadiran dicatat."))
    else:
        raise JuryError(_("Pilih peran dan tulis nama yang hadir. Tidak ada yang disimpan."))
