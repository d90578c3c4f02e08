"""Addresses of the studio inside the panel."""

from django.contrib import admin
from django.urls import URLPattern, path

from awards.studio.views import calendar, cases, conditions, editions, opening, rulebook
from paritrana.panel_site import bring_screens


def studio_pages() -> list[URLPattern]:
    guarded = admin.site.admin_view
    edition = "studio/<int:pk>/"
    return [
        path("studio/", guarded(editions.studio), name="studio"),
        path("studio/baru/", guarded(editions.begin), name="studio_begin"),
        path(edition, guarded(editions.edition), name="studio_edition"),
        path(f"{edition}jadwal/", guarded(calendar.calendar), name="studio_calendar"),
        path(f"{edition}jadwal.ics", guarded(calendar.calendar_file), name="studio_calendar_file"),
        path(f"{edition}buka/", guarded(opening.opening), name="studio_open"),
        path("studio/juknis/<int:pk>/", guarded(rulebook.rulebook), name="studio_rulebook"),
        path("studio/juknis/<int:pk>/ubah/", guarded(rulebook.change), name="studio_rulebook_change"),
        path("studio/juknis/<int:pk>/jumlah/", guarded(rulebook.sums), name="studio_rulebook_sums"),
        path("studio/juknis/<int:pk>/riwayat/", guarded(rulebook.history), name="studio_rulebook_history"),
        path("studio/juknis/<int:pk>/kriteria/<path:code>/", guarded(rulebook.criterion), name="studio_criterion"),
        path("studio/juknis/<int:pk>/syarat/", guarded(conditions.gate), name="studio_gate_new"),
        path("studio/juknis/<int:pk>/syarat/<path:code>/", guarded(conditions.gate), name="studio_gate"),
        path("studio/juknis/<int:pk>/keadaan/<path:code>/", guarded(conditions.cases), name="studio_conditions"),
        path("studio/juknis/<int:pk>/contoh/", guarded(cases.new_case), name="studio_case_new"),
        path("studio/juknis/<int:pk>/contoh/<int:place>/", guarded(cases.case), name="studio_case"),
        path(f"{edition}buka/<int:act_id>/batal/", guarded(opening.drop), name="studio_open_drop"),
    ]


bring_screens(studio_pages)
