"""Panels and their seats: who scores a category (Tim 9 in a province, nine seats nationally), appointed by decree."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Category, StageKind


class Workload(models.TextChoices):
    EVERYONE = "everyone", _("semua juri menilai semua peserta")
    SHARED = "shared", _("dibagi menurut rencana penugasan")


class UnsentRule(models.TextChoices):
    REFUSE = "refuse", _("tidak dinilai")
    ALLOW = "allow", _("boleh dinilai")


class Panel(models.Model):
    """Who scores a category; the category names level and province.

    A rationale is required at both ends of a scale when `requires_rationale_at_ends`, and where a mark departs from
    the verified suggestion by more than `departure_share` of the scale's length (empty: never). `unsent_rule` says
    whether an entry is scored whose form the rulebook asks for and that was never sent. `searched_digest` is of the
    seats, ties, entries and company groups that possible conflicts were last looked for among.
    """

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="panels", verbose_name=_("kategori"))
    name = models.CharField(_("nama"), max_length=200)
    decree_number = models.CharField(_("nomor SK"), max_length=120, blank=True, default="")
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    workload = models.CharField(
        _("pembagian tugas"), max_length=10, choices=Workload.choices, default=Workload.EVERYONE
    )
    requires_rationale_at_ends = models.BooleanField(_("alasan wajib di kedua ujung skala"), default=True)
    departure_share = models.DecimalField(
        _("alasan wajib bila menjauh dari usulan verifikasi lebih dari (bagian skala)"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        default=Decimal("0.200"),
    )
    discrepancy_share = models.DecimalField(
        _("selisih antarjuri yang perlu dibahas (bagian skala)"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.400"),
    )
    unsent_rule = models.CharField(
        _("peserta yang tidak pernah mengirim isian"),
        max_length=10,
        choices=UnsentRule.choices,
        default=UnsentRule.REFUSE,
        help_text=_("Hanya berlaku bila juknis kategori ini meminta isian."),
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ditutup oleh"),
    )
    closing_note = models.TextField(_("catatan penutupan"), blank=True, default="")
    searched_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("tim penilai")
        verbose_name_plural = _("tim penilai")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "name"],
                name="panel_once_per_category",
                violation_error_code="name",
                violation_error_message=_("Nama tim ini sudah dipakai pada kategori itu. Pilih nama lain."),
            ),
            models.CheckConstraint(
                condition=models.Q(departure_share=None) | models.Q(departure_share__gte=0, departure_share__lte=1),
                name="departure_is_a_share",
                violation_error_code="departure_share",
                violation_error_message=_(
                    "Bagian skala harus antara 0 dan 1. Tulis misalnya 0,2 untuk seperlima skala."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(discrepancy_share__gt=0, discrepancy_share__lte=1),
                name="discrepancy_is_a_share",
                violation_error_code="discrepancy_share",
                violation_error_message=_(
                    "Bagian skala harus lebih dari 0 dan paling besar 1. Tulis misalnya 0,4 untuk dua perlima skala."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(closed_by__isnull=False),
                name="closed_panel_names_who_closed_it",
                violation_error_code="closed_by",
                violation_error_message=_(
                    "Tim yang ditutup harus menyebut siapa yang menutupnya. Tutup tim ini dari halaman tim penilai."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_code(self) -> str:
        return self.category.region_code


class Visibility(models.TextChoices):
    NEVER = "never", _("tidak pernah")
    AFTER_OWN = "after_own", _("setelah nilai sendiri dikonfirmasi")
    ALWAYS = "always", _("selalu")


class PanelVisibility(models.Model):
    """When a juror may see the others' marks during one stage; without a row: after the own card is confirmed."""

    panel = models.ForeignKey(
        Panel, on_delete=models.CASCADE, related_name="visibilities", verbose_name=_("tim penilai")
    )
    stage = models.CharField(
        _("tahap"),
        max_length=15,
        choices=[(kind.value, kind.label) for kind in (StageKind.JURY, StageKind.INTERVIEW, StageKind.PLENARY)],
    )
    rule = models.CharField(
        _("nilai juri lain terlihat"), max_length=10, choices=Visibility.choices, default=Visibility.AFTER_OWN
    )

    class Meta:
        verbose_name = _("keterlihatan nilai")
        verbose_name_plural = _("keterlihatan nilai")
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "stage"],
                name="one_visibility_per_stage",
                violation_error_code="stage",
                violation_error_message=_(
                    "Tahap ini sudah punya aturan keterlihatan. Ubah aturan yang ada atau pilih tahap lain."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_rule_display()}"


class SeatType(models.TextChoices):
    REGIONAL_SECRETARY = "regional_secretary", _("Sekretaris Daerah")
    LABOUR_OFFICE = "labour_office", _("Dinas Tenaga Kerja")
    BPJS = "bpjs", _("BPJS Ketenagakerjaan")
    STATISTICS = "statistics", _("BPS")
    SMALL_BUSINESS = "small_business", _("Dinas UMKM")
    SOCIAL_OFFICE = "social_office", _("Dinas Sosial")
    INSPECTORATE = "inspectorate", _("Inspektorat")
    OMBUDSMAN = "ombudsman", _("Ombudsman")
    EMPLOYERS = "employers", _("Unsur pengusaha (Apindo)")
    UNION = "union", _("Unsur serikat pekerja")
    EXPERT = "expert", _("Ahli jaminan sosial")
    ECONOMIST = "economist", _("Ahli ekonomi")
    LAW = "law", _("Ahli hukum dan kebijakan publik")
    ACADEMIC = "academic", _("Akademisi")
    MINISTRY = "ministry", _("Kementerian")
    OTHER = "other", _("Lainnya")


class Juror(models.Model):
    """One seat of one panel. A shadow juror's marks never count; `replaces` names the seat a late juror takes over."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="jurors", verbose_name=_("tim penilai"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats", verbose_name=_("pengguna")
    )
    seat_type = models.CharField(_("unsur"), max_length=20, choices=SeatType.choices)
    is_chair = models.BooleanField(_("ketua"), default=False)
    is_secretary = models.BooleanField(_("sekretaris"), default=False)
    is_shadow = models.BooleanField(_("juri bayangan"), default=False)
    joined_on = models.DateField(_("mulai bertugas"))
    left_on = models.DateField(_("selesai bertugas"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("menggantikan"),
    )

    class Meta:
        verbose_name = _("juri")
        verbose_name_plural = _("juri")
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "user"],
                name="juror_once_per_panel",
                violation_error_code="user",
                violation_error_message=_("Orang ini sudah duduk di tim itu. Pilih orang lain."),
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_chair=True, left_on=None),
                name="one_chair_per_panel",
                violation_error_code="is_chair",
                violation_error_message=_("Tim ini sudah punya ketua. Akhiri dulu tugas ketua yang sekarang."),
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_secretary=True, left_on=None),
                name="one_secretary_per_panel",
                violation_error_code="is_secretary",
                violation_error_message=_(
                    "Tim ini sudah punya sekretaris. Akhiri dulu tugas sekretaris yang sekarang."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("joined_on")),
                name="juror_leaves_after_joining",
                violation_error_code="left_on",
                violation_error_message=_("Tugas selesai sebelum dimulai. Perbaiki salah satu tanggal itu."),
            ),
            models.CheckConstraint(
                condition=~models.Q(is_shadow=True, is_chair=True),
                name="shadow_juror_is_no_chair",
                violation_error_code="is_shadow",
                violation_error_message=_("Juri bayangan tidak dapat menjadi ketua. Lepaskan salah satu tanda itu."),
            ),
        ]

    def __str__(self) -> str:
        return self.user.get_full_name()

    @property
    def region_code(self) -> str:
        return self.panel.region_code


class Excuse(models.Model):
    """Why a juror's remaining cards stay empty; without it a missing card keeps the panel open."""

    juror = models.OneToOneField(
        Juror,
        on_delete=models.PROTECT,
        related_name="excuse",
        verbose_name=_("juri"),
        error_messages={"unique": _("Alasan untuk juri ini sudah dicatat. Tidak ada yang diubah.")},
    )
    reason = models.TextField(_("alasan"))
    document = models.CharField(_("nomor surat"), max_length=120, blank=True, default="")
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicatat oleh")
    )
    excused_at = models.DateTimeField(_("dicatat"))

    class Meta:
        verbose_name = _("juri berhalangan")
        verbose_name_plural = _("juri berhalangan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="excuse_has_a_reason",
                violation_error_code="reason",
                violation_error_message=_("Alasan juri berhalangan masih kosong. Tulis alasannya."),
            )
        ]

    def __str__(self) -> str:
        return str(self.juror)
