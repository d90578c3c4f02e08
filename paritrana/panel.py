"""The admin panel's frame: its groups along the award's flow, and the links below the person's name.

Apps are named by their modules' names only. A registered model shows in the group of its module, to whom may see it.
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants

# Title, icon, and the modules whose models stand here.
GROUPS: tuple[tuple[str | Promise, str, tuple[str, ...]], ...] = (
    (_("Rujukan"), "map", ("regions.", "ministries.")),
    (_("Pemberi kerja"), "factory", ("employers.",)),
    (_("Unggahan"), "upload_file", ("paritrana.uploads.",)),
    (_("Edisi dan juknis"), "event", ("awards.editions.models", "awards.rulebooks.models")),
    (_("Peserta dan isian"), "assignment", ("awards.entries.models", "awards.submissions.models")),
    (_("Verifikasi"), "fact_check", ("awards.verification.models",)),
    (_("Penilaian juri"), "gavel", ("awards.jury.models",)),
    (_("Perhitungan"), "calculate", ("awards.runs.models",)),
    (_("Pengumuman"), "workspace_premium", ("awards.publication.models", "awards.ceremony.models")),
    (_("Surat keluar"), "outgoing_mail", ("paritrana.mail.",)),
    (_("Orang dan jejak"), "group", ("paritrana.",)),
)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups that hold anything for the person who asks."""
    remaining = [model for model in admin.site._registry if _may_see(model, request)]  # noqa: SLF001 - no public list
    groups: list[dict[str, Any]] = [{"title": None, "items": [_overview(), *_desks(request)]}]
    for title, icon, modules in GROUPS:
        members = [model for model in remaining if model.__module__.startswith(modules)]
        remaining = [model for model in remaining if model not in members]
        if members:
            members.sort(key=lambda model: str(model._meta.verbose_name_plural))  # noqa: SLF001 - documented name
            groups.append({"title": title, "collapsible": True, "items": [_item(model, icon) for model in members]})
    return groups


def _overview() -> dict[str, Any]:
    return {"title": _("Ringkasan"), "icon": "home", "link": reverse("admin:index")}


def _desks(request: HttpRequest) -> list[dict[str, Any]]:
    """The screens of their own, each to those who find something there."""
    desks = [{"title": _("Meja penilaian juri"), "icon": "gavel", "link": reverse("admin:jury_start")}]
    held = request_grants(request)
    if held.covers(Role.ORGANISER, "") or held.covers(Role.AUDITOR, ""):
        desks.append({"title": _("Studio"), "icon": "edit_calendar", "link": reverse("admin:studio")})
    if any(held.has(role) for role in (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)):
        desks.append({"title": _("Papan kemajuan"), "icon": "monitoring", "link": reverse("admin:progress")})
        steering = {"title": _("Perhitungan dan pengumuman"), "icon": "insights", "link": reverse("admin:steering")}
        desks.append(steering)
    if any(held.has(role) for role in (Role.ORGANISER, Role.SECRETARIAT)):
        desks.append({"title": _("Malam anugerah"), "icon": "celebration", "link": reverse("admin:ceremonies")})
    return desks


def _may_see(model: type[models.Model], request: HttpRequest) -> bool:
    return admin.site.get_model_admin(model).has_module_permission(request)


def _item(model: type[models.Model], icon: str) -> dict[str, Any]:
    meta = model._meta  # noqa: SLF001 - documented name
    return {
        "title": str(meta.verbose_name_plural).capitalize(),
        "icon": icon,
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the links below the person's name."""
    here = urlencode({"next": request.get_full_path()})
    return [
        {"title": _("Ubah kata sandi"), "link": reverse("account_change_password")},
        {"title": _("Alamat surel"), "link": reverse("account_email")},
        {"title": _("Verifikasi dua langkah"), "link": reverse("mfa_index")},
        {"title": _("Sesi masuk"), "link": reverse("usersessions_list")},
        {"title": "Bahasa Indonesia", "link": f"{reverse('choose-language', args=['id'])}?{here}"},
        {"title": "English", "link": f"{reverse('choose-language', args=['en'])}?{here}"},
    ]
