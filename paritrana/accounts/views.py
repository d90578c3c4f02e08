"""The page of one's own addresses: allauth's, but an address that nobody proved never counts."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from paritrana.accounts.requests import signed_in_user


class OwnAddressesView(EmailView):  # type: ignore[misc] # allauth is untyped
    def post(self, request: HttpRequest) -> HttpResponse:
        """Refuse what allauth allows: making the first address the main one before its owner confirmed it."""
        chosen = EmailAddress.objects.filter(user=signed_in_user(request), email__iexact=request.POST.get("email", ""))
        if "action_primary" in request.POST and not chosen.filter(verified=True).exists():
            get_adapter().add_message(request, messages.ERROR, "account/messages/unverified_primary_email.txt")
            return redirect("account_email")
        answer: HttpResponse = super().post(request)
        return answer
