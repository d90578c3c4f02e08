"""Runs for those who may read drafts: organisers, auditors, the secretariat of the province."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from awards.api.publication import GROUP_NAME
from awards.rulebooks.selectors.labels import band_name
from awards.runs.models import RunInput, RunScore, ScoreRun
from awards.runs.selectors.doubled import doubled_seats
from awards.runs.selectors.groups import with_group_names
from awards.runs.selectors.notes import told
from awards.runs.selectors.rules import run_rules
from awards.runs.selectors.standings import standings
from awards.runs.selectors.visibility import visible_runs
from paritrana.accounts.selectors import grants


class RunOut(serializers.ModelSerializer[ScoreRun]):
    id = serializers.UUIDField(source="public_id")
    edition = serializers.CharField(source="category.edition.code")
    category = serializers.CharField(source="category.code")

    class Meta:
        model = ScoreRun
        fields: tuple[str, ...] = (
            "id",
            "edition",
            "category",
            "number",
            "state",
            "seed",
            "engine_version",
            "rulebook_digest",
            "input_digest",
            "result_digest",
            "entry_count",
            "created_at",
            "proposed_at",
            "decided_at",
            "error",
        )


class RunDetailOut(RunOut):
    doubled_seats = serializers.SerializerMethodField(
        help_text=_("Peserta yang dua nilainya dari satu kursi juri dihitung: juri yang diganti dan penggantinya.")
    )

    class Meta(RunOut.Meta):
        fields = (*RunOut.Meta.fields, "doubled_seats")

    def get_doubled_seats(self, run: ScoreRun) -> list[str]:
        return [str(row.entry.public_id) for row in doubled_seats(run)]


class RunScoreOut(serializers.ModelSerializer[RunScore]):
    entry = serializers.UUIDField(source="entry.public_id")
    name = serializers.CharField(source="entry.name")
    score = serializers.CharField(source="score_text")
    group_name = serializers.CharField(help_text=GROUP_NAME)
    band = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    lines = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))

    class Meta:
        model = RunScore
        fields = (
            "entry",
            "name",
            "rank",
            "score",
            "group_key",
            "group_name",
            "band",
            "gate",
            "status",
            "is_tied",
            "decided_by",
            "lines",
        )

    def get_band(self, row: RunScore) -> str:
        return band_name(self.context["rules"], row.band)

    def get_status(self, row: RunScore) -> str:
        return told(row.status, self.context["rules"])


class RunInputOut(serializers.ModelSerializer[RunInput]):
    entry = serializers.UUIDField(source="entry.public_id")

    class Meta:
        model = RunInput
        fields = ("entry", "variable", "value", "origin", "source", "as_of", "reference", "is_synthetic")


def readable_runs(request: Request) -> QuerySet[ScoreRun]:
    return visible_runs(grants(request.user, on=timezone.localdate()))


@extend_schema_view(get=extend_schema(description=_("Semua perhitungan yang boleh Anda baca, terbaru dahulu.")))
class RunList(ListAPIView[ScoreRun]):
    serializer_class = RunOut
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    queryset = ScoreRun.objects.none()

    def get_queryset(self) -> QuerySet[ScoreRun]:
        return readable_runs(self.request).order_by("-created_at", "-pk")


@extend_schema(responses=RunDetailOut, description=_("Satu perhitungan dengan sidik jarinya."))
@api_view(["GET"])
@permission_classes([IsAuthenticated])
def run(request: Request, public_id: UUID) -> Response:
    return Response(RunDetailOut(get_object_or_404(readable_runs(request), public_id=public_id)).data)


@extend_schema_view(
    get=extend_schema(description=_("Nilai dan peringkat satu perhitungan, juga yang belum diumumkan."))
)
class RunScoreList(ListAPIView[RunScore]):
    serializer_class = RunScoreOut
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    queryset = RunScore.objects.none()

    def get_queryset(self) -> QuerySet[RunScore]:
        return with_group_names(standings(self.run), self.run)

    @cached_property
    def run(self) -> ScoreRun:
        return get_object_or_404(readable_runs(self.request), public_id=self.kwargs["public_id"])

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "rules": SimpleLazyObject(lambda: run_rules(self.run))}


@extend_schema_view(get=extend_schema(description=_("Masukan beku satu perhitungan dengan sumber dan tanggalnya.")))
class RunInputList(ListAPIView[RunInput]):
    serializer_class = RunInputOut
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    queryset = RunInput.objects.none()

    def get_queryset(self) -> QuerySet[RunInput]:
        found = get_object_or_404(readable_runs(self.request), public_id=self.kwargs["public_id"])
        return RunInput.objects.filter(run=found).select_related("entry").order_by("entry__public_id", "variable")
