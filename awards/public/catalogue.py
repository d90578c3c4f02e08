"""What this site has as data: a page for people, and the same list as DCAT-AP and as a Frictionless data package."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.public.tables.bodies import employers_tables, ministries_tables
from awards.public.tables.national import home_tables, national_picture
from awards.public.tables.places import regions_tables
from awards.public.tables.terms import SITE
from awards.publication.models import Publication
from awards.publication.selectors.visibility import published_in
from awards.results.selectors.shown import shown_publication
from awards.results.views.editions import tables_of_editions
from awards.results.views.pages import public_addresses, ranking_tables
from paritrana.pages.open_files import JSON_TYPES, FileKind
from paritrana.pages.open_pages import SHORT, PageAddress
from paritrana.pages.open_tables import About, CellKind, ColumnPlace, OpenColumn, OpenPage, OpenRow, OpenTable

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
FORMATS = {FileKind.CSV: "text/csv", FileKind.EXCEL: "text/csv", FileKind.JSON: "application/json"}
DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
ALL_LEVELS = "tingkat="
LISTED = (FileKind.CSV, FileKind.JSON, FileKind.METADATA)


@dataclass(frozen=True)
class Dataset:
    """One table of one page, and where both are."""

    page: OpenPage
    table: OpenTable
    at: PageAddress

    @property
    def name(self) -> str:
        words = [self.at.name, *(str(part) for part in self.at.parts.values()), self.table.name]
        return "-".join(word.lower().replace(".", "-") for word in words)

    @property
    def title(self) -> str:
        return f"{self.page.title}: {self.table.title}"

    def file(self, kind: FileKind) -> str:
        return self.at.file(self.page, self.table, kind)


def datasets(request: HttpRequest) -> list[Dataset]:
    """Return every table that stands by itself: national, regions, bodies, employers, and each result that is out."""
    now = timezone.now()
    nothing, everywhere = QueryDict(), QueryDict(ALL_LEVELS)
    found = [
        (home_tables(national_picture(at=now)), PageAddress("home", {}, nothing)),
        (regions_tables(request), PageAddress("regions", {}, everywhere)),
        (ministries_tables(request), PageAddress("ministries", {}, nothing)),
        (employers_tables(), PageAddress("employers", {}, nothing)),
        (tables_of_editions(request), PageAddress("editions", {}, nothing)),
        *_results(now),
    ]
    return [Dataset(page, table, at) for page, at in found for table in page.tables]


def _results(now: datetime.datetime) -> list[tuple[OpenPage, PageAddress]]:
    announced = Publication.objects.visible_at(now).values_list("category_id", flat=True).distinct()
    standing = published_in(announced, now).values()
    where = Publication.objects.filter(pk__in=[publication.pk for publication in standing]).order_by(
        "-category__edition__period_end", "category__edition__code", "category__code"
    )
    pages = []
    for edition, category in where.values_list("category__edition__code", "category__code"):
        shown = shown_publication(edition, category, at=now)
        if shown is not None:
            parts = {"edition": edition, "category": category}
            tables = ranking_tables(shown, QueryDict(), public_addresses(shown.category))
            pages.append((tables, PageAddress("ranking", parts, QueryDict())))
    return pages


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "public/open_data.html", {"tables": tables(request)})


def tables(request: HttpRequest) -> OpenPage:
    table = OpenTable(
        "datasets",
        _("Semua data"),
        (
            OpenColumn("dataset", _("Data")),
            OpenColumn("definition", _("Isinya")),
            OpenColumn("as_of", _("Keadaan per"), CellKind.TIME),
            OpenColumn("csv", _("Berkas CSV"), place=ColumnPlace.FILE),
            OpenColumn("json", _("Berkas JSON"), place=ColumnPlace.FILE),
            OpenColumn("metadata", _("Keterangan data"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_("Semua tabel yang berdiri sendiri di situs ini dan alamat berkasnya."),
            source=_("Situs ini"),
            licence=str(SITE.licence),
            changes=_("Ketika hasil diumumkan atau data baru dimuat."),
        ),
        [
            OpenRow(
                (
                    one.title,
                    one.table.about.definition,
                    one.table.about.as_of or None,
                    *(request.build_absolute_uri(one.file(kind)) for kind in LISTED),
                ),
                one.at.page(),
            )
            for one in datasets(request)
        ],
    )
    return OpenPage(_("Data terbuka"), (table,))


@require_safe
def dcat(request: HttpRequest) -> HttpResponse:
    """Answer the catalogue as DCAT-AP in JSON-LD."""
    absolute, publisher = request.build_absolute_uri, {"@type": "foaf:Agent", "foaf:name": _said(_("Penyelenggara"))}
    content = {
        "@context": CONTEXT,
        "@id": absolute(request.path),
        "@type": "dcat:Catalog",
        "dct:title": _said(_("Data terbuka Anugerah Paritrana")),
        "dct:description": _said(_("Semua tabel yang berdiri sendiri di situs ini dan alamat berkasnya.")),
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": absolute("/")},
        "dcat:dataset": [_dataset(one, absolute, publisher) for one in datasets(request)],
    }
    return _json(content, "application/ld+json")


def _dataset(one: Dataset, absolute: Callable[[str], str], publisher: dict[str, Any]) -> dict[str, Any]:
    about, identifier = one.table.about, absolute(one.file(FileKind.METADATA))
    described: dict[str, Any] = {
        "@id": identifier,
        "@type": "dcat:Dataset",
        "dct:identifier": one.name,
        "dct:title": _said(one.title),
        "dct:description": _said(" ".join(filter(None, (about.definition, about.caveat)))),
        "dct:publisher": publisher,
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _said(about.source)},
        "dct:accessRights": {
            "@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
        },
        "dcat:landingPage": {"@id": absolute(one.at.page())},
        "dcat:distribution": [_distribution(one, kind, absolute) for kind in FORMATS],
    }
    if about.as_of:
        described["dct:modified"] = {"@type": DATE_TYPES[len(about.as_of)], "@value": about.as_of}
    return described


def _distribution(one: Dataset, kind: FileKind, absolute: Callable[[str], str]) -> dict[str, Any]:
    address = {"@id": absolute(one.file(kind))}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _said(_("CSV untuk Excel Indonesia") if kind is FileKind.EXCEL else kind.value.upper()),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{FORMATS[kind]}"},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _said(one.table.about.licence)},
    }


def _said(text: str) -> dict[str, str]:
    return {"@language": get_language() or "id", "@value": text}


@require_safe
def data_package(request: HttpRequest) -> HttpResponse:
    """Answer the catalogue as a Frictionless data package; its CSV files have short column names."""
    content = {
        "name": "paritrana",
        "title": _("Data terbuka Anugerah Paritrana"),
        "homepage": request.build_absolute_uri("/"),
        "resources": [_resource(one, request) for one in datasets(request)],
    }
    return _json(content, "application/json")


def _resource(one: Dataset, request: HttpRequest) -> dict[str, Any]:
    asked = one.at.asked.copy()
    asked[SHORT] = "pendek"
    short = PageAddress(one.at.name, one.at.parts, asked)
    about = one.table.about
    return {
        "name": one.name,
        "title": one.title,
        "description": " ".join(filter(None, (about.definition, about.caveat))),
        "path": request.build_absolute_uri(short.file(one.page, one.table, FileKind.CSV)),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "sources": [{"title": about.source}],
        "schema": {"fields": [_field(column) for column in one.table.columns], "missingValues": [""]},
    }


def _field(column: OpenColumn) -> dict[str, str]:
    is_number = JSON_TYPES.get(column.kind) == "number"
    return {"name": column.name, "title": column.title, "type": "number" if is_number else "string"}


def _json(content: Any, content_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1) + "\n", content_type=content_type)
