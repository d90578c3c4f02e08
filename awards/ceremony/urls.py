"""Addresses of the stage outside the panel: what a hall, a phone or a stranger opens."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
