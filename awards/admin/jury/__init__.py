"""The jury in the admin panel: own screens, and the stock lists of the secretariat."""

from django.contrib import admin
from django.urls import URLPattern

from awards.admin.jury import rows
from awards.admin.jury.pages import jury_pages

__all__ = ["rows"]


def _extra_urls() -> list[URLPattern]:
    return [*_earlier(), *jury_pages()]


_earlier = getattr(admin.site, "extra_urls", list)
admin.site.extra_urls = _extra_urls  # type: ignore[attr-defined] # the theme's documented door for own pages
