"""Freeze the applied run, sign it off by two people, publish it."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.forms.publication import PrepareForm, SignOffForm
from awards.models import Publication
from awards.policies.runs import may_steer
from awards.selectors.publication.blockers import blockers
from awards.services.publication import (
    NoAppliedRunError,
    NothingToCorrectError,
    PublicationBlockedError,
    PublicationMovedError,
    SamePersonError,
    prepare_publication,
    publish_publication,
    sign_off_publication,
)
from awards.views.steering.frame import capacities, page, readable_publication, steered_category
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.lib.signatures import signing_key


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
        "blockers": blockers(found.category, tie_decision=found.tie_decision) if is_open else (),
        "prizes": found.prizes.select_related("entry").order_by("position", "group_key", "rank", "pk"),
        "sign_form": SignOffForm(capacities=mine) if is_open and mine and not has_signed else None,
        "has_signed": has_signed,
    }
    return page(request, "runs/publication.html", context, title=str(found))


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
            key=signing_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE),
        )
    except (NoAppliedRunError, PublicationBlockedError, PublicationMovedError, SamePersonError) as refusal:
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
    found = readable_publication(request, public_id)
    steered_category(request, found.category_id)
    try:
        publish_publication(publication=found, actor=signed_in_user(request), at=timezone.now())
    except PublicationMovedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Hasil diumumkan. Publik melihatnya sekarang, atau sejak akhir embargo."))
    return redirect("admin:steering_publication", public_id=public_id)
