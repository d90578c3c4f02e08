"""Where every figure comes from, and under which licence files travel along."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from employers.selectors.sources import reference_sources

NOTICES = settings.BASE_DIR / "fixtures" / "reference" / "THIRD_PARTY_NOTICES.txt"


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    context = {"sources": reference_sources(), "notices": NOTICES.read_text(encoding="utf-8")}
    return render(request, "public/credits.html", context)
