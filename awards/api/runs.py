"""Runs for those who may read drafts: organisers, auditors, the secretariat of the province."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from awards.api.publication import GROUP_NAME
from awards.models import RunInput, RunScore, ScoreRun
from awards.selectors.runs.groups import with_group_names
from awards.selectors.runs.standings import standings
from awards.selectors.runs.visibility import visible_runs
from paritrana.accounts.selectors import grants


class RunOut(serializers.ModelSerializer[ScoreRun]):
    id = serializers.UUIDField(source="public_id")
    edition = serializers.CharField(source="category.edition.code")
    category = serializers.CharField(source="category.code")

    class Meta:
        model = ScoreRun
        fields = (
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


class RunScoreOut(serializers.ModelSerializer[RunScore]):
    entry = serializers.UUIDField(source="entry.public_id")
    name = serializers.CharField(source="entry.name")
    score = serializers.CharField(source="score_text")
    group_name = serializers.CharField(help_text=GROUP_NAME)
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


class RunInputOut(serializers.ModelSerializer[RunInput]):
    entry = serializers.UUIDField(source="entry.public_id")

    class Meta:
        model = RunInput
        fields = ("entry", "variable", "value", "origin", "source", "as_of", "reference", "is_synthetic")


def readable_runs(request: Request) -> QuerySet[ScoreRun]:
    return visible_runs(grants(request.user, on=timezone.localdate()))


class RunList(ListAPIView[ScoreRun]):
    """Semua perhitungan yang boleh Anda baca, terbaru dahulu."""

    serializer_class = RunOut
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    queryset = ScoreRun.objects.none()

    def get_queryset(self) -> QuerySet[ScoreRun]:
        return readable_runs(self.request).order_by("-created_at", "-pk")


@extend_schema(responses=RunOut)
@api_view(["GET"])
@permission_classes([IsAuthenticated])
def run(request: Request, public_id: UUID) -> Response:
    """Satu perhitungan dengan sidik jarinya."""
    return Response(RunOut(get_object_or_404(readable_runs(request), public_id=public_id)).data)


class RunScoreList(ListAPIView[RunScore]):
    """Nilai dan peringkat satu perhitungan, juga yang belum diumumkan."""

    serializer_class = RunScoreOut
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    queryset = RunScore.objects.none()

    def get_queryset(self) -> QuerySet[RunScore]:
        found = get_object_or_404(readable_runs(self.request), public_id=self.kwargs["public_id"])
        return with_group_names(standings(found), found)


class RunInputList(ListAPIView[RunInput]):
    """Masukan beku satu perhitungan dengan sumber dan tanggalnya."""

    serializer_class = RunInputOut
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    queryset = RunInput.objects.none()

    def get_queryset(self) -> QuerySet[RunInput]:
        found = get_object_or_404(readable_runs(self.request), public_id=self.kwargs["public_id"])
        return RunInput.objects.filter(run=found).select_related("entry").order_by("entry__public_id", "variable")
