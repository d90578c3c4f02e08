"""Reference figures: regions and the national programme."""

from django.db.models import QuerySet
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
from regions.models.regions import Region, RegionLevel
from regions.selectors.places import public_regions

LEVELS = [RegionLevel.PROVINCE.value, RegionLevel.REGENCY.value]


class RegionOut(serializers.ModelSerializer[Region]):
    class Meta:
        model = Region
        fields = ("code", "level", "parent", "name", "full_name", "kind", "population", "source", "valid_from")


class NationalFigureOut(serializers.ModelSerializer[NationalFigure]):
    class Meta:
        model = NationalFigure
        fields = ("code", "kind", "value", "unit", "as_of", "precision", "is_target", "note", "source", "source_url")


@extend_schema_view(
    get=extend_schema(
        parameters=[
            OpenApiParameter("level", str, enum=LEVELS),
            OpenApiParameter("parent", str),
        ],
        description=gettext_lazy("Wilayah menurut kode resmi; `level` dan `parent` menyaring."),
    )
)
class RegionList(ListAPIView[Region]):
    serializer_class = RegionOut
    filter_backends = ()
    queryset = Region.objects.none()

    def get_queryset(self) -> QuerySet[Region]:
        rows = public_regions().order_by("code")
        level, parent = (self.request.query_params.get(name) for name in ("level", "parent"))
        if level is not None and level not in LEVELS:
            raise ValidationError({"detail": _("level: pilih salah satu dari %(all)s.") % {"all": ", ".join(LEVELS)}})
        if level is not None:
            rows = rows.filter(level=level)
        return rows.filter(parent=parent.replace("\x00", "")) if parent else rows


@extend_schema(responses=RegionOut, description=gettext_lazy("Satu wilayah menurut kodenya."))
@api_view(["GET"])
def region(request: Request, code: str) -> Response:
    return Response(RegionOut(get_object_or_404(public_regions(), code=code)).data)


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
