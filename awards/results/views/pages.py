"""What the pages of a result share, published or not: ranking, explanation, comparison."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import Category
from awards.publication.selectors.acts import exemptions, withdrawal_of
from awards.results.selectors.rows import ResultRow
from awards.results.selectors.shown import Shown, withdrawn_prizes
from awards.rulebooks.selectors.labels import criterion_name, key_name, rulebook_title
from awards.runs.models import RunScore
from awards.runs.selectors.comparisons import NotComparableError, comparison
from awards.runs.selectors.explanations import explanation
from awards.runs.selectors.filters import GroupChoice
from awards.runs.selectors.robustness.shown import Intervals
from awards.runs.selectors.rules import aspects
from awards.runs.selectors.standings import RankingFilter, RankingLine

PAGE_SIZE = 50
CHOICES = 1000
"""How many names a list to choose from holds."""


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

    line: RankingLine
    address: str
    amounts: tuple[tuple[str, str], ...]
    interval: str


PLACEHOLDER = UUID(int=0)


def numbered_addresses(category: Category, number: int) -> Addresses:
    """Return where the pages of one publication stay, also after it was corrected."""
    where = [category.edition.code, category.code, number]
    return Addresses(
        ranking=reverse("numbered-ranking", args=where),
        entry=reverse("numbered-entry-score", args=[*where, PLACEHOLDER]),
        compare=reverse("numbered-compare", args=where),
        export=reverse("numbered-export", args=[*where, "xlsx"]).removesuffix("xlsx"),
        rulebook=reverse("numbered-rulebook", args=where),
    )


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
    wanted = RankingFilter(name=chosen["q"], zone=chosen["zona"], province=chosen["provinsi"], group=chosen["kelompok"])
    page = Paginator(shown.rows.narrowed(wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    rules, rows = shown.rules, shown.rows.read(page)
    columns = [criterion_name(aspect) for aspect in aspects(rules)] if shown.has_open_scores else []
    intervals = shown.rows.intervals(rows)
    groups = shown.rows.groups() if rules.grouping.columns else ()
    lines = shown.lines(rows)
    has_rounding = any(line.rounding.strip("-0.") for line in lines)
    context = _context(shown, addresses) | {
        "page": page,
        "blocks": _blocks(groups, [_linked(line, addresses, columns, intervals) for line in lines]),
        "has_rounding": has_rounding,
        "groups": groups,
        "width": 2 + shown.has_open_scores + bool(intervals) + bool(rules.bands) + len(columns) + has_rounding,
        "intervals": intervals,
        "aspects": columns,
        "chain": [key_name(rules, key.code) for key in rules.rank.chain],
        "chosen": chosen,
        "choices": shown.rows.choices(),
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
    found = _row(shown, public_id)
    row = found.score
    parts = shown.parts(found, with_marks=shown.has_open_marks)
    context = _context(shown, addresses) | {
        "row": row,
        "line": shown.lines([found])[0],
        "explained": explanation(parts, shown.rules, shown.questionnaire),
        "neighbours": [
            (neighbour.entry, f"{addresses.compare}?a={public_id}&b={neighbour.entry.public_id}")
            for neighbour in _neighbours(shown, row)
        ],
    }
    return render(request, "ranking/entry.html", context)


def compare_page(request: HttpRequest, shown: Shown, addresses: Addresses) -> HttpResponse:
    if not shown.has_open_scores:
        raise Http404
    context = _context(shown, addresses) | {
        "names": [row.score.entry for row in shown.rows.read(shown.rows.ranked()[:CHOICES])]
    }
    first, second = (_uuid(request.GET.get(name, "")) for name in ("a", "b"))
    context |= {"a": first, "b": second}
    if first is not None and second is not None:
        try:
            run = None if shown.head is not None else shown.run
            rows = _row(shown, first).score, _row(shown, second).score
            context["found"] = comparison(run, shown.rules, *rows)
        except NotComparableError:
            context["is_incomparable"] = True
    return render(request, "ranking/compare.html", context)


def _linked(line: RankingLine, addresses: Addresses, columns: list[str], intervals: Intervals | None) -> LinkedLine:
    public_id = line.entry.public_id
    amounts = tuple(zip(columns, line.aspects, strict=True))
    return LinkedLine(line, addresses.of_entry(public_id), amounts, intervals.text(public_id) if intervals else "")


def _context(shown: Shown, addresses: Addresses) -> dict[str, object]:
    return {
        "shown": shown,
        "category": shown.category,
        "rulebook_title": rulebook_title(shown.rules),
        "edition": shown.category.edition,
        "run": shown.run,
        "publication": shown.publication,
        "exemptions": exemptions(shown.publication) if shown.publication else (),
        "withdrawn": withdrawn_prizes(shown, at=timezone.now()),
        "withdrawal": withdrawal_of(shown.publication) if shown.publication else None,
        "rules": shown.rules,
        "addresses": addresses,
    }


def _row(shown: Shown, public_id: UUID) -> ResultRow:
    found = shown.rows.read(shown.rows.of_entry(public_id)[:1])
    if not found:
        raise Http404
    return found[0]


def _neighbours(shown: Shown, row: RunScore) -> list[RunScore]:
    """Return who stands right before and right behind."""
    if row.rank is None:
        return []
    ranked = shown.rows.ranked().filter(group_key=row.group_key)
    found = [ranked.filter(rank__lt=row.rank).last(), ranked.filter(rank__gt=row.rank).first()]
    return [item.score for item in shown.rows.read(neighbour for neighbour in found if neighbour is not None)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
