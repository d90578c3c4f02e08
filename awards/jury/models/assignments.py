"""Assignment plans: who scores which entry. A plan is a draft until it is released."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry
from awards.jury.models.panels import Juror, Panel


class PlanState(models.TextChoices):
    DRAFT = "draft", _("rancangan")
    RELEASED = "released", _("berlaku")
    SUPERSEDED = "superseded", _("digantikan")
    DISCARDED = "discarded", _("dibuang")


class AssignmentPlan(models.Model):
    """A division of the work. Jurors see nothing of it before it is released; one plan holds at a time."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="plans", verbose_name=_("tim penilai"))
    state = models.CharField(_("status"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    jurors_per_entry = models.PositiveSmallIntegerField(_("juri per peserta"))
    load_cap = models.PositiveSmallIntegerField(_("beban terbanyak per juri"))
    anchor_count = models.PositiveSmallIntegerField(_("peserta jangkar"), default=0)
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )
    released_at = models.DateTimeField(_("berlaku sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("rencana penugasan")
        verbose_name_plural = _("rencana penugasan")
        constraints = [
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(state="released"),
                name="one_released_plan_per_panel",
                violation_error_code="state",
                violation_error_message=_(
                    "Tim ini sudah punya penugasan yang berlaku. Muat ulang halaman, lalu berlakukan lagi bila "
                    "masih perlu."
                ),
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(state="draft"),
                name="one_draft_plan_per_panel",
                violation_error_code="state",
                violation_error_message=_("Masih ada rancangan yang belum diputuskan. Berlakukan atau buang dulu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.get_state_display()}"

    @property
    def region_code(self) -> str:
        return self.panel.region_code


class Assignment(models.Model):
    """One juror scores one entry under one plan; an anchor entry is scored by everyone who may."""

    plan = models.ForeignKey(
        AssignmentPlan, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("rencana")
    )
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("peserta"))
    is_anchor = models.BooleanField(_("jangkar"), default=False)

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "juror", "entry"],
                name="assigned_once_per_plan",
                violation_error_code="entry",
                violation_error_message=_(
                    "Juri ini sudah ditugasi menilai peserta itu pada rencana yang sama. Pilih juri atau peserta lain."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"
