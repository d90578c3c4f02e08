"""Addresses of the jury's screens inside the panel: its login, its frame, its namespace."""

from django.contrib import admin
from django.urls import URLPattern, path

from awards.views.jury import desk, scoring

ENTRY = "juri/<int:panel_id>/peserta/<uuid:public_id>/"


def jury_pages() -> list[URLPattern]:
    guard = admin.site.admin_view
    return [
        path("juri/", guard(desk.start), name="jury_start"),
        path("juri/<int:panel_id>/pernyataan/", guard(desk.declare), name="jury_declare"),
        path("juri/<int:panel_id>/peserta/", guard(desk.entries), name="jury_entries"),
        path("juri/<int:panel_id>/berikutnya/", guard(desk.serve_next), name="jury_next"),
        path(ENTRY, guard(scoring.score), name="jury_score"),
        path(f"{ENTRY}simpan/", guard(scoring.autosave), name="jury_autosave"),
        path(f"{ENTRY}catatan/", guard(scoring.note), name="jury_note"),
        path(f"{ENTRY}sesudah/", guard(scoring.after), name="jury_after"),
        path(f"{ENTRY}lewati/", guard(scoring.skip), name="jury_skip"),
        path(f"{ENTRY}konfirmasi/", guard(scoring.confirm), name="jury_confirm"),
        path(f"{ENTRY}tandai/", guard(scoring.flag), name="jury_flag"),
        path(f"{ENTRY}benturan/", guard(scoring.recuse), name="jury_recuse"),
        path(f"{ENTRY}bukti/<uuid:evidence_id>/", guard(scoring.evidence), name="jury_evidence"),
    ]
