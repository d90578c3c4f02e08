"""What the pages of a result share, published or not: ranking, explanation, comparison."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from awards.models import Category, RunScore
from awards.selectors.publication.shown import Shown
from awards.selectors.runs.comparisons import NotComparableError, comparison
from awards.selectors.runs.explanations import explanation
from awards.selectors.runs.filters import GroupChoice, filter_choices, ranking_groups
from awards.selectors.runs.labels import criterion_name
from awards.selectors.runs.robustness.shown import Intervals, rank_intervals
from awards.selectors.runs.rules import aspects
from awards.selectors.runs.standings import Line, key_name, narrowed

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages of one result live."""

    ranking: str
    entry: str
    compare: str
    export: str
    rulebook: str

    def of_entry(self, public_id: UUID) -> str:
        return self.entry.replace(str(PLACEHOLDER), str(public_id))


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line with its address, its aspects by name and, where ranks were tested, its 90 % interval."""

    line: Line
    address: str
    amounts: tuple[tuple[str, str], ...]
    interval: str


PLACEHOLDER = UUID(int=0)


def public_addresses(category: Category) -> Addresses:
    where = [category.edition.code, category.code]
    return Addresses(
        ranking=reverse("ranking", args=where),
        entry=reverse("entry-score", args=[*where, PLACEHOLDER]),
        compare=reverse("compare", args=where),
        export=reverse("ranking-export", args=[*where, "xlsx"]).removesuffix("xlsx"),
        rulebook=reverse("rulebook", args=where),
    )


def draft_addresses(shown: Shown) -> Addresses:
    run = shown.run.public_id
    return Addresses(
        ranking=reverse("run", args=[run]),
        entry=reverse("run-entry", args=[run, PLACEHOLDER]),
        compare=reverse("run-compare", args=[run]),
        export=reverse("run-export", args=[run, "xlsx"]).removesuffix("xlsx"),
        rulebook=reverse("run-rulebook", args=[run]),
    )


def ranking_page(request: HttpRequest, shown: Shown, addresses: Addresses) -> HttpResponse:
    chosen = {name: request.GET.get(name, "").strip()[:120] for name in ("q", "zona", "provinsi", "kelompok")}
    rows = narrowed(
        shown.rows,
        name=chosen["q"],
        zone=chosen["zona"],
        province=chosen["provinsi"],
        group=chosen["kelompok"],
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    rules = shown.rules
    columns = [criterion_name(aspect) for aspect in aspects(rules)] if shown.has_open_scores else []
    intervals = rank_intervals(shown.run) if shown.has_open_scores else None
    groups = ranking_groups(shown.rows, shown.groups) if rules.grouping.columns else ()
    context = _context(shown, addresses) | {
        "page": page,
        "blocks": _blocks(groups, [_linked(line, addresses, columns, intervals) for line in shown.lines(page)]),
        "groups": groups,
        "width": 2 + shown.has_open_scores + bool(intervals) + bool(rules.bands) + len(columns),
        "intervals": intervals,
        "aspects": columns,
        "chain": [key_name(rules, key.code) for key in rules.rank.chain],
        "chosen": chosen,
        "choices": filter_choices(shown.category, shown.rows),
        "has_bands": bool(rules.bands),
    }
    return render(request, "ranking/ranking.html", context)


def _blocks(
    groups: Iterable[GroupChoice], lines: Iterable[LinkedLine]
) -> list[tuple[GroupChoice | None, list[LinkedLine]]]:
    """Return the lines of a page group by group; a ranking of one field is one block without a group."""
    known = {group.key: group for group in groups}
    return [(known.get(key), list(block)) for key, block in groupby(lines, key=lambda item: item.line.group)]


def entry_page(request: HttpRequest, shown: Shown, addresses: Addresses, public_id: UUID) -> HttpResponse:
    if not shown.has_open_scores:
        raise Http404
    row = _row(shown, public_id)
    context = _context(shown, addresses) | {
        "row": row,
        "line": shown.lines([row])[0],
        "explained": explanation(row, shown.rules, shown.questionnaire, juror_numbers=shown.juror_numbers()),
        "neighbours": [
            (neighbour.entry, f"{addresses.compare}?a={public_id}&b={neighbour.entry.public_id}")
            for neighbour in _neighbours(shown, row)
        ],
    }
    return render(request, "ranking/entry.html", context)


def compare_page(request: HttpRequest, shown: Shown, addresses: Addresses) -> HttpResponse:
    if not shown.has_open_scores:
        raise Http404
    context = _context(shown, addresses) | {"names": shown.rows.filter(rank__isnull=False)[:1000]}
    first, second = (_uuid(request.GET.get(name, "")) for name in ("a", "b"))
    context |= {"a": first, "b": second}
    if first is not None and second is not None:
        try:
            context["found"] = comparison(shown.run, shown.rules, _row(shown, first), _row(shown, second))
        except NotComparableError:
            context["is_incomparable"] = True
    return render(request, "ranking/compare.html", context)


def _linked(line: Line, addresses: Addresses, columns: list[str], intervals: Intervals | None) -> LinkedLine:
    public_id = line.entry.public_id
    amounts = tuple(zip(columns, line.aspects, strict=True))
    return LinkedLine(line, addresses.of_entry(public_id), amounts, intervals.text(public_id) if intervals else "")


def _context(shown: Shown, addresses: Addresses) -> dict[str, object]:
    return {
        "shown": shown,
        "category": shown.category,
        "edition": shown.category.edition,
        "run": shown.run,
        "publication": shown.publication,
        "rules": shown.rules,
        "addresses": addresses,
    }


def _row(shown: Shown, public_id: UUID) -> RunScore:
    return get_object_or_404(shown.rows, entry__public_id=public_id)


def _neighbours(shown: Shown, row: RunScore) -> list[RunScore]:
    """Return who stands right before and right behind."""
    if row.rank is None:
        return []
    ranked = shown.rows.filter(rank__isnull=False, group_key=row.group_key)
    found = [ranked.filter(rank__lt=row.rank).last(), ranked.filter(rank__gt=row.rank).first()]
    return [neighbour for neighbour in found if neighbour is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
