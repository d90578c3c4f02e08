"""The people of an office, and the page behind an invitation's link: looking at it changes nothing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.submissions.forms.people import InvitationForm, NewAccountForm
from awards.submissions.models.answers import Submission
from awards.submissions.models.people import Invitation, SeatLevel
from awards.submissions.notices.invitations import invite_to_office
from awards.submissions.parsing.answers import whole_number
from awards.submissions.selectors.people import members, open_invitations
from awards.submissions.services.people import (
    InvitationRefusedError,
    Invitee,
    NewAccount,
    accept_invitation,
    accept_with_new_account,
    hand_over_office,
    mail_key,
    revoke_invitation,
    token_digest,
)
from awards.submissions.views.access import enter_room, office_rights, office_submission
from paritrana.accounts.models import User
from paritrana.accounts.requests import signed_in_user
from paritrana.mail.selectors import bounces_by_key, bounces_of


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the office's people; the owner invites, revokes and hands over."""
    submission = office_submission(request, public_id)
    if request.method == "GET" or not office_rights(request, submission).is_owner:
        return _people_page(request, submission, InvitationForm(), status=200 if request.method == "GET" else 403)
    try:
        if "revoke" in request.POST:
            return _revoke(request, submission)
        if "owner" in request.POST:
            return _hand_over(request, submission)
    except InvitationRefusedError as error:
        messages.error(request, str(error))
        return redirect("submission-people", public_id=public_id)
    return _invite(request, submission)


def _people_page(
    request: HttpRequest, submission: Submission, form: InvitationForm, *, status: int, link: str = ""
) -> HttpResponse:
    office = submission.entry.office
    found, invited = members(office), open_invitations(office)
    returned = bounces_of(member.user.pk for member in found)
    letters = bounces_by_key(mail_key(row) for row in invited)
    context: dict[str, Any] = {
        **enter_room(request, submission).context(),
        "members": [(member, returned.get(member.user.pk)) for member in found],
        "has_successor": any(member.may_take_over for member in found),
        "invitations": [(row, letters.get(mail_key(row))) for row in invited],
        "is_owner": office_rights(request, submission).is_owner,
        "form": form,
        "link": link,
    }
    return render(request, "submissions/people.html", context, status=status)


def _invite(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _people_page(request, submission, form, status=400)
    cleaned = form.cleaned_data
    _invitation, token = invite_to_office(
        entry=submission.entry,
        invitee=Invitee(cleaned["full_name"], SeatLevel(cleaned["level"]), cleaned["email"]),
        actor=signed_in_user(request),
        at=timezone.now(),
    )
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    return _people_page(request, submission, InvitationForm(), status=200, link=link)


def _revoke(request: HttpRequest, submission: Submission) -> HttpResponse:
    kind, code = submission.entry.office
    key = request.POST["revoke"]
    invitation = get_object_or_404(Invitation, pk=whole_number(key) or 0, office_kind=kind, office_code=code)
    revoke_invitation(invitation=invitation, actor=signed_in_user(request), at=timezone.now())
    messages.success(request, _("Undangan dibatalkan; tautannya tidak berlaku lagi."))
    return redirect("submission-people", public_id=submission.public_id)


def _hand_over(request: HttpRequest, submission: Submission) -> HttpResponse:
    key = request.POST["owner"]
    to = get_object_or_404(User, pk=whole_number(key) or 0)
    hand_over_office(office=submission.entry.office, to=to, actor=signed_in_user(request), at=timezone.now())
    messages.success(request, _("%(name)s kini pemilik isian kantor ini.") % {"name": to.get_full_name()})
    return redirect("submission-people", public_id=submission.public_id)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; only the button accepts it, so a mail scanner that opens the link does no harm."""
    found = get_object_or_404(Invitation.objects.select_related("created_by"), token_digest=token_digest(token))
    is_usable = found.accepted_at is None and found.revoked_at is None and found.expires_at > timezone.now()
    context = {
        "invitation": found,
        "is_usable": is_usable,
        "form": NewAccountForm(initial={"full_name": found.full_name}),
    }
    if request.method == "GET" or not is_usable:
        return render(request, "submissions/invitation.html", context, status=200 if is_usable else 410)
    return _accept(request, found, context)


def _accept(request: HttpRequest, found: Invitation, context: dict[str, Any]) -> HttpResponse:
    form = NewAccountForm(request.POST)
    try:
        if isinstance(request.user, User):
            accept_invitation(invitation=found, user=request.user, at=timezone.now())
            messages.success(request, _("Anda kini petugas kantor ini."))
            return redirect("submissions")
        if not form.is_valid():
            return render(request, "submissions/invitation.html", {**context, "form": form}, status=400)
        account = NewAccount(**form.cleaned_data)
        accept_with_new_account(invitation=found, account=account, at=timezone.now())
    except InvitationRefusedError as error:
        form.add_error(None, str(error))
        return render(request, "submissions/invitation.html", {**context, "form": form}, status=400)
    messages.success(request, _("Akun Anda sudah dibuat. Silakan masuk."))
    return redirect("account_login")
