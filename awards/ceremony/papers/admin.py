"""Screens of the papers in the panel, behind its login."""

from django.contrib import admin
from django.urls import URLPattern, path

from awards.ceremony.papers.views import certificates, feedback, press
from paritrana.panel_site import bring_screens


def papers_pages() -> list[URLPattern]:
    guarded = admin.site.admin_view
    papers = "pengumuman/<uuid:public_id>/piagam/"
    desk = "edisi/<int:pk>/pers/"
    return [
        path(desk, guarded(press.passes), name="papers_press"),
        path(f"{desk}beri/", guarded(press.give), name="papers_press_give"),
        path(f"{desk}<uuid:public_id>/cabut/", guarded(press.revoke), name="papers_press_revoke"),
        path(papers, guarded(certificates.certificates), name="papers_certificates"),
        path(f"{papers}terbitkan/", guarded(certificates.issue), name="papers_issue"),
        path(f"{papers}cetak/", guarded(certificates.print_all), name="papers_print"),
        path(f"{papers}piagam.zip", guarded(certificates.batch), name="papers_batch"),
        path(f"{papers}umpan-balik/", guarded(feedback.print_letters), name="papers_print_letters"),
        path(f"{papers}umpan-balik.zip", guarded(feedback.letters), name="papers_letters"),
        path(f"{papers}<uuid:certificate_id>.pdf", guarded(certificates.certificate), name="papers_certificate"),
    ]


bring_screens(papers_pages)
