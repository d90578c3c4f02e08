"""Runs and publications in the panel: read-only lists, and the organiser's own screens."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from awards.desk.views import minutes, publication, runs, wall
from awards.jury.admin.pages import TEAM
from awards.jury.admin.pages import guarded as guarded_as_jury
from awards.publication.models import Publication
from awards.runs.models import ScoreRun
from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.panel_site import bring_screens


@admin.register(ScoreRun)
class ScoreRunAdmin(ReadOnlyModelAdmin):
    region_path = "category__province_id"
    list_display = ("number", "category", "state", "entry_count", "created_at", "screen")
    list_filter = ("state", "category__edition")
    list_select_related = ("category__edition",)
    search_fields = ("category__name", "result_digest")
    ordering = ("-created_at", "-pk")
    actions_list = ("open_overview",)

    @action(description=gettext_lazy("Semua kategori"), url_path="semua-kategori")  # type: ignore[untyped-decorator]
    def open_overview(self, request: HttpRequest) -> HttpResponse:
        """Stand above the list as a button: the way to the organiser's own screens."""
        return redirect("admin:steering")

    @admin.display(description=gettext_lazy("layar"))
    def screen(self, obj: ScoreRun) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:steering_run", args=[obj.public_id]), _("Buka"))


@admin.register(Publication)
class PublicationAdmin(ReadOnlyModelAdmin):
    region_path = "category__province_id"
    list_display = ("number", "category", "frozen_at", "final_at", "embargo_until", "published_at", "screen")
    list_filter = ("category__edition",)
    list_select_related = ("category__edition",)
    search_fields = ("category__name", "digest")
    ordering = ("-frozen_at", "-pk")
    exclude = ("payload",)

    @admin.display(description=gettext_lazy("layar"))
    def screen(self, obj: Publication) -> SafeString:
        address = reverse("admin:steering_publication", args=[obj.public_id])
        return format_html('<a href="{}">{}</a>', address, _("Buka"))


def steering_pages() -> list[URLPattern]:
    """Return the organiser's screens, behind the panel's login."""
    guarded = admin.site.admin_view
    run, published = "perhitungan/<uuid:public_id>/", "pengumuman/<uuid:public_id>/"
    return [
        path("perhitungan/", guarded(runs.overview), name="steering"),
        path("perhitungan/kategori/<int:pk>/", guarded(runs.category), name="steering_category"),
        path("perhitungan/kategori/<int:pk>/ajukan/", guarded(runs.propose), name="steering_propose"),
        path("perhitungan/kategori/<int:pk>/bekukan/", guarded(publication.prepare), name="steering_prepare"),
        path(run, guarded(runs.run), name="steering_run"),
        path(f"{run}pakai/", guarded(runs.apply), name="steering_apply"),
        path(f"{run}buang/", guarded(runs.discard), name="steering_discard"),
        path(published, guarded(publication.publication), name="steering_publication"),
        path(f"{published}lampiran.pdf", guarded(publication.annex), name="steering_annex"),
        path(f"{published}setujui/", guarded(publication.sign_off), name="steering_sign_off"),
        path(f"{published}umumkan/", guarded(publication.publish), name="steering_publish"),
        path(f"{published}embargo/", guarded(publication.embargo), name="steering_embargo"),
        path(f"{published}tarik/", guarded(publication.withdraw), name="steering_withdraw"),
        path(
            f"{published}juara/<int:prize_id>/cabut/",
            guarded(publication.withdraw_prize),
            name="steering_withdraw_prize",
        ),
        path(f"{published}usul/<int:act_id>/batalkan/", guarded(publication.drop), name="steering_drop"),
        path(f"{TEAM}pleno/selesai/", guarded_as_jury(minutes.finish), name="jury_finish"),
        path(f"{TEAM}pleno/layar/", guarded_as_jury(wall.projector), name="jury_wall"),
        path(f"{TEAM}pleno/layar/letak/", guarded_as_jury(wall.step), name="jury_wall_step"),
    ]


bring_screens(steering_pages)
