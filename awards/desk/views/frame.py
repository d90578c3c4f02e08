"""Who may open which of the organiser's screens."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from awards.editions.models import Category
from awards.publication.models import Publication
from awards.runs.policies import may_read_drafts, may_steer, signing_capacities
from paritrana.accounts.admin_access import within_grants
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user

READERS = frozenset({str(Role.ORGANISER), str(Role.AUDITOR), str(Role.SECRETARIAT)})


def readable_categories(request: HttpRequest) -> QuerySet[Category]:
    """Return the categories whose drafts the person may read; a stranger finds none."""
    reached = within_grants(request_grants(request), READERS, "province__code")
    rows = Category.objects.select_related("edition", "province")
    return rows.none() if reached is None else rows.filter(reached)


def readable_category(request: HttpRequest, pk: int) -> Category:
    return get_object_or_404(readable_categories(request), pk=pk)


def steered_category(request: HttpRequest, pk: int) -> Category:
    """Return a category the person decides about; a reader gets the answer of a page that does not exist."""
    category = readable_category(request, pk)
    if not may_steer(request_grants(request), category):
        raise Http404
    return category


def capacities(request: HttpRequest, category: Category) -> tuple[str, ...]:
    return signing_capacities(signed_in_user(request), request_grants(request), category, on=timezone.localdate())


def readable_publication(request: HttpRequest, public_id: object) -> Publication:
    """Return a publication for those who read drafts and for the chair and secretary of the category's panel."""
    rows = Publication.objects.select_related("category__edition", "category__province", "run__rulebook", "corrects")
    found = get_object_or_404(rows.defer("payload"), public_id=public_id)
    is_reader = may_read_drafts(request_grants(request), found.category)
    if not is_reader and not capacities(request, found.category):
        raise Http404
    return found
