"""Score runs: one execution of the engine on a frozen input. Rows are written once and never changed."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.editions.models import Category
from awards.entries.models import Entry
from awards.rulebooks.models import Rulebook
from paritrana.audit.guards import RowGuard
from paritrana.pages.reader import ReadersText


class ScoreRunState(models.TextChoices):
    QUEUED = "queued", _("menunggu")
    PROPOSED = "proposed", pgettext_lazy("score run", "diusulkan")
    APPLIED = "applied", _("dipakai")
    SUPERSEDED = "superseded", _("digantikan")
    DISCARDED = "discarded", _("dibuang")
    FAILED = "failed", _("gagal")


MOVES = {
    ScoreRunState.PROPOSED: frozenset({ScoreRunState.QUEUED}),
    ScoreRunState.FAILED: frozenset({ScoreRunState.QUEUED}),
    ScoreRunState.APPLIED: frozenset({ScoreRunState.PROPOSED}),
    ScoreRunState.SUPERSEDED: frozenset({ScoreRunState.APPLIED}),
    ScoreRunState.DISCARDED: frozenset({ScoreRunState.QUEUED, ScoreRunState.PROPOSED, ScoreRunState.FAILED}),
}
"""State -> the states it may be entered from."""


IS_COMPUTED = "EXISTS (SELECT 1 FROM awards_scorerun AS run WHERE run.id = OLD.run_id AND run.result_digest <> '')"
IS_COMPUTED_NODE = (
    "EXISTS (SELECT 1 FROM awards_runscore AS score JOIN awards_scorerun AS run ON run.id = score.run_id "
    "WHERE score.id = OLD.score_id AND run.result_digest <> '')"
)
GUARDS = (
    RowGuard(
        "awards.ScoreRun",
        kept_when="OLD.result_digest <> ''",
        moves=tuple((str(old), str(new)) for new, olds in MOVES.items() for old in sorted(olds)),
        with_move=("decided_at", "decided_by", "reason"),
    ),
    RowGuard("awards.RunScore", kept_when=IS_COMPUTED),
    RowGuard("awards.NodeScore", kept_when=IS_COMPUTED_NODE),
    RowGuard("awards.RunInput", kept_when=IS_COMPUTED),
    RowGuard("awards.RunMark", kept_when=IS_COMPUTED),
    RowGuard("awards.RunGroup", kept_when=IS_COMPUTED),
    RowGuard("awards.RunHistory", kept_when=IS_COMPUTED),
    RowGuard("awards.RunRobustness"),
)
"""A run is kept from the moment it has its digest; an attempt that is computed again erases its own rows before."""


class ScoreRun(models.Model):
    """Proposed once computed, then applied (one pointer swaps) or discarded. Digests are SHA-256 of canonical text.

    `execution` changes with every attempt to compute it; an attempt that finds another one's mark writes nothing more.
    `notes_format`: 1 stored what it says of places as Indonesian sentences, 2 stores codes with values.
    `salt` shuffles the numbers under which jurors stand in published marks; it never leaves the database.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="runs", verbose_name=_("kategori"))
    number = models.PositiveIntegerField(_("nomor"))
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="runs", verbose_name=_("juknis"))
    state = models.CharField(_("status"), max_length=10, choices=ScoreRunState.choices, default=ScoreRunState.QUEUED)
    seed = models.PositiveBigIntegerField(_("benih acak"), default=0)
    engine_version = models.CharField(_("versi mesin"), max_length=20, blank=True, default="")
    rulebook_digest = models.CharField(_("sidik jari juknis"), max_length=64, blank=True, default="")
    input_digest = models.CharField(_("sidik jari masukan"), max_length=64, blank=True, default="")
    result_digest = models.CharField(_("sidik jari hasil"), max_length=64, blank=True, default="")
    notes_format = models.PositiveSmallIntegerField(default=1, editable=False)
    salt = models.CharField(max_length=64, default=secrets.token_hex, editable=False)
    execution = models.UUIDField(null=True, editable=False)
    entry_count = models.PositiveIntegerField(_("jumlah peserta"), default=0)
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diminta oleh"),
    )
    proposed_at = models.DateTimeField(pgettext_lazy("score run", "diusulkan"), null=True, blank=True)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diputuskan oleh"),
    )
    reason = models.TextField(_("alasan"), blank=True, default="")
    error = models.TextField(_("kesalahan"), blank=True, default="")

    class Meta:
        verbose_name = _("perhitungan")
        verbose_name_plural = _("perhitungan")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "number"],
                name="run_number_once_per_category",
                violation_error_code="number",
                violation_error_message=_(
                    "Perhitungan dengan nomor ini baru saja dibuat pada kategori itu. Muat ulang halaman, lalu "
                    "usulkan lagi bila masih perlu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "failed", "discarded"])
                | models.Q(result_digest__gt="", proposed_at__isnull=False),
                name="computed_run_has_digest_and_date",
                violation_error_code="proposed_at",
                violation_error_message=_(
                    "Perhitungan yang selesai harus punya sidik jari hasil dan waktu diusulkan. Buat perhitungan baru."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} #{self.number}"

    @property
    def region_code(self) -> str:
        return self.category.region_code


class InputOrigin(models.TextChoices):
    CONTRIBUTION = "contribution", _("kontribusi")
    ANSWER = "answer", _("jawaban terverifikasi")
    ATTENDANCE = "attendance", _("kehadiran")
    MEASURE = "measure", _("data rujukan")
    HISTORY = "history", _("hasil edisi terdahulu")


class RunInput(models.Model):
    """One frozen value of one variable of one entry, with where it came from. Absent means not reported.

    An empty value of the history is not known, and `source` says why.
    """

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="inputs", verbose_name=_("perhitungan"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    variable = models.CharField(_("variabel"), max_length=120)
    value = models.CharField(_("nilai"), max_length=200)
    origin = models.CharField(_("asal"), max_length=15, choices=InputOrigin.choices)
    source = models.CharField(_("sumber"), max_length=300)
    as_of = models.DateField(_("per tanggal"), null=True, blank=True)
    reference = models.CharField(_("rujukan baris"), max_length=120, blank=True, default="")
    is_synthetic = models.BooleanField(_("sintetis"), default=False)

    class Meta:
        verbose_name = _("masukan beku")
        verbose_name_plural = _("masukan beku")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "entry", "variable"],
                name="one_input_per_variable",
                violation_error_code="variable",
                violation_error_message=_(
                    "Variabel ini sudah punya nilai beku untuk peserta itu, dan yang beku tidak diubah. Buat "
                    "perhitungan baru."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.variable} = {self.value}"


class RunMark(models.Model):
    """One frozen mark that counted in a run."""

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="marks", verbose_name=_("perhitungan"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    juror_key = models.CharField(_("kunci juri"), max_length=60)
    criterion = models.CharField(_("kriteria"), max_length=120)
    value = models.DecimalField(_("nilai"), max_digits=9, decimal_places=4)

    class Meta:
        verbose_name = _("nilai beku")
        verbose_name_plural = _("nilai beku")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "entry", "juror_key", "criterion"],
                name="one_frozen_mark",
                violation_error_code="criterion",
                violation_error_message=_(
                    "Nilai juri ini untuk kriteria itu sudah dibekukan, dan yang beku tidak diubah. Buat "
                    "perhitungan baru."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class RunScore(models.Model):
    """Score and rank of one entry in one run. No rank and no score: not ranked, and `status` says why.

    `lines` are the parts [kind, criterion, amount] that add up to the printed score, the rounding line last.
    `decided_by` is the tie-break key that parted the entry from one of equal total.
    """

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="scores", verbose_name=_("perhitungan"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    score = models.DecimalField(_("nilai"), max_digits=20, decimal_places=8, null=True, blank=True)
    score_text = models.CharField(_("nilai tercetak"), max_length=40, blank=True, default="")
    rank = models.PositiveIntegerField(_("peringkat"), null=True, blank=True)
    group_key = models.CharField(_("kelompok"), max_length=120, blank=True, default="")
    band = models.CharField(_("predikat"), max_length=60, blank=True, default="")
    next_band = models.CharField(_("predikat berikutnya"), max_length=60, blank=True, default="")
    next_band_gap = models.CharField(_("jarak ke predikat berikutnya"), max_length=40, blank=True, default="")
    gate = models.CharField(_("syarat"), max_length=12, default="pass")
    status = models.TextField(_("keterangan"), blank=True, default="")
    is_tied = models.BooleanField(_("seri"), default=False)
    decided_by = models.CharField(_("penentu seri"), max_length=120, blank=True, default="")
    lines = models.JSONField(_("rincian nilai"), default=list)

    class Meta:
        verbose_name = _("nilai peserta")
        verbose_name_plural = _("nilai peserta")
        indexes = [models.Index(fields=["run", "group_key", "rank"], name="score_by_rank")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "entry"],
                name="one_score_per_run_and_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Peserta ini sudah punya nilai pada perhitungan itu, dan nilai itu tidak diubah. Buat "
                    "perhitungan baru."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.score_text}"


class RunGroup(models.Model):
    """What a group was called when the run was computed; a later rename reaches no run and nothing made from it.

    `column` is the reference column whose `code` is named ("province", "sector" ...), so that prizes may be given in
    groups of their own; the groups of the ranking stand under no column, by the key of their scores.
    """

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="groups", verbose_name=_("perhitungan"))
    column = models.CharField(_("kolom"), max_length=20, blank=True, default="")
    code = models.CharField(_("kode"), max_length=120)
    name = models.TextField(_("nama tercetak"))
    name_en = models.TextField(_("nama dalam bahasa Inggris"), blank=True, default="")
    name_shown = ReadersText("name")

    class Meta:
        verbose_name = _("nama kelompok beku")
        verbose_name_plural = _("nama kelompok beku")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "column", "code"],
                name="group_named_once_per_run",
                violation_error_code="code",
                violation_error_message=_(
                    "Kelompok ini sudah punya nama pada perhitungan itu, dan nama itu tidak diubah. Buat "
                    "perhitungan baru."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name_shown


class RunHistory(models.Model):
    """A published result of an earlier edition that a run read, the newest first; without one there is no number.

    `label` is what the edition was called then, `digest` that of the publication's signed head.
    """

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="history", verbose_name=_("perhitungan"))
    position = models.PositiveSmallIntegerField(_("urutan"))
    edition = models.CharField(_("kode edisi"), max_length=60)
    label = models.CharField(_("sebutan edisi"), max_length=120)
    year = models.PositiveSmallIntegerField(_("tahun"))
    number = models.PositiveSmallIntegerField(_("nomor pengumuman"), null=True)
    digest = models.CharField(_("sidik jari"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("hasil terdahulu yang dibaca")
        verbose_name_plural = _("hasil terdahulu yang dibaca")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "position"],
                name="one_earlier_result_per_place",
                violation_error_code="position",
                violation_error_message=_(
                    "Hasil terdahulu pada urutan ini sudah dibekukan dengan perhitungan itu. Buat perhitungan baru."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} #{self.number}" if self.number else self.label


class NodeScore(models.Model):
    """Score of one node of the rulebook's tree for one entry: what it got, and what it adds to the total."""

    score = models.ForeignKey(RunScore, on_delete=models.CASCADE, related_name="nodes", verbose_name=_("nilai peserta"))
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.CharField(_("kode"), max_length=120)
    raw = models.CharField(_("nilai mentah"), max_length=200, blank=True, default="")
    normalised = models.CharField(_("nilai ternormalisasi"), max_length=60, blank=True, default="")
    value = models.CharField(_("nilai"), max_length=60, blank=True, default="")
    weight = models.CharField(_("bobot"), max_length=40, blank=True, default="")
    contribution = models.CharField(_("sumbangan"), max_length=60, blank=True, default="")
    note = models.TextField(_("catatan"), blank=True, default="")

    class Meta:
        verbose_name = _("nilai kriteria")
        verbose_name_plural = _("nilai kriteria")
        constraints = [
            models.UniqueConstraint(
                fields=["score", "code"],
                name="one_node_score",
                violation_error_code="code",
                violation_error_message=_(
                    "Kriteria ini sudah punya nilai untuk peserta itu, dan nilai itu tidak diubah. Buat "
                    "perhitungan baru."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class AppliedRun(models.Model):
    """The pointer: which run counts for a category. Applying swaps it in one transaction."""

    category = models.OneToOneField(
        Category, on_delete=models.PROTECT, related_name="applied", verbose_name=_("kategori")
    )
    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="+", verbose_name=_("perhitungan"))
    applied_at = models.DateTimeField(_("dipakai sejak"))

    class Meta:
        verbose_name = _("perhitungan yang dipakai")
        verbose_name_plural = _("perhitungan yang dipakai")

    def __str__(self) -> str:
        return str(self.run)


class RunRobustness(models.Model):
    """How firmly a run's ranking stands, as one report; the same run, seed and draws give the same digest.

    `report` holds what `awards.runs.selectors.robustness` makes of it; `digest` is the SHA-256 of its canonical JSON.
    """

    run = models.ForeignKey(
        ScoreRun, on_delete=models.CASCADE, related_name="robustness", verbose_name=_("perhitungan")
    )
    seed = models.PositiveBigIntegerField(_("benih acak"))
    draws = models.PositiveIntegerField(_("jumlah undian"))
    report = models.JSONField(_("laporan"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    created_at = models.DateTimeField(_("dibuat"))

    class Meta:
        verbose_name = _("ketahanan peringkat")
        verbose_name_plural = _("ketahanan peringkat")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "seed", "draws"],
                name="one_robustness_per_run_seed_and_draws",
                violation_error_code="seed",
                violation_error_message=_(
                    "Ketahanan peringkat dengan benih dan jumlah undian ini sudah dihitung. Pakai hasil yang ada "
                    "atau pilih benih lain."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.digest[:8]}"


class WhatIf(models.Model):
    """A private trial of other rules on the frozen input of one run. It is no run and cannot become one.

    Its key is a UUID, so that it never stands for a run's. Nothing official points at it, and it holds nothing up:
    it goes with its category, its run or its owner. `computed_digest` is the `text_digest` its places belong to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="what_ifs", verbose_name=_("kategori")
    )
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="what_ifs", verbose_name=_("perhitungan"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("pemilik")
    )
    name = models.CharField(_("nama"), max_length=120)
    text = models.TextField(_("isi TOML"))
    text_digest = models.CharField(_("sidik jari teks"), max_length=64)
    created_at = models.DateTimeField(_("dibuat"))
    changed_at = models.DateTimeField(_("diubah"))
    computed_digest = models.CharField(_("teks yang dihitung"), max_length=64, blank=True, default="")
    computed_at = models.DateTimeField(_("dihitung"), null=True, blank=True)

    class Meta:
        verbose_name = _("coba-coba")
        verbose_name_plural = _("coba-coba")

    def __str__(self) -> str:
        return self.name

    @property
    def region_code(self) -> str:
        return self.category.region_code

    @property
    def is_current(self) -> bool:
        """Whether the places belong to the rules as they stand now."""
        return self.text_digest == self.computed_digest


class WhatIfPlace(models.Model):
    """Where one entry would stand in a trial, beside where it stands in the run; `rise` is how many ranks it gains."""

    what_if = models.ForeignKey(WhatIf, on_delete=models.CASCADE, related_name="places", verbose_name=_("coba-coba"))
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+", verbose_name=_("peserta"))
    rank = models.PositiveIntegerField(_("peringkat coba-coba"), null=True, blank=True)
    score_text = models.CharField(_("nilai coba-coba"), max_length=40, blank=True, default="")
    group_key = models.CharField(_("kelompok"), max_length=120, blank=True, default="")
    group_name = models.TextField(_("nama kelompok"), blank=True, default="")
    group_name_en = models.TextField(_("nama kelompok dalam bahasa Inggris"), blank=True, default="")
    group_shown = ReadersText("group_name")
    status = models.TextField(_("keterangan"), blank=True, default="")
    official_rank = models.PositiveIntegerField(_("peringkat perhitungan"), null=True, blank=True)
    official_score = models.CharField(_("nilai perhitungan"), max_length=40, blank=True, default="")
    rise = models.IntegerField(_("perubahan peringkat"), null=True, blank=True)

    class Meta:
        verbose_name = _("tempat dalam coba-coba")
        verbose_name_plural = _("tempat dalam coba-coba")
        indexes = [models.Index(fields=["what_if", "group_key", "rank"], name="what_if_place_by_rank")]
        constraints = [
            models.UniqueConstraint(
                fields=["what_if", "entry"],
                name="one_place_per_trial_and_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Peserta ini sudah punya tempat pada coba-coba itu. Hitung ulang coba-cobanya."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.score_text}"
