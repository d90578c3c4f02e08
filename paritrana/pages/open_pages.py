"""A public page at its address, its tables as files at the same one: `/daerah/?q=nusa`, `/daerah.csv?q=nusa`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import signature
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_safe

from paritrana.pages.open_files import CONTENT_TYPES, FileKind, csv_lines, excel_lines, json_parts, metadata
from paritrana.pages.open_tables import OpenPage, OpenRow, OpenTable

PageView = Callable[..., HttpResponseBase]
Tables = Callable[..., OpenPage | HttpResponseBase]
"""What a page's tables are read by; it may lead elsewhere instead, and then takes the `kind` of file asked for."""
TABLE, SHORT, PAGE = "tabel", "kolom", "page"
"""The parameters that files have beside the filters of their page; `kolom=pendek` asks for short column names."""


def open_page(route: str, view: PageView, tables: Tables, *, name: str, stem: str = "") -> list[URLPattern]:
    """Return the addresses of a page and of its files; both read `tables(request, **parts)`.

    The files stand at the page's address without its last stroke; `stem` names them where nothing is left of it.
    """
    return [path(route, view, name=name), *open_files(stem or route.rstrip("/"), tables, name=name)]


def open_files(stem: str, tables: Tables, *, name: str, wrap: Callable[[Any], Any] | None = None) -> list[URLPattern]:
    """Return the addresses of a page's files alone; `wrap` decorates their view as the page's own is decorated."""
    answered = files_of(tables)
    view = require_safe(wrap(answered) if wrap else answered)
    return [path(f"{stem}.{kind.value}", view, {"kind": kind.value}, name=f"{name}-data") for kind in FileKind]


def files_of(tables: Tables) -> PageView:
    """Return the view that answers a page's tables as files of a kind."""
    leads_on = "kind" in signature(tables).parameters

    def answered(request: HttpRequest, kind: str, **parts: Any) -> HttpResponseBase:
        found = tables(request, **parts, kind=kind) if leads_on else tables(request, **parts)
        if isinstance(found, HttpResponseBase):
            return found
        return _answer(request, found, FileKind(kind))

    return answered


def _answer(request: HttpRequest, page: OpenPage, kind: FileKind) -> HttpResponseBase:
    chosen = page.tables
    if TABLE in request.GET:
        table = page.named(request.GET[TABLE])
        if table is None:
            raise Http404
        chosen = (table,)
    if kind is FileKind.METADATA:
        text = metadata(page, chosen, files=lambda table, other: _absolute(request, page, table, other))
        return HttpResponse(text, content_type=CONTENT_TYPES[kind])
    if kind is FileKind.JSON:
        here = page_address(request)
        parts = json_parts(
            page,
            [(table, _rows(request, page, table)) for table in chosen],
            address=request.build_absolute_uri(here.page() if here else request.path),
        )
        return StreamingHttpResponse(parts, content_type=CONTENT_TYPES[kind])
    if not chosen:
        raise Http404
    written = excel_lines if kind is FileKind.EXCEL else csv_lines
    lines = written(chosen[0], _rows(request, page, chosen[0]), is_short=request.GET.get(SHORT) == "pendek")
    response = StreamingHttpResponse(lines, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(request, chosen[0], kind)}"'
    return response


def _rows(request: HttpRequest, page: OpenPage, table: OpenTable) -> Iterator[OpenRow]:
    """Every row; those of one page where the address names one, as the page itself does."""
    if PAGE in request.GET and table.page_size and table is page.tables[0]:
        return iter(table.rows_of(table.page(request.GET[PAGE])))
    return table.rows()


@dataclass(frozen=True)
class PageAddress:
    """Where a page is: the name of its address, its parts, and the filters asked for."""

    name: str
    parts: dict[str, Any]
    asked: QueryDict

    def page(self) -> str:
        return _with(reverse(self.name, kwargs=self.parts), self.asked)

    def file(self, page: OpenPage, table: OpenTable, kind: FileKind) -> str:
        """Return where a table is as a file, with the page's filters; the table is named where there are several."""
        asked = self.asked.copy()
        if len(page.tables) > 1:
            asked[TABLE] = table.name
        return _with(reverse(f"{self.name}-data", kwargs=self.parts | {"kind": kind.value}), asked)


def _with(address: str, asked: QueryDict) -> str:
    return f"{address}?{asked.urlencode()}" if asked else address


def page_address(request: HttpRequest) -> PageAddress | None:
    """Return the address of the page at hand, or of the page whose file is asked for."""
    match = request.resolver_match
    if match is None:
        return None
    asked = request.GET.copy()
    for parameter in (PAGE, SHORT, TABLE):
        asked.pop(parameter, None)
    parts = {name: value for name, value in match.kwargs.items() if name != "kind"}
    is_file = "kind" in match.kwargs and match.view_name.endswith("-data")
    return PageAddress(match.view_name.removesuffix("-data") if is_file else match.view_name, parts, asked)


def file_address(request: HttpRequest, page: OpenPage, table: OpenTable, kind: FileKind) -> str:
    """Return where a table of the page at hand is as a file; "" where it has no files."""
    here = page_address(request)
    try:
        return here.file(page, table, kind) if here else ""
    except NoReverseMatch:
        return ""


def _absolute(request: HttpRequest, page: OpenPage, table: OpenTable, kind: FileKind) -> str:
    return request.build_absolute_uri(file_address(request, page, table, kind))


def _file_name(request: HttpRequest, table: OpenTable, kind: FileKind) -> str:
    stem = request.path.removesuffix(f".{kind.value}").strip("/").replace("/", "-")
    ending = "-excel-indonesia.csv" if kind is FileKind.EXCEL else ".csv"
    name = f"{stem}-{table.name}" if table.name not in stem else stem
    return f"{name}{ending}".replace('"', "")
