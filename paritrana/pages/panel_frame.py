"""The admin panel's frame around screens of our own."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def panel_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str, status: int = 200
) -> HttpResponse:
    """Render inside the panel's frame, with its login and navigation."""
    frame = {**admin.site.each_context(request), "title": title, "is_fullwidth": "1", "theme": "light", **context}
    return render(request, template, frame, status=status)
