"""Addresses of the progress board and its mails inside the panel."""

from django.contrib import admin
from django.urls import URLPattern, path

from awards.progress.views import board as progress
from awards.progress.views import mailings, samples
from paritrana.panel_site import bring_screens


def progress_pages() -> list[URLPattern]:
    guarded = admin.site.admin_view
    category, sent = "kemajuan/<int:pk>/", "kemajuan/surat/<uuid:key>/"
    return [
        path("kemajuan/", guarded(progress.overview), name="progress"),
        path(category, guarded(progress.category_board), name="progress_board"),
        path(f"{category}verifikator/", guarded(progress.verifiers), name="progress_verifiers"),
        path(f"{category}sampel/", guarded(samples.draw), name="progress_draw"),
        path(f"{category}surat/", guarded(mailings.write), name="progress_write"),
        path(f"{category}surat/kirim/", guarded(mailings.send), name="progress_send"),
        path(sent, guarded(mailings.mailing), name="progress_mailing"),
        path(f"{sent}batal/", guarded(mailings.call_back), name="progress_call_back"),
    ]


bring_screens(progress_pages)
