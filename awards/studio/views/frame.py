"""Who may open the studio: organisers write, national auditors read; to everybody else it does not exist."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from awards.editions.models import Edition
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants


def may_prepare(request: HttpRequest) -> bool:
    return request_grants(request).covers(Role.ORGANISER, "")


def prepared_editions(request: HttpRequest) -> QuerySet[Edition]:
    """Return the editions that the person may see in the studio; a stranger gets the answer of no page."""
    if not may_prepare(request) and not request_grants(request).covers(Role.AUDITOR, ""):
        raise Http404
    return Edition.objects.order_by("-period_end", "code")


def read_edition(request: HttpRequest, pk: int) -> Edition:
    return get_object_or_404(prepared_editions(request), pk=pk)


def own_edition(request: HttpRequest, pk: int) -> Edition:
    """Return an edition the person decides about."""
    found = read_edition(request, pk)
    if not may_prepare(request):
        raise Http404
    return found
