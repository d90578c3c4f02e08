"""Write to exactly those who are late: see who, see what, then confirm; afterwards watch it leave or call it back."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.editions.models import Category
from awards.progress.forms import MailingForm
from awards.progress.notices import letters, usual_text
from awards.progress.selectors.audience import Audience, entrant_audience, filing_scope, verifier_audience
from awards.progress.selectors.board import STEERERS, at_standing, in_area, late_entries, overseen_entries
from awards.progress.selectors.officers import officer_lines, shared_areas
from awards.progress.selectors.standings import OWING, FormStanding
from awards.progress.views.board import may_write, scopes, watched_category
from paritrana.accounts.admin_access import within_grants
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.mail.models import Mailing, MailState
from paritrana.mail.selectors import mails_of
from paritrana.mail.services import MailingRefusedError, Message, cancel_mailing, queue_mailing
from paritrana.pages.panel_frame import panel_page

PAGE_SIZE = 50
LATE, OWED, VERIFIERS = "terlambat", "belum-masuk", "verifikator"
# More than this is an announcement, not a reminder.
MOST = 2000


@dataclass(frozen=True, slots=True)
class MailingChoice:
    """Whom the person picked on the board, as the address says it, and who that is now."""

    category: Category
    label: str
    audience: Audience
    region_code: str
    is_for_verifiers: bool
    is_too_many: bool


def _writable_category(request: HttpRequest, pk: int) -> Category:
    """Return the category if a role that writes reaches it or one of its entries; one that only reads does not."""
    found, held = watched_category(request, pk), request_grants(request)
    is_reached = any(held.covers(role, found.region_code) for role in STEERERS)
    if not may_write(request) or not (is_reached or overseen_entries(found, held, STEERERS).exists()):
        raise Http404
    return found


def _steered(request: HttpRequest) -> frozenset[str]:
    held = request_grants(request)
    return frozenset(scope for role in STEERERS for scope in held.regions.get(role, frozenset()))


def _chosen_officers(request: HttpRequest, category: Category) -> MailingChoice:
    entries = overseen_entries(category, request_grants(request), STEERERS)
    lines = officer_lines(entries, scopes=scopes(request, category), at=timezone.now())
    wanted = request.GET.get("orang", "")
    lines = tuple(line for line in lines if not wanted or str(line.officer.pk) == wanted)
    steered = _steered(request)
    within = shared_areas(steered, [category.province_id]) if category.province_id else steered
    audience = verifier_audience(lines, scopes=within)
    return MailingChoice(
        category,
        _("verifikator dengan jawaban menunggu"),
        audience,
        filing_scope(steered, audience),
        is_for_verifiers=True,
        is_too_many=False,
    )


def _chosen_entrants(request: HttpRequest, category: Category, kind: str) -> MailingChoice:
    """Only those who still owe something can be picked, so that nobody is pressed about another's delay."""
    at = timezone.now()
    rows = in_area(overseen_entries(category, request_grants(request), STEERERS), request.GET.get("wilayah", ""))
    if kind == LATE:
        rows, label = rows.filter(late_entries(category, at=at)), _("lewat batas resmi")
    elif kind == OWED:
        rows, label = at_standing(rows, OWING), _("belum masuk")
    elif kind in OWING:
        rows, label = at_standing(rows, [kind]), str(FormStanding(kind).label)
    else:
        raise Http404
    entries = list(rows.order_by("region_code", "name", "pk")[: MOST + 1])
    audience = entrant_audience(entries[:MOST], on=timezone.localdate())
    region_code = filing_scope(_steered(request), audience)
    return MailingChoice(
        category, label, audience, region_code, is_for_verifiers=False, is_too_many=len(entries) > MOST
    )


def _choice(request: HttpRequest, pk: int) -> MailingChoice:
    category = _writable_category(request, pk)
    kind = request.GET.get("tahap", "")
    return _chosen_officers(request, category) if kind == VERIFIERS else _chosen_entrants(request, category, kind)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who would get a mail; posted text comes back as a preview. Nothing is stored or sent here."""
    choice = _choice(request, pk)
    if request.method == "POST":
        form = MailingForm(request.POST)
        return _write_page(request, choice, form, is_preview=form.is_valid(), status=200 if form.is_valid() else 400)
    subject, text = usual_text(is_for_verifiers=choice.is_for_verifiers)
    form = MailingForm(initial={"subject": subject, "text": text, "key": uuid.uuid4()})
    return _write_page(request, choice, form, is_preview=False, status=200)


def _write_page(
    request: HttpRequest, choice: MailingChoice, form: MailingForm, *, is_preview: bool, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "category": choice.category,
        "choice": choice,
        "audience": choice.audience,
        "form": form,
        "page": Paginator(choice.audience.recipients, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
        "may_send": bool(choice.audience.recipients) and not choice.is_too_many,
        "tab": "verifiers" if choice.is_for_verifiers else "board",
    }
    if is_preview and choice.audience.recipients:
        written = letters(
            choice.audience,
            category=choice.category,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            sender=signed_in_user(request),
        )
        hidden = {**form.cleaned_data, "seen": choice.audience.digest}
        context |= {"preview": written[0], "confirmed": hidden}
    return panel_page(
        request, "progress/write.html", context, title=_("Surat kepada yang belum selesai"), status=status
    )


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the mailing into the outbox, once per form; a list that changed since the preview is shown again first."""
    choice = _choice(request, pk)
    form = MailingForm(request.POST)
    if not form.is_valid() or choice.is_too_many:
        return _write_page(request, choice, form, is_preview=False, status=400)
    known = Mailing.objects.filter(key=form.cleaned_data["key"], created_by=signed_in_user(request)).first()
    if known is None and form.cleaned_data["seen"] != choice.audience.digest:
        messages.warning(
            request, _("Daftar penerima berubah sejak pratinjau. Belum ada yang dikirim: periksa sekali lagi.")
        )
        return _write_page(request, choice, form, is_preview=True, status=409)
    return _queue(request, choice, form)


def _queue(request: HttpRequest, choice: MailingChoice, form: MailingForm) -> HttpResponse:
    subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
    sender = signed_in_user(request)
    try:
        mailing, is_new = queue_mailing(
            key=form.cleaned_data["key"],
            letters=letters(choice.audience, category=choice.category, subject=subject, text=text, sender=sender),
            message=Message(
                label=f"{choice.category} · {choice.label}", subject=subject, text=text, region_code=choice.region_code
            ),
            actor=sender,
            at=timezone.now(),
        )
    except MailingRefusedError as refusal:
        messages.error(request, str(refusal))
        return _write_page(request, choice, form, is_preview=False, status=400)
    if is_new:
        messages.success(request, _("Surat masuk ke kotak keluar. Selama dua menit masih dapat dibatalkan."))
    return redirect("admin:progress_mailing", key=mailing.key)


def _reached(request: HttpRequest) -> Q:
    reached = within_grants(request_grants(request), frozenset(map(str, STEERERS)), "region_code")
    if reached is None:
        raise Http404
    return reached


def _visible_mailing(request: HttpRequest, key: uuid.UUID) -> Mailing:
    """Return a mailing of the own region, or one that the person wrote to several of the own regions at once."""
    seen = Mailing.objects.filter(_reached(request)) | Mailing.objects.filter(created_by=signed_in_user(request))
    return get_object_or_404(seen.select_related("created_by"), key=key)


@require_safe
def mailing(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show where each mail of a mailing is."""
    found = _visible_mailing(request, key)
    mails = mails_of(found, reached=_reached(request))
    context = {
        "mailing": found,
        "page": Paginator(mails, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": mails.filter(state=MailState.QUEUED).count(),
    }
    return panel_page(request, "progress/mailing.html", context, title=_("Surat keluar"))


@require_POST
def call_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = _visible_mailing(request, key)
    stopped = cancel_mailing(mailing=found, actor=signed_in_user(request), at=timezone.now())
    if stopped:
        messages.success(request, _("%(count)d surat dibatalkan dan tidak dikirim.") % {"count": stopped})
    else:
        messages.warning(request, _("Tidak ada lagi yang dapat dibatalkan: semua surat sudah diambil untuk dikirim."))
    return redirect("admin:progress_mailing", key=key)
