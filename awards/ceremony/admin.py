"""The evening's screens in the panel, behind its login."""

from django.urls import URLPattern

from paritrana.panel_site import bring_screens


def ceremony_pages() -> list[URLPattern]:
    return []


bring_screens(ceremony_pages)
