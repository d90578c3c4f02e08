"""Addresses of the jury's screens inside the panel: its login, its frame, its namespace."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from awards.jury.views import (
    assigning,
    confirming,
    desk,
    discussion,
    interviews,
    lead,
    paper,
    plenary,
    profile,
    scoring,
    seats,
    sitting,
)
from awards.jury.views.frame import panel_page
from awards.jury.views.onlooking import looked_as
from awards.rulebooks.selectors.sealed import RulebookTamperedError

ENTRY = "juri/<int:panel_id>/peserta/<uuid:public_id>/"


ENTRY_TEAM = "juri/<int:panel_id>/tim/peserta/<uuid:public_id>/"
TEAM = "juri/<int:panel_id>/tim/"


View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
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
        path("juri/", guarded(desk.start), name="jury_start"),
        path("juri/kabar/<int:notice_id>/dibaca/", guarded(desk.read), name="jury_read"),
        path("juri/keterkaitan/", guarded(profile.profile), name="jury_profile"),
        path("juri/keterkaitan/<int:tie_id>/hapus/", guarded(profile.drop_tie), name="jury_drop_tie"),
        path("juri/<int:panel_id>/pernyataan/", guarded(desk.declare), name="jury_declare"),
        path("juri/<int:panel_id>/peserta/", guarded(desk.entries), name="jury_entries"),
        path("juri/<int:panel_id>/berikutnya/", guarded(desk.serve_next), name="jury_next"),
        path(ENTRY, guarded(scoring.score), name="jury_score"),
        path(f"{ENTRY}simpan/", guarded(scoring.autosave), name="jury_autosave"),
        path(f"{ENTRY}catatan/", guarded(scoring.note), name="jury_note"),
        path(f"{ENTRY}sesudah/", guarded(scoring.after), name="jury_after"),
        path(f"{ENTRY}lewati/", guarded(scoring.skip), name="jury_skip"),
        path(f"{ENTRY}konfirmasi/", guarded(confirming.confirm), name="jury_confirm"),
        path("juri/<int:panel_id>/konfirmasi/", guarded(confirming.confirm_all), name="jury_confirm_all"),
        path(f"{ENTRY}tandai/", guarded(scoring.flag), name="jury_flag"),
        path(f"{ENTRY}benturan/", guarded(scoring.recuse), name="jury_recuse"),
        path(f"{ENTRY}bukti/<uuid:evidence_id>/", guarded(scoring.evidence), name="jury_evidence"),
    ]


def _team_pages() -> list[URLPattern]:
    return [
        path(TEAM, guarded(lead.overview), name="jury_overview"),
        path(f"{TEAM}kesepakatan/", guarded(lead.agreement), name="jury_agreement"),
        path(f"{TEAM}benturan/", guarded(lead.conflicts), name="jury_conflicts"),
        path(f"{TEAM}benturan/cari/", guarded(lead.detect), name="jury_detect"),
        path(f"{TEAM}benturan/tambah/", guarded(lead.add_conflict), name="jury_add_conflict"),
        path(f"{TEAM}benturan/<int:conflict_id>/", guarded(lead.decide_conflict), name="jury_decide_conflict"),
        path(f"{TEAM}lembar/<int:card_id>/", guarded(lead.card), name="jury_card"),
        path(f"{TEAM}lembar/<int:card_id>/putuskan/", guarded(lead.decide_card), name="jury_decide_card"),
        path(f"{TEAM}pertanyaan/", guarded(lead.flags), name="jury_flags"),
        path(f"{TEAM}pertanyaan/<int:flag_id>/", guarded(lead.reply_to_flag), name="jury_reply"),
        path(f"{TEAM}tutup/", guarded(lead.closing), name="jury_close"),
        path(f"{TEAM}tutup/putuskan/", guarded(lead.close), name="jury_close_now"),
        path(f"{TEAM}tutup/berhalangan/", guarded(lead.excuse), name="jury_excuse"),
        path(f"{TEAM}selisih/", guarded(discussion.queue), name="jury_queue"),
        path(f"{TEAM}selisih/<int:moderation_id>/", guarded(discussion.conclude), name="jury_conclude"),
        path(f"{ENTRY_TEAM}selisih/", guarded(discussion.moderate), name="jury_moderate"),
        path(f"{ENTRY}bersama/", guarded(discussion.discuss), name="jury_discuss"),
        path(f"{TEAM}penugasan/", guarded(assigning.plan), name="jury_plan"),
        path(f"{TEAM}penugasan/rancang/", guarded(assigning.draw), name="jury_draw"),
        path(f"{TEAM}penugasan/<int:plan_id>/", guarded(assigning.settle), name="jury_settle"),
    ]


def _seat_pages() -> list[URLPattern]:
    return [
        path(f"{TEAM}anggota/", guarded(seats.members), name="jury_members"),
        path(f"{TEAM}anggota/<int:juror_id>/ganti/", guarded(seats.replace), name="jury_replace"),
        path(f"{TEAM}anggota/<int:juror_id>/warisan/", guarded(seats.inherited), name="jury_inherited"),
        path(f"{TEAM}anggota/<int:juror_id>/lihat/", guarded(seats.look_as), name="jury_look"),
        path("juri/berhenti-melihat/", admin.site.admin_view(seats.stop_looking), name="jury_stop_looking"),
    ]


def _interview_pages() -> list[URLPattern]:
    return [
        path("juri/<int:panel_id>/wawancara/", guarded(interviews.schedule), name="jury_schedule"),
        path(f"{ENTRY_TEAM}slot/", guarded(interviews.slot), name="jury_slot"),
        path(f"{ENTRY_TEAM}wawancara/", guarded(interviews.session), name="jury_session"),
        path(f"{ENTRY}lembar/", guarded(paper.paper), name="jury_paper"),
        path(f"{TEAM}kertas/", guarded(paper.typing_desk), name="jury_typing"),
        path(f"{TEAM}kertas/ketik/", guarded(paper.type_sheet), name="jury_type"),
        path(f"{TEAM}kertas/<int:sheet_id>/", guarded(paper.check_sheet), name="jury_check"),
        path(f"{TEAM}kertas/<int:sheet_id>/ketik/", guarded(paper.type_second), name="jury_type_again"),
    ]


def _plenary_pages() -> list[URLPattern]:
    return [
        path("juri/<int:panel_id>/pleno/", guarded(plenary.screen), name="jury_plenary"),
        path("juri/<int:panel_id>/pleno/letak/", guarded(plenary.position), name="jury_position"),
        path(f"{TEAM}pleno/kendali/", guarded(sitting.control), name="jury_control"),
        path(f"{TEAM}pleno/mulai/", guarded(sitting.begin), name="jury_begin"),
        path(f"{TEAM}pleno/pindah/", guarded(sitting.move), name="jury_move"),
        path(f"{TEAM}pleno/hadir/", guarded(sitting.attend), name="jury_attend"),
        path(f"{TEAM}pleno/ruang/", guarded(sitting.clear), name="jury_clear"),
        path(f"{TEAM}pleno/putusan/", guarded(sitting.settle), name="jury_decide"),
        path(f"{TEAM}pleno/lanjut/", guarded(sitting.resume), name="jury_resume"),
        path("juri/<int:panel_id>/berita-acara/<int:number>/", guarded(plenary.minutes), name="jury_minutes"),
    ]
