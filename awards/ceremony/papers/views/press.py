"""The press book: given in the panel, read by token under embargo, each read in the trail."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from awards.ceremony.papers.exports.certificates import NotPrintableError
from awards.ceremony.papers.exports.press import press_pdf
from awards.ceremony.papers.forms import PressPassForm
from awards.ceremony.papers.models import PressPass
from awards.ceremony.papers.policies import press_edition
from awards.ceremony.papers.selectors.press import press_book
from awards.ceremony.papers.services.press import (
    PressPassError,
    agree_to_embargo,
    give_press_pass,
    note_press_read,
    pass_digest,
    revoke_press_pass,
)
from awards.submissions.views.papers import pdf_response
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.pages.decisions import decide
from paritrana.pages.panel_frame import panel_page

PAGE_SIZE = 50


@never_cache
@require_GET
def book(request: HttpRequest, token: str) -> HttpResponse:
    """Show the terms first, then the book."""
    held, now = _held(token), timezone.now()
    if held.agreed_at is None:
        return _unindexed(render(request, "papers/press_terms.html", {"held": held, "token": token}))
    found = press_book(held.edition, at=now)
    note_press_read(press_pass=held, book=found, kind="page", at=now)
    context = {"held": held, "book": found, "token": token, "now": now, "edition": held.edition}
    return _unindexed(render(request, "papers/press_book.html", context))


@never_cache
@require_POST
def agree(request: HttpRequest, token: str) -> HttpResponse:
    agree_to_embargo(press_pass=_held(token), at=timezone.now())
    return redirect("press-book", token)


@never_cache
@require_GET
def book_file(request: HttpRequest, token: str) -> HttpResponse:
    held, now = _held(token), timezone.now()
    if held.agreed_at is None:
        return redirect("press-book", token)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            found = press_book(held.edition, at=now)
            content = press_pdf(found, held, at=now)
    except NotPrintableError as refusal:
        messages.error(request, str(refusal))
        return redirect("press-book", token)
    note_press_read(press_pass=held, book=found, kind="pdf", at=now)
    return _unindexed(pdf_response(content, f"buku-pers-{held.edition.code}"))


def _held(token: str) -> PressPass:
    """Return an access that is open now; one that ended or was taken back is answered as one that never was."""
    found = PressPass.objects.select_related("edition").filter(token_digest=pass_digest(token)).first()
    if found is None or not found.opens_at(timezone.now()):
        raise Http404
    return found


def _unindexed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def passes(request: HttpRequest, pk: int) -> HttpResponse:
    edition = press_edition(request, pk)
    rows = PressPass.objects.filter(edition=edition).select_related("created_by").order_by("-created_at", "-pk")
    context = {
        "edition": edition,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": PressPassForm(),
        "book": press_book(edition, at=timezone.now()),
        "may_give": request_grants(request).covers(Role.ORGANISER, ""),
        "now": timezone.now(),
    }
    return panel_page(request, "papers/press_passes.html", context, title=str(_("Buku pers")))


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def give(request: HttpRequest, pk: int) -> HttpResponse:
    edition = press_edition(request, pk, to_write=True)
    form = PressPassForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi nama, media, dan akhir akses. Tidak ada yang diberikan."))
        return redirect("admin:papers_press", pk)
    said = form.cleaned_data
    with decide(request, PressPassError):
        _given, token = give_press_pass(
            edition=edition,
            full_name=said["full_name"],
            medium=said["medium"],
            expires_at=said["expires_at"],
            actor=signed_in_user(request),
            at=timezone.now(),
        )
        link = request.build_absolute_uri(reverse("press-book", args=[token]))
        messages.success(
            request,
            _("Akses diberikan. Salin tautannya sekarang; ia tidak ditampilkan lagi: %(link)s") % {"link": link},
        )
    return redirect("admin:papers_press", pk)


@require_POST
def revoke(request: HttpRequest, pk: int, public_id: UUID) -> HttpResponse:
    edition = press_edition(request, pk, to_write=True)
    held = get_object_or_404(PressPass, edition=edition, public_id=public_id)
    with decide(request, PressPassError, done=_("Akses dicabut.")):
        revoke_press_pass(press_pass=held, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:papers_press", pk)
