"""What every page's frame needs to know: its doors, the reader's own doors, the version, the other language."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.template import Context
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from paritrana import __version__
from paritrana.pages.menu import PUBLIC_DOORS, Door, doors, own_doors

register = template.Library()


@register.simple_tag(takes_context=True)
def public_doors(context: Context) -> tuple[Door, ...]:
    return doors(PUBLIC_DOORS, path=_path(context))


@register.simple_tag(takes_context=True)
def personal_doors(context: Context) -> tuple[Door, ...]:
    request = context.get("request")
    if request is None:
        return ()
    user = getattr(request, "user", AnonymousUser())  # what fails before anybody is known still has a page
    return own_doors(user, path=request.path, on=timezone.localdate())


@register.simple_tag
def version() -> str:
    return __version__


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """Return code, own name and address of the language that the page is not in."""
    current = translation.get_language()
    code = next(code for code, _name in settings.LANGUAGES if code != current)
    request: Any = context.get("request")
    back = request.get_full_path() if request is not None and request.method == "GET" else "/"
    names = {"id": "Bahasa Indonesia", "en": "English"}
    address = f"{reverse('choose-language', args=[code])}?{urlencode({'next': back})}"
    return {"code": code, "name": names[code], "address": address}


@register.filter
def page_address(querystring: Any, page: int) -> str:
    """Return the query string of another page of the same list; the other parameters stay."""
    parameters = querystring.copy()
    parameters["page"] = str(page)
    return f"?{parameters.urlencode()}"


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the page numbers to link, None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


def _path(context: Context) -> str:
    request = context.get("request")
    return request.path if request is not None else "/"
