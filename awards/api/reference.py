"""Reference figures: regions and the national programme."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from regions.models.programme import NationalFigure
from regions.models.regions import Region, RegionAlias, RegionLevel
from regions.selectors.aliases import regions_found, with_aliases
from regions.selectors.places import public_regions

LEVELS = [RegionLevel.PROVINCE.value, RegionLevel.REGENCY.value]


class RegionAliasOut(serializers.ModelSerializer[RegionAlias]):
    class Meta:
        model = RegionAlias
        fields = ("kind", "written", "valid_from", "valid_until", "source")


class RegionOut(serializers.ModelSerializer[Region]):
    aliases = RegionAliasOut(many=True)

    class Meta:
        model = Region
        fields = (
            "code", "level", "parent", "name", "full_name", "kind", "population", "source", "valid_from", "aliases",
        )  # fmt: skip


class NationalFigureOut(serializers.ModelSerializer[NationalFigure]):
    class Meta:
        model = NationalFigure
        fields = (
            "code", "kind", "value", "unit", "as_of", "precision", "is_target", "is_provisional", "note", "source",
            "source_url",
        )  # fmt: skip


@extend_schema_view(
    get=extend_schema(
        parameters=[
            OpenApiParameter("level", str, enum=LEVELS),
            OpenApiParameter("parent", str),
            OpenApiParameter("q", str),
        ],
        description=gettext_lazy(
            "Wilayah menurut kode resmi; `level` dan `parent` menyaring, `q` mencari kode atau nama, juga yang lama. "
            "`aliases` menyebut kode dan nama lama beserta peraturannya."
        ),
    )
)
class RegionList(ListAPIView[Region]):
    serializer_class = RegionOut
    filter_backends = ()
    queryset = Region.objects.none()

    def get_queryset(self) -> QuerySet[Region]:
        rows = with_aliases(public_regions()).order_by("code")
        level = self.request.query_params.get("level")
        parent, query = (self.request.query_params.get(name, "").replace("\x00", "") for name in ("parent", "q"))
        if level is not None and level not in LEVELS:
            raise ValidationError({"detail": _("level: pilih salah satu dari %(all)s.") % {"all": ", ".join(LEVELS)}})
        if level is not None:
            rows = rows.filter(level=level)
        if query:
            rows = rows.filter(Q(code=query) | Q(code__in=regions_found(query).codes))
        return rows.filter(parent=parent) if parent else rows


@extend_schema(responses=RegionOut, description=gettext_lazy("Satu wilayah menurut kodenya."))
@api_view(["GET"])
def region(request: Request, code: str) -> Response:
    return Response(RegionOut(get_object_or_404(with_aliases(public_regions()), code=code)).data)


@extend_schema_view(
    get=extend_schema(
        description=gettext_lazy("Capaian dan sasaran nasional, terbaru dahulu; setiap angka bertanggal dan bersumber.")
    )
)
class NationalFigureList(ListAPIView[NationalFigure]):
    serializer_class = NationalFigureOut
    filter_backends = ()

    def get_queryset(self) -> QuerySet[NationalFigure]:
        return NationalFigure.objects.filter(retired_on=None).order_by("-as_of", "code")
