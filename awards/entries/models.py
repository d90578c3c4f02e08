"""Entries: one entrant in one category."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.editions.models import Category, EditionState
from paritrana.accounts.models import OfficeKind, Role
from paritrana.accounts.selectors import Grants


class EntryState(models.TextChoices):
    NOMINATED = "nominated", _("diusulkan")
    ADMITTED = "admitted", pgettext_lazy("entry", "diterima")
    WITHDRAWN = "withdrawn", _("mundur")
    EXCLUDED = "excluded", _("tidak memenuhi syarat")


def within_regions(field: str, scopes: Iterable[str]) -> models.Q:
    """Match rows whose region lies in one of the scopes ("" is the nation); no scope matches nothing."""
    condition = models.Q(pk__in=[])
    for scope in scopes:
        if scope == "":
            return ~models.Q(pk__in=[])  # an empty Q would vanish when joined by "or"
        condition |= models.Q(**{field: scope}) | models.Q(**{f"{field}__startswith": f"{scope}."})
    return condition


def of_offices(path: str, offices: Iterable[tuple[str, str]]) -> models.Q:
    """Match rows whose entry (at `path`, "" or ending in "__") is one of these offices, in an edition that is open."""
    codes: dict[str, list[str]] = {kind: [] for kind in OfficeKind.values}
    for kind, code in offices:
        codes[kind].append(code)
    codes[OfficeKind.EMPLOYER] = [code for code in codes[OfficeKind.EMPLOYER] if code.isdigit()]
    condition = models.Q(pk__in=[])
    for kind, wanted in codes.items():
        if wanted:
            condition |= models.Q(**{f"{path}{kind}_id__in": wanted})
    return condition & models.Q(**{f"{path}category__edition__state": EditionState.OPEN})


def _reached(grants: Grants, roles: Iterable[str]) -> models.Q:
    scopes = {scope for role in roles for scope in grants.regions.get(role, frozenset())}
    return within_regions("region_code", sorted(scopes))


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, grants: Grants) -> Self:
        """Keep the entries of the own offices, and those within the region scope of an overseeing role."""
        roles = (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)
        return self.filter(of_offices("", grants.offices) | _reached(grants, roles))

    def overseen_by(self, grants: Grants, roles: Iterable[str]) -> Self:
        """Keep the entries within the region scope of these roles; the own offices count for nothing here."""
        return self.filter(_reached(grants, roles))

    def of_offices(self, offices: Iterable[tuple[str, str]]) -> Self:
        return self.filter(of_offices("", offices))

    def admitted(self) -> Self:
        return self.filter(state=EntryState.ADMITTED)


class Entry(models.Model):
    """A ministry, a region or an employer that competes in one category; exactly one of the three is named.

    `public_id` is random: nothing about rank or order can be read from it.
    """

    public_id = models.UUIDField(_("nomor publik"), unique=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="entries", verbose_name=_("kategori"))
    region = models.ForeignKey(
        "regions.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("daerah"),
    )
    ministry = models.ForeignKey(
        "ministries.Ministry",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("kementerian/lembaga"),
    )
    employer = models.ForeignKey(
        "employers.Employer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("pemberi kerja"),
    )
    name = models.CharField(_("nama"), max_length=300)
    province_code = models.CharField(_("kode provinsi"), max_length=2, blank=True, default="")
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    zone_code = models.CharField(_("zona"), max_length=40, blank=True, default="")
    sector_code = models.CharField(_("sektor"), max_length=10, blank=True, default="")
    sector_version = models.CharField(_("versi KBLI sektor"), max_length=10, blank=True, default="")
    scale = models.CharField(_("skala"), max_length=10, blank=True, default="")
    state = models.CharField(_("status"), max_length=10, choices=EntryState.choices, default=EntryState.NOMINATED)
    is_synthetic = models.BooleanField(_("sintetis"), default=False)
    created_at = models.DateTimeField(_("dibuat"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("peserta")
        verbose_name_plural = _("peserta")
        indexes = [models.Index(fields=["category", "region_code"], name="entry_by_region")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(region__isnull=False, ministry=None, employer=None)
                | models.Q(region=None, ministry__isnull=False, employer=None)
                | models.Q(region=None, ministry=None, employer__isnull=False),
                name="entry_has_exactly_one_entrant",
                violation_error_code="region",
                violation_error_message=_("Pilih tepat satu: daerah, kementerian/lembaga, atau pemberi kerja."),
            ),
            models.UniqueConstraint(
                fields=["category", "region"],
                condition=models.Q(region__isnull=False),
                name="region_enters_once",
                violation_error_code="region",
                violation_error_message=_(
                    "Daerah ini sudah terdaftar pada kategori ini. Pilih daerah atau kategori lain."
                ),
            ),
            models.UniqueConstraint(
                fields=["category", "ministry"],
                condition=models.Q(ministry__isnull=False),
                name="ministry_enters_once",
                violation_error_code="ministry",
                violation_error_message=_(
                    "Kementerian/lembaga ini sudah terdaftar pada kategori ini. Pilih kementerian/lembaga atau "
                    "kategori lain."
                ),
            ),
            models.UniqueConstraint(
                fields=["category", "employer"],
                condition=models.Q(employer__isnull=False),
                name="employer_enters_once",
                violation_error_code="employer",
                violation_error_message=_(
                    "Pemberi kerja ini sudah terdaftar pada kategori ini. Pilih pemberi kerja atau kategori lain."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def office(self) -> tuple[str, str]:
        """The office that acts for this entry, as named by a role assignment."""
        if self.region_id is not None:
            return OfficeKind.REGION.value, self.region_id
        if self.ministry_id is not None:
            return OfficeKind.MINISTRY.value, self.ministry_id
        return OfficeKind.EMPLOYER.value, str(self.employer_id)
