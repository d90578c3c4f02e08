"""Where every figure comes from, and under which licence files travel along."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.public.tables.about_us import sources_tables
from employers.selectors.sources import reference_sources
from paritrana.pages.open_tables import OpenPage

NOTICES = settings.BASE_DIR / "fixtures" / "reference" / "THIRD_PARTY_NOTICES.txt"


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    found = reference_sources()
    context = {
        "sources": found,
        "tables": sources_tables(found),
        "notices": NOTICES.read_text(encoding="utf-8"),
    }
    return render(request, "public/credits.html", context)


def tables(_request: HttpRequest) -> OpenPage:
    return sources_tables(reference_sources())
