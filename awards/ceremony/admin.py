"""The evening's screens in the panel, behind its login."""

from django.contrib import admin
from django.urls import URLPattern, path

from awards.ceremony.views import deck, envelopes, prints, sheet
from paritrana.panel_site import bring_screens


def ceremony_pages() -> list[URLPattern]:
    guarded = admin.site.admin_view
    one, show = "acara/<int:pk>/", "acara/panggung/<uuid:key>/"
    item, winner = f"{one}acara/<int:item_id>/", f"{one}penerima/<int:winner_id>/"
    return [
        path("acara/", guarded(sheet.ceremonies), name="ceremonies"),
        path("acara/baru/<uuid:public_id>/", guarded(sheet.begin), name="ceremony_begin"),
        path(one, guarded(sheet.sheet), name="ceremony_sheet"),
        path(f"{one}malam/", guarded(sheet.evening), name="ceremony_evening"),
        path(f"{one}urut/", guarded(sheet.move), name="ceremony_move"),
        path(f"{one}tambah/", guarded(sheet.add), name="ceremony_add"),
        path(f"{one}perbarui/", guarded(sheet.renew), name="ceremony_renew"),
        path(item, guarded(sheet.item_page), name="ceremony_item"),
        path(f"{item}keluarkan/", guarded(sheet.remove), name="ceremony_remove"),
        path(winner, guarded(sheet.winner), name="ceremony_winner"),
        path(f"{winner}setujui/", guarded(sheet.approve), name="ceremony_approve"),
        path(f"{winner}foto.jpg", guarded(sheet.photograph), name="ceremony_photograph"),
        path(f"{one}cetak/", guarded(sheet.make_version), name="ceremony_version"),
        path(f"{one}versi/<int:number>/<slug:reader>/", guarded(prints.printed), name="ceremony_print"),
        path(f"{one}label/", guarded(prints.labels), name="ceremony_labels"),
        path(f"{one}amplop/", guarded(envelopes.check), name="ceremony_envelopes"),
        path(f"{one}buka/", guarded(deck.open_real), name="ceremony_open"),
        path(f"{one}gladi/", guarded(deck.rehearse), name="ceremony_rehearse"),
        path(show, guarded(deck.deck), name="ceremony_deck"),
        path(f"{show}kini/", guarded(deck.now), name="ceremony_deck_now"),
        path(f"{show}tekan/", guarded(deck.press), name="ceremony_press"),
        path(f"{show}tutup/", guarded(deck.close), name="ceremony_close"),
        path(f"{show}lembar/<slug:reader>/", guarded(prints.rehearsal), name="ceremony_rehearsal_print"),
        path(f"{show}label/", guarded(prints.rehearsal_labels), name="ceremony_rehearsal_labels"),
        path(f"{show}amplop/", guarded(envelopes.rehearsal_check), name="ceremony_rehearsal_envelopes"),
    ]


bring_screens(ceremony_pages)
