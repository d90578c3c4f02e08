"""Freeze the applied run, sign it off by two people, publish it."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.desk.views.frame import capacities, readable_publication, steered_category
from awards.publication.exports import decree_annex
from awards.publication.forms import EmbargoForm, PrepareForm, SignOffForm
from awards.publication.models import PrizeWithdrawal, Publication
from awards.publication.notices import tell_embargo
from awards.publication.selectors.acts import exemptions, is_corrected, open_correction, waiting_on, withdrawal_of
from awards.publication.selectors.blockers import publication_blockers
from awards.publication.selectors.embargo import embargo_of, visible_since
from awards.publication.selectors.tabled import needs_minutes
from awards.publication.services.after_final import (
    AlreadyVisibleError,
    ReasonMissingError,
    WithdrawnError,
    agree_on_embargo,
    agree_to_publish,
    agree_to_withdraw,
)
from awards.publication.services.keys import SigningKeyRefusedError, working_key
from awards.publication.services.moves import (
    NoAppliedRunError,
    NothingToCorrectError,
    PublicationBlockedError,
    PublicationMovedError,
    SamePersonError,
    prepare_publication,
    sign_off_publication,
)
from awards.publication.services.prizes import PrizeNotWithdrawnError, agree_to_withdraw_prize
from awards.runs.policies import may_steer
from awards.runs.selectors.rules import run_rules
from awards.submissions.views.papers import pdf_response
from paritrana.accounts.independence import DependentError
from paritrana.accounts.joint_acts import JointActError, drop_act, subject_name, waiting_on_any
from paritrana.accounts.looks import note_export
from paritrana.accounts.models import JointAct
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.pages.decisions import decide
from paritrana.pages.panel_frame import panel_page

REFUSALS = (
    AlreadyVisibleError,
    DependentError,
    JointActError,
    PublicationMovedError,
    ReasonMissingError,
    WithdrawnError,
)
SIGNING_REFUSALS = (
    DependentError,
    NoAppliedRunError,
    PublicationBlockedError,
    PublicationMovedError,
    SamePersonError,
    SigningKeyRefusedError,
)


@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    found = steered_category(request, pk)
    is_correction = Publication.objects.filter(category=found, final_at__isnull=False).exists()
    form = PrepareForm(request.POST, needs_reason=is_correction)
    if not form.is_valid():
        messages.error(request, _("Hasil belum dibekukan: periksa waktu embargo, dan alasan bila ini koreksi."))
        return redirect("admin:steering_category", pk=pk)
    try:
        publication = prepare_publication(
            category=found,
            actor=signed_in_user(request),
            at=timezone.now(),
            embargo_until=form.cleaned_data["embargo_until"],
            reason=form.cleaned_data.get("reason", ""),
            tie_decision=form.cleaned_data["tie_decision"],
        )
    except (NoAppliedRunError, NothingToCorrectError) as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:steering_category", pk=pk)
    return redirect("admin:steering_publication", public_id=publication.public_id)


@require_safe
def publication(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = readable_publication(request, public_id)
    given = list(found.sign_offs.select_related("user").order_by("at", "pk"))
    mine = capacities(request, found.category)
    has_signed = any(sign_off.user_id == signed_in_user(request).pk for sign_off in given)
    is_open = found.final_at is None
    context = {
        "publication": found,
        "category": found.category,
        "run": found.run,
        "may_steer": may_steer(request_grants(request), found.category),
        "sign_offs": given,
        "blockers": publication_blockers(found) if is_open else (),
        "needs_minutes": needs_minutes(found.category),
        "prizes": found.prizes.select_related("entry").order_by("position", "group_key", "rank", "pk"),
        "sign_form": SignOffForm(capacities=mine) if is_open and mine and not has_signed else None,
        "has_signed": has_signed,
        "embargo": embargo_of(found),
        "embargo_form": EmbargoForm(),
        "visible_since": visible_since(found),
        "waiting": waiting_on(found, signed_in_user(request), at=timezone.now()),
        "exemptions": exemptions(found),
        "correction": open_correction(found),
        "withdrawal": withdrawal_of(found),
        "taken_back": PrizeWithdrawal.objects.filter(prize__publication__category=found.category)
        .select_related("prize__entry", "act__proposed_by", "act__seconded_by")
        .order_by("withdrawn_at", "pk"),
        "moves_up": run_rules(found.run).rank.moves_up,
        "is_standing": not is_open and not is_corrected(found),
        "now": timezone.now(),
    }
    return panel_page(request, "runs/publication.html", context, title=str(found))


@require_safe
def annex(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The annex of the decree; only a final result has one."""
    found = readable_publication(request, public_id)
    if found.final_at is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        content = decree_annex(found)
    note_export(request, "pdf", found)
    return pdf_response(content, f"lampiran-{found.category.code}-{found.number}")


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def sign_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Needs a sign-in of the last minutes: the decorator asks for the password or the second factor again."""
    found = readable_publication(request, public_id)
    mine = capacities(request, found.category)
    if not mine:
        raise Http404
    form = SignOffForm(request.POST, capacities=mine)
    if not form.is_valid():
        messages.error(request, _("Tulis catatan persetujuan. Hasil belum Anda setujui."))
        return redirect("admin:steering_publication", public_id=public_id)
    try:
        done = sign_off_publication(
            publication=found,
            actor=signed_in_user(request),
            capacity=form.cleaned_data["capacity"],
            comment=form.cleaned_data["comment"],
            at=timezone.now(),
            key=working_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE),
        )
    except SIGNING_REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Hasil ini final dan bertanda tangan.") if done.final_at else _("Persetujuan pertama dicatat."),
        )
    return redirect("admin:steering_publication", public_id=public_id)


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose the announcement, or as the second person make it."""
    found = _steered(request, public_id)
    actor, now = signed_in_user(request), timezone.now()
    with decide(request, *REFUSALS), transaction.atomic():
        act = agree_to_publish(publication=found, actor=actor, at=now)
        if act.seconded_at is not None:
            tell_embargo(publication=found, at=now)
        _say(request, act, _("Hasil diumumkan. Publik melihatnya sekarang, atau sejak akhir embargo."))
    return redirect("admin:steering_publication", public_id=public_id)


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def embargo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Move the embargo, or hold the result where no time is given; the people who were told hear of it by mail."""
    found = _steered(request, public_id)
    form = EmbargoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Periksa waktu embargo dan tulis alasannya. Tidak ada yang diubah."))
        return redirect("admin:steering_publication", public_id=public_id)
    actor, now = signed_in_user(request), timezone.now()
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
    with decide(request, *REFUSALS), transaction.atomic():
        act = agree_on_embargo(publication=found, until=until, reason=reason, actor=actor, at=now)
        if act.seconded_at is not None:
            tell_embargo(publication=found, at=now)
        _say(request, act, _("Embargo diubah. Yang pernah diberi tahu waktunya mendapat surat."))
    return redirect("admin:steering_publication", public_id=public_id)


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _steered(request, public_id)
    actor, now, reason = signed_in_user(request), timezone.now(), request.POST.get("reason", "")
    with decide(request, *REFUSALS), transaction.atomic():
        act = agree_to_withdraw(publication=found, reason=reason, actor=actor, at=now)
        _say(request, act, _("Hasil ditarik. Yang sudah terlihat tetap dapat dibaca, dengan tanda."))
    return redirect("admin:steering_publication", public_id=public_id)


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def withdraw_prize(request: HttpRequest, public_id: UUID, prize_id: int) -> HttpResponse:
    """Take one prize back, or propose it; the second word signs the correction and leads to it."""
    found = _steered(request, public_id)
    prize = get_object_or_404(found.prizes.select_related("entry"), pk=prize_id)
    actor, now, reason = signed_in_user(request), timezone.now(), request.POST.get("reason", "")[:2000]
    with decide(request, *REFUSALS, PrizeNotWithdrawnError, SigningKeyRefusedError), transaction.atomic():
        key = working_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE)
        act = agree_to_withdraw_prize(prize=prize, reason=reason, actor=actor, at=now, key=key)
        _say(request, act, _("Juara dicabut. Hasil yang dikoreksi sudah ditandatangani dan menggantikan yang lama."))
        if act.seconded_at is not None:
            correction = Publication.objects.filter(corrects=found).newest_first()[0]
            return redirect("admin:steering_publication", public_id=correction.public_id)
    return redirect("admin:steering_publication", public_id=public_id)


@require_POST
def drop(request: HttpRequest, public_id: UUID, act_id: int) -> HttpResponse:
    """Take a proposal back before the second person agrees."""
    found = _steered(request, public_id)
    names = [subject_name(row) for row in (found, *found.prizes.order_by("pk"))]
    act = get_object_or_404(waiting_on_any(names), pk=act_id)
    with decide(request, JointActError, done=_("Usul dibatalkan.")):
        drop_act(act=act, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:steering_publication", public_id=public_id)


def _steered(request: HttpRequest, public_id: UUID) -> Publication:
    found = readable_publication(request, public_id)
    steered_category(request, found.category_id)
    return found


def _say(request: HttpRequest, act: JointAct, done: str) -> None:
    messages.success(request, done if act.seconded_at else _("Usul dicatat. Orang kedua yang mandiri menyetujuinya."))
