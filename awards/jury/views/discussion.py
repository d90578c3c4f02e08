"""Others' marks on one entry, the discussion about it, and moderation of discrepancies."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.entries.models import Entry
from awards.jury.models.plenary import Moderation
from awards.jury.selectors.matrix import matrix
from awards.jury.selectors.queue import discrepancies, marks_on
from awards.jury.selectors.recusal import kept_entries
from awards.jury.selectors.remarks import readable_remarks
from awards.jury.selectors.seats import panel_entries
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.services.errors import JuryError
from awards.jury.services.plenary import close_moderation, open_moderation, write_remark
from awards.jury.views.frame import AtPanel, at_panel, leading, panel_page, watching
from awards.jury.views.lead import open_entries, recused_entries
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide


def _open_entry(found: AtPanel, public_id: UUID) -> Entry:
    """Return an entry whose marks are open to the person; for others the page does not exist."""
    entry: Entry = get_object_or_404(panel_entries(found.panel), public_id=public_id)
    if entry.pk not in open_entries(found):
        raise Http404
    return entry


@require_http_methods(["GET", "POST"])
def discuss(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """The confirmed marks of all, and the thread, once the own card is confirmed."""
    found = at_panel(request, panel_id)
    entry = _open_entry(found, public_id)
    may_write = found.standing.seat is not None or found.standing.may_lead
    if request.method == "POST" and may_write:
        with decide(request, JuryError):
            write_remark(
                panel=found.panel,
                entry=entry,
                text=request.POST.get("text", ""),
                actor=signed_in_user(request),
                at=timezone.now(),
            )
        return redirect("admin:jury_discuss", panel_id, public_id)
    kept = kept_entries(recused_entries(found))
    moderations = Moderation.objects.filter(panel=found.panel, entry=entry).order_by("pk")
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "entry": entry,
        "sheet": jury_sheet(found.panel.category),
        "marks": marks_on(found.panel, entry, kept),
        "remarks": readable_remarks(found.panel, entry, kept),
        "moderations": [(row, kept.blanked(row.outcome)) for row in moderations],
        "may_write": may_write,
    }
    return panel_page(request, "jury/discuss.html", context, title=_("Nilai dan pembahasan"))


@require_safe
def queue(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Entries whose marks lie far apart, the widest first, and the moderations that wait."""
    found = watching(request, panel_id)
    seen, kept = open_entries(found), kept_entries(recused_entries(found))
    criteria = jury_sheet(found.panel.category).criteria
    layouts = [matrix(found.panel, seen, criterion=criterion) for criterion in criteria]
    names = {criterion.code: criterion.name for criterion in criteria}
    rows = Moderation.objects.filter(panel=found.panel, entry__in=seen).select_related("entry", "closed_by")
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "discrepancies": discrepancies(found.panel, layouts),
        "moderations": [
            (row, names.get(row.criterion, row.criterion), kept.blanked(row.outcome))
            for row in rows.order_by("closed_at", "pk")
        ],
    }
    return panel_page(request, "jury/queue.html", context, title=_("Selisih yang perlu dibahas"))


@require_POST
def moderate(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    found = leading(request, panel_id)
    entry = _open_entry(found, public_id)
    with decide(request, JuryError, done=_("Pembahasan dibuka. Nilai semula disimpan.")):
        open_moderation(
            panel=found.panel,
            entry=entry,
            criterion=request.POST.get("criterion", ""),
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    return redirect("admin:jury_queue", panel_id)


@require_POST
def conclude(request: HttpRequest, panel_id: int, moderation_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    moderation = get_object_or_404(Moderation, pk=moderation_id, panel=found.panel, entry__in=open_entries(found))
    with decide(request, JuryError, done=_("Hasil pembahasan dicatat.")):
        close_moderation(
            moderation=moderation,
            outcome=request.POST.get("outcome", ""),
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    return redirect("admin:jury_queue", panel_id)
