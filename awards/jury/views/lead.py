"""Chair, secretariat and auditor: the matrix, what is missing, and decisions about cards and conflicts."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror, Panel
from awards.jury.models.scorecards import Flag, Mark, Scorecard
from awards.jury.selectors.agreement import comparisons, criterion_reports
from awards.jury.selectors.blockers import panel_blockers
from awards.jury.selectors.matrix import matrix
from awards.jury.selectors.recusal import confirmed_conflicts, kept_entries
from awards.jury.selectors.seats import panel_entries, remaining_jurors
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.sight import all_entries, entries_with_open_marks
from awards.jury.services.closing import close_panel, reopen_panel
from awards.jury.services.conflicts import confirm_conflict, declare_conflict, dismiss_conflict, void_scorecard
from awards.jury.services.detection import detect_conflicts
from awards.jury.services.errors import JuryError
from awards.jury.services.flags import answer_flag
from awards.jury.services.scorecards import reopen_scorecard
from awards.jury.services.seats import excuse_juror
from awards.jury.views.frame import AtPanel, leading, named_entry, named_seat, panel_page, secretariat_of, watching
from paritrana.accounts.joint_acts import waiting_acts
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide


def open_entries(found: AtPanel) -> frozenset[int]:
    """Return the entries whose marks this person may see now."""
    if found.standing.sees_all_marks:
        return all_entries(found.panel)
    return entries_with_open_marks(found.seat, at=timezone.now())


def named_marks(panel: Panel, marks: Iterable[Mark]) -> list[tuple[str, Mark]]:
    """Return marks with the names of their criteria; one that the rulebook no longer knows keeps its code."""
    names = {criterion.code: criterion.name for criterion in jury_sheet(panel.category).criteria}
    return [(names.get(mark.criterion, mark.criterion), mark) for mark in marks]


def recused_entries(found: AtPanel) -> frozenset[int]:
    """Return the entries that a chair in conflict does not see at all."""
    return confirmed_conflicts(found.standing.seat) if found.standing.seat else frozenset()


@require_safe
def overview(request: HttpRequest, panel_id: int) -> HttpResponse:
    """The matrix: everyone who may be here sees the states, and marks only as far as open to them."""
    found = watching(request, panel_id)
    sheet = jury_sheet(found.panel.category)
    chosen = sheet.criterion(request.GET.get("kriteria", ""))
    layout = matrix(found.panel, open_entries(found), criterion=chosen, hidden=recused_entries(found))
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "matrix": layout,
        "blockers": panel_blockers(found.panel, hidden=recused_entries(found)),
        "is_recused": bool(recused_entries(found)),
        "chosen": chosen,
        "is_nav_sidebar_enabled": False,
    }
    return panel_page(request, "jury/overview.html", context, title=_("Kemajuan dan nilai tim"))


@require_safe
def agreement(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Severity, agreement, outliers, and the three methods side by side, over what the person may see."""
    found = watching(request, panel_id)
    seen = open_entries(found)
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "seen": len(seen),
        "reports": criterion_reports(found.panel, seen),
        "comparisons": comparisons(found.panel, seen),
    }
    return panel_page(request, "jury/agreement.html", context, title=_("Kesepakatan tim"))


def _remaining(found: AtPanel) -> QuerySet[Juror]:
    return remaining_jurors(on=timezone.localdate()).filter(panel=found.panel).select_related("user")


@require_safe
def conflicts(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = watching(request, panel_id)
    rows = (
        Conflict.objects.filter(juror__panel=found.panel)
        .exclude(entry__in=recused_entries(found))
        .select_related("juror__user", "entry", "decided_by")
        .order_by("created_at", "pk")
    )
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "waiting": [row for row in rows if row.state == ConflictState.POSSIBLE],
        "decided": [row for row in rows if row.state != ConflictState.POSSIBLE],
        "jurors": _remaining(found).order_by("pk"),
        "entries": panel_entries(found.panel).exclude(pk__in=recused_entries(found)),
    }
    return panel_page(request, "jury/conflicts.html", context, title=_("Benturan kepentingan"))


@require_safe
def flags(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Jurors' questions go to the secretariat; the chair, a juror too, does not read them."""
    found = watching(request, panel_id)
    if not found.standing.sees_all_marks:
        raise Http404
    rows = Flag.objects.filter(juror__panel=found.panel).select_related("juror__user", "entry", "answered_by")
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "flags": rows.order_by("answered_at", "-raised_at", "pk"),
    }
    return panel_page(request, "jury/flags.html", context, title=_("Pertanyaan juri"))


@require_POST
def decide_conflict(request: HttpRequest, panel_id: int, conflict_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    conflicts_seen = Conflict.objects.exclude(entry__in=recused_entries(found))
    conflict = get_object_or_404(conflicts_seen, pk=conflict_id, juror__panel=found.panel)
    move = confirm_conflict if request.POST.get("decision") == "confirm" else dismiss_conflict
    reason, actor, now = request.POST.get("reason", ""), signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Putusan tentang benturan kepentingan dicatat.")):
        move(conflict=conflict, reason=reason, actor=actor, at=now)
    return redirect("admin:jury_conflicts", panel_id)


@require_POST
def add_conflict(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    juror = named_seat(found.panel, request.POST.get("juror", ""))
    entries = found.panel.category.entries.exclude(pk__in=recused_entries(found))
    entry = named_entry(entries, request.POST.get("entry", ""))
    reason, actor, now = request.POST.get("reason", ""), signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Benturan kepentingan dicatat.")):
        declare_conflict(juror=juror, entry=entry, reason=reason, actor=actor, at=now)
    return redirect("admin:jury_conflicts", panel_id)


@require_POST
def detect(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    created = detect_conflicts(panel=found.panel, actor=signed_in_user(request), at=timezone.now())
    messages.success(request, _("Ditemukan %(count)s kemungkinan benturan baru.") % {"count": len(created)})
    return redirect("admin:jury_conflicts", panel_id)


@require_POST
def decide_card(request: HttpRequest, panel_id: int, card_id: int) -> HttpResponse:
    """Re-open or void a card, with a reason."""
    found = leading(request, panel_id)
    cards = Scorecard.objects.exclude(entry__in=recused_entries(found))
    card = get_object_or_404(cards, pk=card_id, juror__panel=found.panel)
    move = void_scorecard if request.POST.get("decision") == "void" else reopen_scorecard
    reason, actor, now = request.POST.get("reason", ""), signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Keputusan dicatat.")):
        move(card=card, reason=reason, actor=actor, at=now)
    return redirect("admin:jury_overview", panel_id)


@require_safe
def card(request: HttpRequest, panel_id: int, card_id: int) -> HttpResponse:
    """One card's state, with its marks where open to the reader, and the doors to re-open or void it."""
    found = watching(request, panel_id)
    sheet_card = get_object_or_404(
        Scorecard.objects.exclude(entry__in=recused_entries(found)).select_related("juror__user", "entry"),
        pk=card_id,
        juror__panel=found.panel,
    )
    is_open = sheet_card.entry_id in open_entries(found) and sheet_card.state != "draft"
    marks = named_marks(found.panel, sheet_card.marks.order_by("criterion")) if is_open else []
    kept = kept_entries(recused_entries(found))
    for _name, mark in marks:
        mark.rationale = kept.blanked(mark.rationale)
    context = {"panel": found.panel, "standing": found.standing, "card": sheet_card, "marks": marks, "is_open": is_open}
    return panel_page(request, "jury/card.html", context, title=_("Lembar nilai"))


@require_POST
def reply_to_flag(request: HttpRequest, panel_id: int, flag_id: int) -> HttpResponse:
    found = secretariat_of(request, panel_id)
    flag = get_object_or_404(Flag, pk=flag_id, juror__panel=found.panel)
    answer, actor, now = request.POST.get("answer", ""), signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Jawaban terkirim.")):
        answer_flag(flag=flag, answer=answer, actor=actor, at=now)
    return redirect("admin:jury_flags", panel_id)


@require_POST
def excuse(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    juror = named_seat(found.panel, request.POST.get("juror", ""))
    reason, document = request.POST.get("reason", ""), request.POST.get("document", "")
    actor, now = signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Alasan juri berhalangan dicatat.")):
        excuse_juror(juror=juror, reason=reason, document=document, actor=actor, at=now)
    return redirect("admin:jury_close", panel_id)


@require_safe
def closing(request: HttpRequest, panel_id: int) -> HttpResponse:
    """What keeps the panel open, who may be excused, and the button that closes it."""
    found = watching(request, panel_id)
    hidden = recused_entries(found)
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "blockers": panel_blockers(found.panel, hidden=hidden),
        "is_recused": bool(hidden),
        "note": kept_entries(hidden).blanked(found.panel.closing_note),
        "jurors": _remaining(found).filter(excuse=None),
        "waiting": waiting_acts(found.panel),
    }
    return panel_page(request, "jury/closing.html", context, title=_("Tutup penilaian"))


@require_POST
def close(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    note, actor, now = request.POST.get("note", ""), signed_in_user(request), timezone.now()
    if request.POST.get("decision") == "reopen":
        with decide(request, JuryError):
            panel = reopen_panel(panel=found.panel, reason=note, actor=actor, at=now)
            waits = _("Usul membuka kembali dicatat. Penyelenggara nasional kedua menyetujuinya di halaman ini.")
            messages.success(request, _("Penilaian dibuka kembali.") if panel.closed_at is None else waits)
    else:
        with decide(request, JuryError, done=_("Penilaian ditutup.")):
            close_panel(panel=found.panel, note=note, actor=actor, at=now)
    return redirect("admin:jury_close", panel_id)
