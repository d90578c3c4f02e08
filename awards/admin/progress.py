"""Addresses of the progress board and its mails inside the panel."""

from django.contrib import admin
from django.urls import URLPattern, path

from awards.views.steering import mailings, progress


def progress_pages() -> list[URLPattern]:
    guarded = admin.site.admin_view
    category, sent = "kemajuan/<int:pk>/", "kemajuan/surat/<uuid:key>/"
    return [
        path("kemajuan/", guarded(progress.overview), name="progress"),
        path(category, guarded(progress.category_board), name="progress_board"),
        path(f"{category}verifikator/", guarded(progress.verifiers), name="progress_verifiers"),
        path(f"{category}surat/", guarded(mailings.write), name="progress_write"),
        path(f"{category}surat/kirim/", guarded(mailings.send), name="progress_send"),
        path(sent, guarded(mailings.mailing), name="progress_mailing"),
        path(f"{sent}batal/", guarded(mailings.call_back), name="progress_call_back"),
    ]


def _extra_urls() -> list[URLPattern]:
    return [*_earlier(), *progress_pages()]


_earlier = getattr(admin.site, "extra_urls", list)
admin.site.extra_urls = _extra_urls  # type: ignore[attr-defined] # the theme's documented door for own pages
