"""Addresses of the jury's screens inside the panel: its login, its frame, its namespace."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from awards.selectors.rulebooks import RulebookTamperedError
from awards.views.jury import assigning, desk, discussion, interviews, lead, plenary, profile, scoring, seats
from awards.views.jury.frame import panel_page
from awards.views.jury.onlooking import looked_as

ENTRY = "juri/<int:panel_id>/peserta/<uuid:public_id>/"


ENTRY_TEAM = "juri/<int:panel_id>/tim/peserta/<uuid:public_id>/"
TEAM = "juri/<int:panel_id>/tim/"


View = Callable[..., HttpResponseBase]


def _guarded(view: View) -> View:
    """Put a view behind the panel's login; a touched rulebook, and writing while one looks on, are refused in words."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") and looked_as(request) is not None:
            message = _(
                "Anda sedang melihat sebagai juri, hanya membaca. Tidak ada yang diubah; berhenti melihat dulu."
            )
            return panel_page(request, "jury/refused.html", {"message": message}, title=_("Hanya membaca"), status=403)
        try:
            return view(request, *args, **kwargs)
        except RulebookTamperedError as error:
            return panel_page(request, "jury/refused.html", {"message": str(error)}, title=_("Juknis"), status=409)

    return admin.site.admin_view(shown)


def jury_pages() -> list[URLPattern]:
    return [*_juror_pages(), *_team_pages(), *_seat_pages(), *_interview_pages(), *_plenary_pages()]


def _juror_pages() -> list[URLPattern]:
    return [
        path("juri/", _guarded(desk.start), name="jury_start"),
        path("juri/keterkaitan/", _guarded(profile.profile), name="jury_profile"),
        path("juri/keterkaitan/<int:tie_id>/hapus/", _guarded(profile.drop_tie), name="jury_drop_tie"),
        path("juri/<int:panel_id>/pernyataan/", _guarded(desk.declare), name="jury_declare"),
        path("juri/<int:panel_id>/peserta/", _guarded(desk.entries), name="jury_entries"),
        path("juri/<int:panel_id>/berikutnya/", _guarded(desk.serve_next), name="jury_next"),
        path(ENTRY, _guarded(scoring.score), name="jury_score"),
        path(f"{ENTRY}simpan/", _guarded(scoring.autosave), name="jury_autosave"),
        path(f"{ENTRY}catatan/", _guarded(scoring.note), name="jury_note"),
        path(f"{ENTRY}sesudah/", _guarded(scoring.after), name="jury_after"),
        path(f"{ENTRY}lewati/", _guarded(scoring.skip), name="jury_skip"),
        path(f"{ENTRY}konfirmasi/", _guarded(scoring.confirm), name="jury_confirm"),
        path(f"{ENTRY}tandai/", _guarded(scoring.flag), name="jury_flag"),
        path(f"{ENTRY}benturan/", _guarded(scoring.recuse), name="jury_recuse"),
        path(f"{ENTRY}bukti/<uuid:evidence_id>/", _guarded(scoring.evidence), name="jury_evidence"),
    ]


def _team_pages() -> list[URLPattern]:
    return [
        path(TEAM, _guarded(lead.overview), name="jury_overview"),
        path(f"{TEAM}kesepakatan/", _guarded(lead.agreement), name="jury_agreement"),
        path(f"{TEAM}benturan/", _guarded(lead.conflicts), name="jury_conflicts"),
        path(f"{TEAM}benturan/cari/", _guarded(lead.detect), name="jury_detect"),
        path(f"{TEAM}benturan/tambah/", _guarded(lead.add_conflict), name="jury_add_conflict"),
        path(f"{TEAM}benturan/<int:conflict_id>/", _guarded(lead.decide_conflict), name="jury_decide_conflict"),
        path(f"{TEAM}lembar/<int:card_id>/", _guarded(lead.card), name="jury_card"),
        path(f"{TEAM}lembar/<int:card_id>/putuskan/", _guarded(lead.decide_card), name="jury_decide_card"),
        path(f"{TEAM}pertanyaan/", _guarded(lead.flags), name="jury_flags"),
        path(f"{TEAM}pertanyaan/<int:flag_id>/", _guarded(lead.reply_to_flag), name="jury_reply"),
        path(f"{TEAM}tutup/", _guarded(lead.closing), name="jury_close"),
        path(f"{TEAM}tutup/putuskan/", _guarded(lead.close), name="jury_close_now"),
        path(f"{TEAM}tutup/berhalangan/", _guarded(lead.excuse), name="jury_excuse"),
        path(f"{TEAM}selisih/", _guarded(discussion.queue), name="jury_queue"),
        path(f"{TEAM}selisih/<int:moderation_id>/", _guarded(discussion.conclude), name="jury_conclude"),
        path(f"{ENTRY_TEAM}selisih/", _guarded(discussion.moderate), name="jury_moderate"),
        path(f"{ENTRY}bersama/", _guarded(discussion.discuss), name="jury_discuss"),
        path(f"{TEAM}penugasan/", _guarded(assigning.plan), name="jury_plan"),
        path(f"{TEAM}penugasan/rancang/", _guarded(assigning.draw), name="jury_draw"),
        path(f"{TEAM}penugasan/<int:plan_id>/", _guarded(assigning.settle), name="jury_settle"),
    ]


def _seat_pages() -> list[URLPattern]:
    return [
        path(f"{TEAM}anggota/", _guarded(seats.members), name="jury_members"),
        path(f"{TEAM}anggota/<int:juror_id>/ganti/", _guarded(seats.replace), name="jury_replace"),
        path(f"{TEAM}anggota/<int:juror_id>/lihat/", _guarded(seats.look_as), name="jury_look"),
        path("juri/berhenti-melihat/", admin.site.admin_view(seats.stop_looking), name="jury_stop_looking"),
    ]


def _interview_pages() -> list[URLPattern]:
    return [
        path("juri/<int:panel_id>/wawancara/", _guarded(interviews.schedule), name="jury_schedule"),
        path(f"{ENTRY_TEAM}slot/", _guarded(interviews.slot), name="jury_slot"),
        path(f"{ENTRY_TEAM}wawancara/", _guarded(interviews.session), name="jury_session"),
        path(f"{ENTRY}lembar/", _guarded(interviews.paper), name="jury_paper"),
        path(f"{TEAM}kertas/", _guarded(interviews.typing_desk), name="jury_typing"),
        path(f"{TEAM}kertas/ketik/", _guarded(interviews.type_sheet), name="jury_type"),
        path(f"{TEAM}kertas/<int:sheet_id>/", _guarded(interviews.check_sheet), name="jury_check"),
    ]


def _plenary_pages() -> list[URLPattern]:
    return [
        path("juri/<int:panel_id>/pleno/", _guarded(plenary.screen), name="jury_plenary"),
        path("juri/<int:panel_id>/pleno/letak/", _guarded(plenary.position), name="jury_position"),
        path(f"{TEAM}pleno/mulai/", _guarded(plenary.begin), name="jury_begin"),
        path(f"{TEAM}pleno/pindah/", _guarded(plenary.move), name="jury_move"),
        path(f"{TEAM}pleno/putusan/", _guarded(plenary.decide), name="jury_decide"),
        path(f"{TEAM}pleno/selesai/", _guarded(plenary.finish), name="jury_finish"),
        path("juri/<int:panel_id>/berita-acara/<int:number>/", _guarded(plenary.minutes), name="jury_minutes"),
    ]
