"""Interviews: the schedule, the timer, who came, paper sheets."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.forms.jury import AttendanceForm, MarkForm, SlotForm
from awards.models.jury import Interview, InterviewMode, PaperSheet, PaperState
from awards.selectors.jury.seats import active_jurors, entries_of, panel_entries
from awards.selectors.jury.sheets import jury_sheet
from awards.services.jury import JuryError, end_interview, record_interview, schedule_interview, start_interview
from awards.services.jury.interviews import attendance_choices
from awards.services.jury.paper import TypedMark, confirm_paper_sheet, reject_paper_sheet, type_paper_sheet
from awards.views.jury.frame import at_panel, named_entry, named_seat, panel_page, secretariat_of
from awards.views.jury.lead import named_marks
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
                panel=found.panel, entry=entry, actor=signed_in_user(request), at=timezone.now(), **chosen
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
            held_at=interview.held_at,
            mode=InterviewMode(interview.mode),
            actor=actor,
            at=now,
            **form.cleaned_data,
        )
        messages.success(request, _("Kehadiran dicatat."))
    else:
        raise JuryError(_("Pilih peran dan tulis nama yang hadir. Tidak ada yang disimpan."))


@require_safe
def paper(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """A score sheet to print: a juror prints the own one, the secretariat an empty one."""
    found = at_panel(request, panel_id)
    entries = entries_of(found.standing.seat) if found.standing.seat else panel_entries(found.panel)
    entry = get_object_or_404(entries, public_id=public_id)
    context = {
        "panel": found.panel,
        "entry": entry,
        "seat": found.standing.seat,
        "sheet": jury_sheet(found.panel.category),
        "is_nav_sidebar_enabled": False,
    }
    return panel_page(request, "jury/paper.html", context, title=_("Lembar nilai wawancara"))


@require_safe
def typing_desk(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Sheets to type and sheets that wait for a second person."""
    found = secretariat_of(request, panel_id)
    seats = active_jurors(on=timezone.localdate())
    rows = PaperSheet.objects.filter(juror__panel=found.panel, state=PaperState.TYPED)
    sheets = rows.select_related("juror__user", "entry", "typed_by").prefetch_related("marks").order_by("pk")
    context = {
        "panel": found.panel,
        "jurors": seats.filter(panel=found.panel).select_related("user").order_by("pk"),
        "entries": panel_entries(found.panel),
        "sheet": jury_sheet(found.panel.category),
        "waiting": [(row, named_marks(found.panel, row.marks.all())) for row in sheets],
        "typist": signed_in_user(request),
    }
    return panel_page(request, "jury/typing.html", context, title=_("Lembar kertas"))


@require_POST
def type_sheet(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = secretariat_of(request, panel_id)
    juror = named_seat(found.panel, request.POST.get("juror", ""))
    entry = named_entry(panel_entries(found.panel), request.POST.get("entry", ""))
    try:
        type_paper_sheet(
            juror=juror,
            entry=entry,
            marks=_typed(request, [criterion.code for criterion in jury_sheet(found.panel.category).criteria]),
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    except JuryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Lembar disimpan dan menunggu pemeriksaan orang kedua."))
    return redirect("admin:jury_typing", panel_id)


def _typed(request: HttpRequest, codes: list[str]) -> dict[str, TypedMark]:
    found = {}
    for code in codes:
        try:
            value = MarkForm.base_fields["value"].clean(request.POST.get(f"{code}-value", "").replace(",", ".").strip())
        except ValidationError:
            continue
        found[code] = TypedMark(value, request.POST.get(f"{code}-rationale", ""))
    return found


@require_POST
def check_sheet(request: HttpRequest, panel_id: int, sheet_id: int) -> HttpResponse:
    found = secretariat_of(request, panel_id)
    sheet = get_object_or_404(
        PaperSheet.objects.select_related("juror__panel__category", "entry"), pk=sheet_id, juror__panel=found.panel
    )
    actor, now = signed_in_user(request), timezone.now()
    try:
        if request.POST.get("decision") == "confirm":
            confirm_paper_sheet(sheet=sheet, actor=actor, at=now)
        else:
            reject_paper_sheet(sheet=sheet, reason=request.POST.get("reason", ""), actor=actor, at=now)
    except JuryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Pemeriksaan lembar dicatat."))
    return redirect("admin:jury_typing", panel_id)
