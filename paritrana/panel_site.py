"""The panel's site: the theme's own, signed in to like the rest of the product, with the screens that homes bring."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from unfold.sites import UnfoldAdminSite

from paritrana.accounts.admin_access import WRITERS, ScopedAdminMixin

_screens: list[Callable[[], list[URLPattern]]] = []


def bring_screens(pages: Callable[[], list[URLPattern]]) -> None:
    """Let the panel show these addresses; a home calls it in the module of its admin classes."""
    _screens.append(pages)


class WritableLookUpView(AutocompleteJsonView):
    """Finds for a form what the form would take, and nothing that a reading role alone shows."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = self._found()
        return rows if rows.ordered else rows.order_by("pk")

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:  # Any: the stubs know no class of ours
        """A row that was found by what it was called before says so."""
        told: dict[str, str] = super().serialize_result(obj, to_field_name)
        former = getattr(obj, "found_as", "")
        return {**told, "text": f"{told['text']} ({former})"} if former else told

    def _found(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        site, source = self.model_admin.admin_site, self.source_field.model
        asking: Any = site.get_model_admin(source) if site.is_registered(source) else None
        found: Any = self.model_admin  # Any: the stubs know no class of ours here
        if isinstance(asking, ScopedAdminMixin):
            offered = asking.offered(self.request, found.model)
            return rows if offered is None else rows.filter(pk__in=offered.values("pk"))
        return (
            found.reached(self.request, rows, found.view_roles & WRITERS)
            if isinstance(found, ScopedAdminMixin)
            else rows
        )


class PanelSite(UnfoldAdminSite):  # type: ignore[misc] # the theme brings no types
    def extra_urls(self) -> list[URLPattern]:
        """Return the screens of all homes: the theme asks for this name."""
        return [address for pages in _screens for address in pages()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", WritableLookUpView.as_view(admin_site=self)(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the site's own sign-in, with its second factor and lock-out."""
        response: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return response
