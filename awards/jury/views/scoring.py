"""The scoring screen and what can be done on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.entries.models import Entry
from awards.jury.forms import MarkForm, changed_marks
from awards.jury.models.conflicts import Conflict, ConflictState, Declaration
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.cards import inherited_cards
from awards.jury.selectors.desk import next_entry
from awards.jury.selectors.scoring import ScoringScreen, onlooker_screen, scoring_screen
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.stages import open_stages
from awards.jury.services.conflicts import declare_conflict
from awards.jury.services.errors import JuryError
from awards.jury.services.flags import raise_flag
from awards.jury.services.scorecards import (
    MarkWrite,
    StaleMarkError,
    clear_mark,
    save_mark,
    save_note,
)
from awards.jury.views.answers import emptied_answer, saved_answer, stale_answer
from awards.jury.views.frame import AtPanel, at_panel, own_entry, panel_page
from awards.submissions.models.evidence import Evidence
from awards.submissions.selectors.sheets import ready_evidence
from paritrana.accounts.requests import arrived_at, signed_in_user


def shut(request: HttpRequest, seat: Juror, entry: Entry) -> HttpResponse | None:
    """Send away, with the reason, whoever may not open the file now: no stage open, nothing declared, or on hold."""
    if not open_stages(seat.panel.category, at=timezone.now()):
        messages.info(request, _("Penilaian tidak sedang dibuka. Nilai Anda tersimpan; lihat jadwalnya."))
        return redirect("admin:jury_entries", seat.panel_id)
    declared = Declaration.objects.filter(juror=seat, entry=entry, has_conflict=False).exists()
    if not declared or Conflict.objects.filter(juror=seat, entry=entry, state=ConflictState.POSSIBLE).exists():
        messages.info(request, _("Berkas ini terbuka setelah soal benturan kepentingan selesai."))
        return redirect("admin:jury_declare", seat.panel_id)
    return None


@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """Show the sheet; a plain form post saves every changed mark, then goes where its button says."""
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    if (away := shut(request, found.seat, entry)) is not None:
        return away
    if request.method == "POST":
        return _save_all(request, found, entry)
    return _screen(request, found, entry, sheet_of(found, entry))


def sheet_of(found: AtPanel, entry: Entry) -> ScoringScreen:
    """Return the juror's own sheet; an onlooker gets neither draft nor private note."""
    return onlooker_screen(found.seat, entry) if found.standing.is_onlooker else scoring_screen(found.seat, entry)


def _screen(
    request: HttpRequest, found: AtPanel, entry: Entry, screen: ScoringScreen, errors: dict[str, str] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "panel": found.panel,
        "entry": entry,
        "standing": found.standing,
        "screen": screen,
        "errors": errors or {},
        "inherited": inherited_cards(found.seat).get(entry.pk),
        "is_confirmed": screen.card is not None and screen.card.state == ScorecardState.CONFIRMED,
        "first_file": screen.files[0] if screen.files else None,
        "is_nav_sidebar_enabled": False,
    }
    return panel_page(request, "jury/score.html", context, title=_("Lembar nilai"), status=422 if errors else 200)


def _save_all(request: HttpRequest, found: AtPanel, entry: Entry) -> HttpResponse:
    errors: dict[str, str] = {}
    screen = scoring_screen(found.seat, entry)
    for form in changed_marks(request.POST, screen):
        try:
            _save(request, found.seat, entry, form)
        except JuryError as error:
            errors[form.prefix or ""] = _as_typed(str(error), form)
    if errors:
        return _screen(request, found, entry, scoring_screen(found.seat, entry), errors)
    if "note" in request.POST and request.POST["note"] != (screen.card.private_note if screen.card else ""):
        save_note(
            juror=found.seat,
            entry=entry,
            note=request.POST["note"],
            actor=signed_in_user(request),
            at=arrived_at(request),
        )
    if request.POST.get("go") == "confirm":
        return redirect("admin:jury_confirm", found.panel.pk, entry.public_id)
    return redirect("admin:jury_after", found.panel.pk, entry.public_id)


def _as_typed(reason: str, form: MarkForm) -> str:
    """Add to a refusal what was typed: the page shows what is stored, and nothing typed is lost by it."""
    typed = form["value"].value() or _("kosong")
    return _("%(reason)s Anda ketik: %(value)s. Alasan: %(rationale)s") % {
        "reason": reason,
        "value": typed,
        "rationale": form["rationale"].value() or _("kosong"),
    }


def _save(request: HttpRequest, seat: Juror, entry: Entry, form: MarkForm) -> Mark | None:
    """Store or, where the field was emptied, take back one mark."""
    if not form.is_valid():
        told = form.errors.get("value")
        raise JuryError(
            told[0] if told else _("Isian ini tidak lengkap. Nilai lama tidak berubah; muat ulang halaman.")
        )
    if form.cleaned_data["value"] is None:
        clear_mark(
            juror=seat,
            entry=entry,
            criterion=form.cleaned_data["criterion"],
            version=form.cleaned_data["version"],
            actor=signed_in_user(request),
            at=arrived_at(request),
        )
        return None
    return save_mark(
        juror=seat,
        entry=entry,
        write=MarkWrite(
            criterion=form.cleaned_data["criterion"],
            value=form.cleaned_data["value"],
            rationale=form.cleaned_data["rationale"],
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            key=form.cleaned_data["write_key"],
        ),
        actor=signed_in_user(request),
        at=arrived_at(request),
    )


@require_POST
def autosave(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """Save one mark from the open page; answers with what is stored now."""
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    form = MarkForm(request.POST, sheet=jury_sheet(found.panel.category))
    try:
        mark = _save(request, found.seat, entry, form)
    except StaleMarkError as error:
        return stale_answer(error)
    except JuryError as error:
        return JsonResponse({"message": str(error)}, status=422)
    return saved_answer(found.seat, entry, mark) if mark else emptied_answer(found.seat, entry)


@require_POST
def note(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    try:
        save_note(
            juror=found.seat,
            entry=entry,
            note=request.POST.get("note", ""),
            actor=signed_in_user(request),
            at=arrived_at(request),
        )
    except JuryError as error:
        return JsonResponse({"message": str(error)}, status=422)
    return JsonResponse({"message": ""})


@require_safe
def after(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """After "Simpan & lanjut": a card with every mark asks for its confirmation, or for the rationale it still lacks.

    Else the next entry comes.
    """
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    card = Scorecard.objects.filter(juror=found.seat, entry=entry, state=ScorecardState.DRAFT).first()
    asked = len(jury_sheet(found.panel.category).criteria)
    if card is not None and asked and card.marks.count() == asked:
        return redirect("admin:jury_confirm", panel_id, public_id)
    following = next_entry(found.seat, skipped=[*request.session.get("jury_skipped", []), str(public_id)])
    if following is None or following == entry:
        return redirect("admin:jury_entries", panel_id)
    return redirect("admin:jury_score", panel_id, following.public_id)


@require_POST
def skip(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """Put an entry at the end of this session's queue; nothing is stored about it."""
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    skipped = [key for key in request.session.get("jury_skipped", []) if key != str(entry.public_id)]
    request.session["jury_skipped"] = [*skipped, str(entry.public_id)]
    return redirect("admin:jury_next", panel_id)


@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    if request.method == "POST":
        try:
            raise_flag(
                juror=found.seat,
                entry=entry,
                reason=request.POST.get("reason", ""),
                actor=signed_in_user(request),
                at=timezone.now(),
            )
        except JuryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Pertanyaan Anda diteruskan ke sekretariat."))
            return redirect("admin:jury_score", panel_id, public_id)
    flags = found.seat.flags.filter(entry=entry).order_by("-raised_at", "-pk")
    context = {"panel": found.panel, "entry": entry, "flags": flags}
    return panel_page(request, "jury/flag.html", context, title=_("Tandai untuk sekretariat"))


@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """Declare a conflict found only now."""
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    if request.method == "POST":
        try:
            declare_conflict(
                juror=found.seat,
                entry=entry,
                reason=request.POST.get("reason", ""),
                actor=signed_in_user(request),
                at=timezone.now(),
            )
        except JuryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Benturan kepentingan dicatat. Peserta itu tidak lagi ada pada daftar Anda."))
            return redirect("admin:jury_entries", panel_id)
    context = {"panel": found.panel, "entry": entry}
    return panel_page(request, "jury/recuse.html", context, title=_("Nyatakan benturan kepentingan"))


@require_safe
@xframe_options_sameorigin
def evidence(request: HttpRequest, panel_id: int, public_id: UUID, evidence_id: UUID) -> HttpResponseBase:
    """Send a file of an entry that the juror may see and has declared."""
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    if (away := shut(request, found.seat, entry)) is not None:
        return away
    item: Evidence = get_object_or_404(ready_evidence(), public_id=evidence_id, answer__submission__entry=entry)
    response = FileResponse(item.file.open("rb"), content_type=item.content_type, filename=item.original_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
