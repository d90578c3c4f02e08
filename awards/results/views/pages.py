"""What the pages of a result share, published or not: ranking, explanation, comparison."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.entries.models import Entry
from awards.publication.selectors.acts import exemptions, withdrawal_of
from awards.publication.selectors.unawarded import prize_words, reason_words
from awards.results.selectors.open_tables import (
    FILTERS,
    compared_table,
    explanation_tables,
    lead_table,
    ranking_table,
    wanted_ranking,
)
from awards.results.selectors.rows import ResultRow
from awards.results.selectors.shown import Shown, withdrawn_prizes
from awards.rulebooks.selectors.labels import criterion_name, key_name, rulebook_title
from awards.runs.models import RunScore
from awards.runs.selectors.comparisons import NotComparableError, ScoreComparison, comparison
from awards.runs.selectors.explanations import EntryExplanation, explanation
from awards.runs.selectors.filters import GroupChoice
from awards.runs.selectors.rules import aspects
from awards.runs.selectors.standings import RankingLine
from paritrana.pages.open_tables import OpenPage, OpenRow

MOST_COMPARED = 5
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
    """A line with its address, its aspects by name and code and, where ranks were tested, its 90 % interval."""

    line: RankingLine
    address: str
    amounts: tuple[tuple[str, str, str], ...]
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
    chosen = {name: request.GET.get(name, "").strip()[:120] for name in FILTERS}
    tables = ranking_tables(shown, request.GET, addresses)
    table, rules = tables["ranking"], shown.rules
    page = table.page(request.GET.get("page"))
    columns = [criterion_name(aspect) for aspect in aspects(rules)] if shown.has_open_scores else []
    codes = [aspect.code for aspect in aspects(rules)]
    groups = shown.rows.groups() if rules.grouping.columns else ()
    rows = table.rows_of(page)
    has_rounding = any(row.subject[0].rounding.strip("-0.") for row in rows)
    intervals = shown.rows.intervals([])
    context = _context(shown, addresses) | {
        "tables": tables,
        "page": page,
        "blocks": _blocks(groups, [_linked(row, columns, codes) for row in rows]),
        "has_rounding": has_rounding,
        "groups": groups,
        "width": 2 + shown.has_open_scores + bool(intervals) + bool(rules.bands) + len(columns) + has_rounding,
        "intervals": intervals,
        "aspects": columns,
        "chain": [key_name(rules, key.code) for key in rules.rank.chain],
        "chosen": chosen,
        "choices": shown.rows.choices(),
        "has_bands": bool(rules.bands),
        "unawarded": [(prize_words(one), reason_words(one)) for one in shown.unawarded],
        "leaders": _leaders(rows, addresses) if shown.has_open_scores else None,
    }
    return render(request, "ranking/ranking.html", context)


def _leaders(rows: Sequence[OpenRow], addresses: Addresses) -> tuple[Entry, Entry, str] | None:
    """Return the first two of the list that were ranked against each other, with the address that says why."""
    ranked = [line for line, _interval in (row.subject for row in rows[:2]) if line.rank is not None]
    if len(ranked) < 2 or ranked[0].group != ranked[1].group:
        return None
    first, second = (line.entry for line in ranked)
    asked = urlencode({"a": str(first.public_id), "b": str(second.public_id)})
    return first, second, f"{addresses.compare}?{asked}"


def ranking_tables(shown: Shown, asked: QueryDict, addresses: Addresses) -> OpenPage:
    table = ranking_table(shown, wanted_ranking(asked), addresses.of_entry)
    return OpenPage(f"{shown.category.name_shown}, {shown.category.edition.brand_shown}", (table,))


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
    row, explained = found.score, _explained(shown, found)
    context = _context(shown, addresses) | {
        "tables": OpenPage(row.entry.name, explanation_tables(shown, explained)),
        "row": row,
        "line": shown.lines([found])[0],
        "explained": explained,
        "neighbours": [
            (neighbour.entry, f"{addresses.compare}?a={public_id}&b={neighbour.entry.public_id}")
            for neighbour in _neighbours(shown, row)
        ],
    }
    return render(request, "ranking/entry.html", context)


def entry_tables(shown: Shown, public_id: UUID) -> OpenPage:
    """Return what the explanation of one entrant prints; nobody's where scores are closed."""
    if not shown.has_open_scores:
        raise Http404
    found = _row(shown, public_id)
    return OpenPage(found.score.entry.name, explanation_tables(shown, _explained(shown, found)))


def _explained(shown: Shown, found: ResultRow) -> EntryExplanation:
    return explanation(shown.parts(found, with_marks=shown.has_open_marks), shown.rules, shown.questionnaire)


def compare_page(request: HttpRequest, shown: Shown, addresses: Addresses) -> HttpResponse:
    if not shown.has_open_scores:
        raise Http404
    chosen = _chosen(request.GET)
    context = _context(shown, addresses) | {
        "names": [row.score.entry for row in shown.rows.read(shown.rows.ranked()[:CHOICES])],
        "a": chosen[0] if chosen else None,
        "b": chosen[1] if len(chosen) > 1 else None,
        "others": [(one, _without(request.GET, one)) for one in chosen[2:]],
        "can_add": 2 <= len(chosen) < MOST_COMPARED,
    }
    if len(chosen) > 1:
        try:
            rows, pairs = _compared(shown, chosen)
            tables = _compare_tables(shown, rows, pairs)
            context |= {"pairs": pairs, "found": pairs[0] if len(pairs) == 1 else None, "tables": tables}
            context["others"] = [
                (row.score.entry, _without(request.GET, row.score.entry.public_id))
                for row in rows
                if row.score.entry.public_id in chosen[2:]
            ]
        except NotComparableError:
            context |= {"is_incomparable": True, "others": []}
    return render(request, "ranking/compare.html", context)


def compare_tables(shown: Shown, asked: QueryDict) -> OpenPage:
    """Return what the comparison of entrants prints; none where no two are asked for or one has no score."""
    if not shown.has_open_scores:
        raise Http404
    chosen = _chosen(asked)
    if len(chosen) > 1:
        with suppress(NotComparableError):
            return _compare_tables(shown, *_compared(shown, chosen))
    return OpenPage(_("Perbandingan"), ())


def _compare_tables(shown: Shown, rows: Sequence[ResultRow], pairs: Sequence[ScoreComparison]) -> OpenPage:
    lead = (lead_table(shown, pairs[0]),) if len(pairs) == 1 else ()
    return OpenPage(_("Perbandingan"), (*lead, compared_table(shown, rows)))


def _chosen(asked: QueryDict) -> list[UUID]:
    """Return whom the address names, each once: `a`, `b`, and up to three more as `lain`."""
    written = [asked.get("a", ""), asked.get("b", ""), *asked.getlist("lain")]
    found = dict.fromkeys(public_id for public_id in map(_uuid, written) if public_id is not None)
    return list(found)[:MOST_COMPARED]


def _without(asked: QueryDict, public_id: UUID) -> str:
    """Return the address of the same comparison without one of the further entrants."""
    kept = asked.copy()
    kept.setlist("lain", [one for one in kept.getlist("lain") if _uuid(one) not in (public_id, None)])
    return f"?{kept.urlencode()}"


def _compared(shown: Shown, chosen: Sequence[UUID]) -> tuple[list[ResultRow], list[ScoreComparison]]:
    """Return the entrants, the best first, and each beside the next; two queries of rows more per entrant."""
    run = None if shown.head is not None else shown.run
    rows = [_row(shown, public_id) for public_id in chosen]
    if any(row.score.score is None for row in rows) and len(rows) > 2:
        raise NotComparableError
    best_first = shown.rules.rank.higher_is_better
    ordered = sorted(rows, key=lambda row: row.score.score or Decimal(0), reverse=best_first)
    pairs = [comparison(run, shown.rules, one.score, other.score) for one, other in pairwise(ordered)]
    return ordered, pairs


def _linked(row: OpenRow, columns: list[str], codes: list[str]) -> LinkedLine:
    line, interval = row.subject
    return LinkedLine(line, row.address, tuple(zip(columns, codes, line.aspects, strict=False)), interval)


def _context(shown: Shown, addresses: Addresses) -> dict[str, object]:
    return {
        "shown": shown,
        "category": shown.category,
        "rulebook_title": rulebook_title(shown.rules),
        "shown_earlier": shown.earlier,
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
