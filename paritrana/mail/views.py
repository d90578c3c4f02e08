"""What was really sent to a person: whoever doubts a mail signs in and looks it up here."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from paritrana.accounts.requests import signed_in_user
from paritrana.mail.selectors import mails_to

PAGE_SIZE = 20


@never_cache
@login_required
@require_safe
def own_letters(request: HttpRequest) -> HttpResponse:
    shown = Paginator(mails_to(signed_in_user(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "mail/own.html", {"page": shown})
