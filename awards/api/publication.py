"""Published rankings and explanations. Everything else is 404, whatever the reason."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from awards.publication.models import PublishedEntry, UnawardedPrize
from awards.publication.selectors.unawarded import reason_words
from awards.results.selectors.shown import Shown, shown_publication
from awards.runs.selectors.explanations import AmountLine, EntryExplanation, SourceCell, TreeRow, explanation
from awards.runs.selectors.outcomes import EntryOutcome
from awards.runs.selectors.standings import RankingFilter, RankingLine

GROUP_NAME = _("Nama kelompok seperti tercetak, dibekukan bersama perhitungan; kosong bila tidak berkelompok.")


class LineOut(serializers.Serializer[RankingLine]):
    entry = serializers.UUIDField(source="entry.public_id")
    name = serializers.CharField(source="entry.name")
    region = serializers.CharField(source="entry.region_code")
    is_synthetic = serializers.BooleanField(source="entry.is_synthetic")
    rank = serializers.IntegerField(allow_null=True)
    group = serializers.CharField(help_text=_("Kunci kelompok peringkat; kosong bila satu lapangan."))
    group_name = serializers.CharField(help_text=GROUP_NAME)
    score = serializers.CharField(help_text=_("Kosong bila nilai edisi ini tertutup."))
    band = serializers.CharField()
    is_tied = serializers.BooleanField()
    tie_note = serializers.CharField()
    prizes = serializers.ListField(child=serializers.CharField())
    outcome = serializers.ChoiceField(
        choices=[(str(one), one.label) for one in EntryOutcome],
        help_text=_("assessed, not_assessed (syarat tidak terpenuhi), held (belum dapat dipastikan), atau not_ranked."),
    )


class UnawardedOut(serializers.Serializer[UnawardedPrize]):
    prize = serializers.CharField(source="label_shown")
    group = serializers.CharField(source="group_key")
    group_name = serializers.CharField(source="group_shown")
    reason = serializers.CharField()
    told = serializers.SerializerMethodField()
    threshold = serializers.CharField()
    best = serializers.CharField(help_text=_("Kosong bila nilai edisi ini tertutup atau tidak ada yang diperingkat."))

    def get_told(self, prize: UnawardedPrize) -> str:
        return reason_words(prize)


class AmountOut(serializers.Serializer[AmountLine]):
    kind = serializers.CharField()
    criterion = serializers.CharField(source="code")
    name = serializers.CharField(source="label")
    amount = serializers.CharField()


class InputOut(serializers.Serializer[SourceCell]):
    variable = serializers.CharField(source="row.variable")
    name = serializers.CharField()
    value = serializers.CharField(source="row.value")
    origin = serializers.CharField(source="row.origin")
    source_name = serializers.CharField(source="row.source")
    as_of = serializers.DateField(source="row.as_of", allow_null=True)
    is_synthetic = serializers.BooleanField(source="row.is_synthetic")


class CriterionOut(serializers.Serializer[TreeRow]):
    code = serializers.CharField(source="criterion.code")
    name = serializers.CharField()
    depth = serializers.IntegerField()
    raw = serializers.CharField()
    value = serializers.CharField()
    weight = serializers.CharField()
    contribution = serializers.CharField()
    note = serializers.CharField()
    reason = serializers.CharField(help_text=_("Yang memberi keadaan itu: angka dan batasnya; kosong bila tidak ada."))
    near_miss = serializers.CharField(
        help_text=_("Yang masih kurang untuk keadaan berikutnya yang lebih baik; kosong bila tidak ada.")
    )
    sources = InputOut(many=True)


class ExplanationOut(serializers.Serializer[EntryExplanation]):
    entry = serializers.UUIDField(source="score.entry.public_id")
    name = serializers.CharField(source="score.entry.name")
    rank = serializers.IntegerField(source="score.rank", allow_null=True)
    group = serializers.CharField(source="score.group_key")
    group_name = serializers.CharField(help_text=GROUP_NAME)
    score = serializers.CharField(source="score.score_text")
    status = serializers.CharField()
    band_reason = serializers.CharField(help_text=_("Mengapa predikat itu: nilai dan batasnya; kosong tanpa predikat."))
    lines = AmountOut(many=True, help_text=_("Berjumlah tepat nilai akhir; baris terakhir pembulatan."))
    criteria = CriterionOut(many=True, source="tree")


class ResultOut(serializers.Serializer[Shown]):
    edition = serializers.CharField(source="category.edition.code")
    category = serializers.CharField(source="category.code")
    caveat = serializers.CharField(source="category.edition.caveat")
    caveat_en = serializers.CharField(source="category.edition.caveat_en")
    number = serializers.IntegerField(source="publication.number")
    published_at = serializers.DateTimeField(source="publication.published_at")
    visible_from = serializers.DateTimeField(source="publication.visible_from")
    digest = serializers.CharField(source="publication.digest")
    signature = serializers.CharField(source="publication.signature")
    public_key = serializers.CharField(source="publication.public_key")
    input_digest = serializers.CharField(source="run.input_digest")
    rulebook_digest = serializers.CharField(source="run.rulebook_digest")
    result_digest = serializers.CharField(source="run.result_digest")
    engine_version = serializers.CharField(source="run.engine_version")
    unawarded = UnawardedOut(many=True, help_text=_("Juara tanpa pemenang, dengan alasannya."))


def public_result(edition: str, category: str) -> Shown:
    shown = shown_publication(edition, category, at=timezone.now())
    if shown is None:
        raise Http404
    return shown


@extend_schema(responses=ResultOut, description=_("Pengumuman yang berlaku: tanggal, sidik jari, tanda tangan."))
@api_view(["GET"])
def result(request: Request, edition: str, category: str) -> Response:
    return Response(ResultOut(public_result(edition, category)).data)


@extend_schema_view(
    get=extend_schema(
        description=_("Peringkat yang diumumkan; `q` mencari nama; `zona`, `provinsi`, dan `kelompok` menyaring.")
    )
)
class RankingList(ListAPIView[PublishedEntry]):
    serializer_class = LineOut  # type: ignore[assignment] # rows become lines on their way to the page
    filter_backends = ()
    queryset = PublishedEntry.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """Return published lines; of a publication from before result files, the rows of its run."""
        self.shown = public_result(self.kwargs["edition"], self.kwargs["category"])
        chosen = self.request.query_params
        return self.shown.rows.narrowed(
            RankingFilter(
                name=chosen.get("q", "").replace("\x00", ""),
                zone=chosen.get("zona", "").replace("\x00", ""),
                province=chosen.get("provinsi", "").replace("\x00", ""),
                group=chosen.get("kelompok", "").replace("\x00", ""),
            )
        )

    def paginate_queryset(self, queryset):  # type: ignore[no-untyped-def] # rows in, lines out
        rows = super().paginate_queryset(queryset)
        return None if rows is None else self.shown.lines(self.shown.rows.read(rows))


@extend_schema(
    responses=ExplanationOut, description=_("Penjelasan nilai satu peserta sampai angka mentah dan sumbernya.")
)
@api_view(["GET"])
def entry_score(request: Request, edition: str, category: str, public_id: UUID) -> Response:
    shown = public_result(edition, category)
    if not shown.has_open_scores:
        raise Http404
    found = shown.rows.read(shown.rows.of_entry(public_id)[:1])
    if not found:
        raise Http404
    parts = shown.parts(found[0], with_marks=False)
    return Response(ExplanationOut(explanation(parts, shown.rules, shown.questionnaire)).data)
