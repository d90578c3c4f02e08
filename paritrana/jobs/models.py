"""One row per background job: the truth about it. The message in the broker is only a nudge."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from paritrana.retold import retold


class JobState(models.TextChoices):
    QUEUED = "queued", _("menunggu")
    RUNNING = "running", _("berjalan")
    DONE = "done", _("selesai")
    FAILED = "failed", _("gagal")
    CANCELLED = "cancelled", _("dibatalkan")


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """A piece of background work: what, for which row, how far, and who holds it until when.

    `kind` names a handler registered by an app (paritrana.jobs.registry); `subject_id` is the row it works on.
    A runner owns the job while `lease_expires_at` lies ahead and `claim` is its own; every step of progress
    renews the lease and stops the work when the claim was lost or cancelling was asked for. `region_code` is whose
    work it is, empty for the nation's and for that of before; the trail's entries carry it on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("jenis"), max_length=60)
    subject_id = models.CharField(_("kunci objek"), max_length=100)
    label = models.CharField(_("uraian"), max_length=300)
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="", editable=False)
    state = models.CharField(_("status"), max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(_("selesai"), default=0)
    total = models.PositiveBigIntegerField(_("jumlah"), default=0)
    step = models.CharField(_("langkah"), max_length=200, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    lease_expires_at = models.DateTimeField(_("sewa berakhir"), null=True, blank=True)
    nudged_at = models.DateTimeField(_("terakhir dipanggil"))
    heartbeat_at = models.DateTimeField(_("tanda hidup"), null=True, blank=True)
    is_cancel_requested = models.BooleanField(_("diminta batal"), default=False)
    error = models.TextField(_("kesalahan"), blank=True, default="")
    created_at = models.DateTimeField(_("dibuat"))
    started_at = models.DateTimeField(_("dimulai"), null=True, blank=True)
    finished_at = models.DateTimeField(_("berakhir"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diminta oleh"),
    )

    class Meta:
        verbose_name = _("pekerjaan latar")
        verbose_name_plural = _("pekerjaan latar")
        indexes = [models.Index(fields=["state", "lease_expires_at"], name="job_sweep")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_live_job_per_subject",
                violation_error_code="subject_id",
                violation_error_message=_(
                    "Pekerjaan ini sudah menunggu atau sedang berjalan. Tunggu sampai selesai, lalu coba lagi."
                ),
            )
        ]

    def __str__(self) -> str:
        return retold(self.label)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def percent(self) -> int:
        """Whole percent done, 0 while the size of the work is unknown."""
        return 100 * self.done // self.total if self.total else 0
