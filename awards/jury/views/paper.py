"""Paper sheets: printed, typed by two people who do not see each other's, and settled where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.jury.forms import mark_of
from awards.jury.models.interviews import PaperMark, PaperSheet, PaperState, PaperTurn
from awards.jury.selectors.paper import PaperLine, own_typing, paper_lines, refused_sheets, waiting_sheets
from awards.jury.selectors.seats import active_jurors, entries_of, panel_entries
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.services.errors import JuryError
from awards.jury.services.paper import (
    TypedMark,
    reject_paper_sheet,
    settle_paper_sheet,
    type_again,
    type_paper_sheet,
)
from awards.jury.views.frame import AtPanel, at_panel, named_entry, named_seat, panel_page, secretariat_of
from awards.rulebooks.parsing.jury_sheet import JuryCriterion, JurySheet
from awards.submissions.parsing.answers import whole_number
from paritrana.accounts.models import User
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide
from paritrana.pages.templatetags.formats import number


@dataclass(frozen=True, slots=True)
class TypingLine:
    """One criterion of the form with what was typed there."""

    criterion: JuryCriterion
    value: str = ""
    rationale: str = ""
    error: str = ""


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
    """Sheets to type, to type again, to settle; whoever typed a refused one may begin with what was typed."""
    found = secretariat_of(request, panel_id)
    refused = refused_sheets(found.panel).filter(pk=whole_number(request.GET.get("lagi", "")) or 0).first()
    typed = own_typing(refused, signed_in_user(request)) if refused else []
    kept = {mark.criterion: mark for mark in typed}
    lines = [
        TypingLine(row, number(kept[row.code].value.normalize()), kept[row.code].rationale)
        if row.code in kept
        else TypingLine(row)
        for row in jury_sheet(found.panel.category).criteria
    ]
    chosen = (str(refused.juror_id), str(refused.entry.public_id)) if refused else ("", "")
    return _desk(request, found, lines, chosen=chosen)


def _desk(
    request: HttpRequest, found: AtPanel, lines: list[TypingLine], *, chosen: tuple[str, str], status: int = 200
) -> HttpResponse:
    reader, panel = signed_in_user(request), found.panel
    seats = active_jurors(on=timezone.localdate()).filter(panel=panel)
    criteria = [line.criterion for line in lines]
    names = {criterion.code: criterion.name for criterion in criteria}
    context = {
        "panel": panel,
        "jurors": seats.select_related("user").order_by("pk"),
        "entries": panel_entries(panel),
        "lines": lines,
        "chosen_juror": chosen[0],
        "chosen_entry": chosen[1],
        "waiting": [_waiting(row, reader, criteria) for row in waiting_sheets(panel)],
        "refused": [(row, _named(own_typing(row, reader), names)) for row in refused_sheets(panel)],
        "reader": reader,
    }
    return panel_page(request, "jury/typing.html", context, title=_("Lembar kertas"), status=status)


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """A sheet as this reader may see it: the own typing, and both only once both were made."""

    sheet: PaperSheet
    own: list[tuple[str, PaperMark]]
    lines: list[PaperLine]
    may_decide: bool


def _named(marks: list[PaperMark], names: Mapping[str, str]) -> list[tuple[str, PaperMark]]:
    """Put the criterion's name before each mark; one that the rulebook no longer knows keeps its code."""
    return [(names.get(mark.criterion, mark.criterion), mark) for mark in marks]


def _waiting(sheet: PaperSheet, reader: User, criteria: list[JuryCriterion]) -> WaitingSheet:
    both = sheet.state == PaperState.DIFFERS
    names = {criterion.code: criterion.name for criterion in criteria}
    return WaitingSheet(
        sheet,
        own=[] if both else _named(own_typing(sheet, reader), names),
        lines=paper_lines(sheet, criteria) if both else [],
        may_decide=sheet.typed_by_id != reader.pk,
    )


@require_POST
def type_sheet(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Keep the first typing; what cannot be kept stays in the form with its reason."""
    found = secretariat_of(request, panel_id)
    juror = named_seat(found.panel, request.POST.get("juror", ""))
    entry = named_entry(panel_entries(found.panel), request.POST.get("entry", ""))
    lines, marks = _typed(request, jury_sheet(found.panel.category))
    actor, now = signed_in_user(request), timezone.now()
    try:
        type_paper_sheet(juror=juror, entry=entry, marks=marks, actor=actor, at=now)
    except JuryError as error:
        messages.error(request, str(error))
        return _desk(request, found, lines, chosen=(str(juror.pk), str(entry.public_id)), status=422)
    messages.success(request, _("Lembar disimpan dan menunggu ketikan orang kedua."))
    return redirect("admin:jury_typing", panel_id)


@require_http_methods(["GET", "POST"])
def type_second(request: HttpRequest, panel_id: int, sheet_id: int) -> HttpResponse:
    """Type a waiting sheet from the paper again, in an empty form; the first typist has no such page."""
    found = secretariat_of(request, panel_id)
    sheet = get_object_or_404(waiting_sheets(found.panel).filter(state=PaperState.TYPED), pk=sheet_id)
    actor, now = signed_in_user(request), timezone.now()
    if actor.pk == sheet.typed_by_id:
        raise Http404
    asked = jury_sheet(found.panel.category)
    lines, status = [TypingLine(criterion) for criterion in asked.criteria], 200
    if request.method == "POST":
        lines, marks = _typed(request, asked)
        try:
            sheet = type_again(sheet=sheet, marks=marks, actor=actor, at=now)
        except JuryError as error:
            messages.error(request, str(error))
            status = 422
        else:
            _say_outcome(request, sheet)
            return redirect("admin:jury_typing", panel_id)
    context = {"panel": found.panel, "sheet": sheet, "lines": lines}
    return panel_page(request, "jury/typing_again.html", context, title=_("Lembar kertas"), status=status)


def _say_outcome(request: HttpRequest, sheet: PaperSheet) -> None:
    if sheet.state == PaperState.CONFIRMED:
        messages.success(request, _("Kedua ketikan sama. Nilai juri dikonfirmasi."))
    else:
        messages.warning(request, _("Kedua ketikan berbeda. Bandingkan dengan kertasnya dan putuskan di bawah."))


def _typed(request: HttpRequest, sheet: JurySheet) -> tuple[list[TypingLine], dict[str, TypedMark]]:
    """Return the form as it was sent, with what is wrong in it, and the marks that could be read."""
    lines, marks = [], {}
    for criterion in sheet.criteria:
        value, error = request.POST.get(f"{criterion.code}-value", ""), ""
        rationale = request.POST.get(f"{criterion.code}-rationale", "")
        try:
            mark = mark_of(value, criterion)
        except ValidationError as refusal:
            error = refusal.messages[0]
        else:
            if mark is not None and criterion.admits(mark):
                marks[criterion.code] = TypedMark(mark, rationale)
            else:
                error = _("Isi nilai yang ada pada skala kriteria ini.")
        lines.append(TypingLine(criterion, value, rationale, error))
    return lines, marks


@require_POST
def check_sheet(request: HttpRequest, panel_id: int, sheet_id: int) -> HttpResponse:
    """Settle where two typings differ, or refuse the sheet; each with a reason."""
    found = secretariat_of(request, panel_id)
    sheet = get_object_or_404(
        PaperSheet.objects.select_related("juror__panel__category", "entry"), pk=sheet_id, juror__panel=found.panel
    )
    reason, actor, now = request.POST.get("reason", ""), signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Pemeriksaan lembar dicatat.")):
        if request.POST.get("decision") == "settle":
            chosen = _chosen(request, jury_sheet(found.panel.category))
            settle_paper_sheet(sheet=sheet, chosen=chosen, reason=reason, actor=actor, at=now)
        else:
            reject_paper_sheet(sheet=sheet, reason=reason, actor=actor, at=now)
    return redirect("admin:jury_typing", panel_id)


def _chosen(request: HttpRequest, sheet: JurySheet) -> dict[str, PaperTurn]:
    sent = {row.code: request.POST.get(f"{row.code}-turn", "") for row in sheet.criteria}
    turns = {str(turn.value): turn for turn in PaperTurn}
    return {code: turns[text] for code, text in sent.items() if text in turns}
