"""Pages of the frame itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from paritrana.accounts.requests import signed_in_user
from paritrana.accounts.services import remember_language
from paritrana.pages.menu import own_doors

ONE_YEAR = 365 * 24 * 3600


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Lead whoever signed in to the own work place; a person without one to the public pages."""
    places = own_doors(signed_in_user(request), path=request.path, on=timezone.localdate())
    return HttpResponseRedirect(places[0].address if places else reverse("home"))


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for the icon by its old name to the mark: pages without a link make it ask."""
    return HttpResponseRedirect(static("paritrana/mark.svg"))


@require_safe
def choose_language(request: HttpRequest, language: str) -> HttpResponse:
    """Remember the language in a cookie (and for mails), and go back; only to an address of this site."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = reverse("home")
    if request.user.is_authenticated:
        remember_language(user=signed_in_user(request), language=language)
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=ONE_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
