"""Editions, their categories, and the rules of a category."""

import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from awards.editions.models import Category, Edition
from awards.results.selectors.editions import CategoryLine, category_lines, public_rulebook
from awards.rulebooks.models import Rulebook


class EditionOut(serializers.ModelSerializer[Edition]):
    class Meta:
        model = Edition
        fields = (
            "code",
            "brand_label",
            "brand_label_en",
            "period_start",
            "period_end",
            "organising_year",
            "is_illustrative",
            "caveat",
            "caveat_en",
        )


class CategoryOut(serializers.Serializer[CategoryLine]):
    code = serializers.CharField(source="category.code")
    name = serializers.CharField(source="category.name")
    name_en = serializers.CharField(source="category.name_en")
    level = serializers.CharField(source="category.level")
    province = serializers.CharField(source="category.province_id", allow_null=True)
    entrant_kind = serializers.CharField(source="category.entrant_kind")
    published_at = serializers.SerializerMethodField()

    def get_published_at(self, line: CategoryLine) -> datetime.datetime | None:
        return line.publication.published_at if line.publication else None


class RulebookOut(serializers.ModelSerializer[Rulebook]):
    class Meta:
        model = Rulebook
        fields = ("title", "version", "digest", "sealed_at", "text")


@extend_schema_view(get=extend_schema(description=_("Semua edisi, periode terbaru dahulu.")))
class EditionList(ListAPIView[Edition]):
    serializer_class = EditionOut
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Edition]:
        return Edition.objects.opened().order_by("-period_end", "code")


@extend_schema(
    responses=CategoryOut(many=True), description=_("Kategori satu edisi; yang belum diumumkan tidak membawa tanggal.")
)
@api_view(["GET"])
def categories(request: Request, edition: str) -> Response:
    found = get_object_or_404(Edition.objects.opened(), code=edition)
    lines = category_lines(found, timezone.now())
    return Response(CategoryOut(lines, many=True).data)  # type: ignore[arg-type] # the stubs know querysets only


@extend_schema(
    responses=RulebookOut, description=_("Juknis hasil yang diumumkan, atau juknis yang disegel; isinya TOML.")
)
@api_view(["GET"])
def rulebook(request: Request, edition: str, category: str) -> Response:
    found = get_object_or_404(Category, edition__code=edition, code=category)
    rules = public_rulebook(found, timezone.now())
    if rules is None:
        raise Http404
    return Response(RulebookOut(rules).data)
