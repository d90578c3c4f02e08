"""Read what was given once more, then make it count: one card, or all that are complete."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from awards.entries.models import Entry
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.confirming import ready_cards
from awards.jury.selectors.jury_points import panel_rules, rule_said
from awards.jury.selectors.rationale import missing_on_card
from awards.jury.selectors.scoring import ScoringScreen
from awards.jury.services.errors import JuryError
from awards.jury.services.scorecards import confirm_scorecard
from awards.jury.views.frame import at_panel, own_entry, panel_page
from awards.jury.views.scoring import sheet_of, shut
from awards.submissions.parsing.answers import whole_number
from paritrana.accounts.requests import signed_in_user


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, panel_id: int, public_id: UUID) -> HttpResponse:
    """Show the card adding up, then make it count; what is confirmed already is shown so and stays as it is."""
    found = at_panel(request, panel_id)
    entry = own_entry(found.seat, public_id)
    if (away := shut(request, found.seat, entry)) is not None:
        return away
    screen = sheet_of(found, entry)
    if request.method == "POST" and not _is_confirmed(screen):
        version = whole_number(request.POST.get("version", "")) or 0
        if (refusal := _confirm(request, found.seat, entry, version)) is None:
            messages.success(request, _("Nilai untuk %(entry)s dikonfirmasi.") % {"entry": entry.name})
            return redirect("admin:jury_next", panel_id)
        messages.error(request, refusal)
        screen = sheet_of(found, entry)
    context = {
        "panel": found.panel,
        "entry": entry,
        "screen": screen,
        "is_confirmed": _is_confirmed(screen),
        "rules": _rules(screen, found.seat),
        "missing": missing_on_card(screen.card) if screen.card else [_("semua nilai")],
        "others": Scorecard.objects.filter(juror=found.seat, state=ScorecardState.DRAFT).exclude(entry=entry).exists(),
    }
    return panel_page(request, "jury/confirm.html", context, title=_("Konfirmasi nilai"))


def _is_confirmed(screen: ScoringScreen) -> bool:
    return screen.card is not None and screen.card.state == ScorecardState.CONFIRMED


def _confirm(request: HttpRequest, seat: Juror, entry: Entry, version: int) -> str | None:
    """Confirm one card; return why not where it was refused."""
    actor, now = signed_in_user(request), timezone.now()
    try:
        confirm_scorecard(juror=seat, entry=entry, version=version, actor=actor, at=now)
    except JuryError as error:
        return str(error)
    return None


def _rules(screen: ScoringScreen, seat: Juror) -> list[str]:
    """Say how the rulebook makes one figure of several jurors' marks."""
    schemes = panel_rules(seat.panel.category)
    asked = [line.criterion.panel for line in screen.lines]
    return list(dict.fromkeys(rule_said(schemes[code]) for code in asked if code in schemes))


@require_http_methods(["GET", "POST"])
def confirm_all(request: HttpRequest, panel_id: int) -> HttpResponse:
    """List every complete card with its sum; those that stay ticked are confirmed, each for itself."""
    found = at_panel(request, panel_id)
    if request.method == "POST":
        _confirm_chosen(request, found.seat)
        return redirect("admin:jury_entries", panel_id)
    context = {"panel": found.panel, "found": ready_cards(found.seat)}
    return panel_page(request, "jury/confirm_all.html", context, title=_("Konfirmasi nilai"))


def _confirm_chosen(request: HttpRequest, seat: Juror) -> None:
    keys = [key for text in request.POST.getlist("card") if (key := whole_number(text))]
    cards = Scorecard.objects.filter(juror=seat, pk__in=keys, state=ScorecardState.DRAFT).select_related("entry")
    confirmed = 0
    for card in cards.order_by("entry__name", "pk"):
        version = whole_number(request.POST.get(f"version-{card.pk}", "")) or 0
        refusal = _confirm(request, seat, card.entry, version)
        if refusal is None:
            confirmed += 1
        else:
            messages.error(request, f"{card.entry.name}: {refusal}")
    if confirmed:
        said = ngettext("%(count)s lembar dikonfirmasi.", "%(count)s lembar dikonfirmasi.", confirmed)
        messages.success(request, said % {"count": confirmed})
    elif not keys:
        messages.info(request, _("Tidak ada lembar yang dicentang. Tidak ada yang diubah."))
