"""What earlier editions published of the entrants of a category: the history that a run freezes."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.db.models.functions import Now

from awards.editions.models import Category, Edition, EntrantKind
from awards.engine.history import PastResult
from awards.entries.models import Entry
from awards.publication.models import Prize, Publication, PublishedEntry, Withdrawal
from awards.runs.models import NodeScore, RunScore
from awards.runs.selectors.history import EarlierResult

MOST_EDITIONS = 30
ENTRANTS = {
    EntrantKind.EMPLOYER: "employer_id",
    EntrantKind.MINISTRY: "ministry_id",
}


class PublishedHistory:
    """Follows editions backwards, one by one, and reads in each what the public sees of the same category."""

    def results(self, category: Category) -> list[EarlierResult]:
        return [_result(edition, category) for edition in _editions_before(category.edition)]

    def of_entries(self, results: Sequence[EarlierResult], entries: Sequence[Entry]) -> dict[int, list[PastResult]]:
        found: dict[int, list[PastResult]] = {entry.pk: [] for entry in entries}
        kind = entries[0].category.entrant_kind if entries else ""
        field = ENTRANTS.get(EntrantKind(kind), "region_id") if entries else ""
        keys = {entry.pk: getattr(entry, field) for entry in entries}
        for result in results:
            bare = PastResult(result.year, is_published=result.publication_id is not None)
            own = _published(result, result.publication_id, field, set(keys.values())) if result.publication_id else {}
            for entry_id, key in keys.items():
                found[entry_id].append(own.get(key, bare))
        return found


def _editions_before(edition: Edition) -> Iterator[Edition]:
    seen = {edition.pk}
    before = edition.follows
    while before is not None and before.pk not in seen and len(seen) <= MOST_EDITIONS:
        yield before
        seen.add(before.pk)
        before = before.follows


def _result(edition: Edition, category: Category) -> EarlierResult:
    """Return the newest result that the public sees and nobody withdrew; the database's clock says what is public."""
    same = Category.objects.filter(
        edition=edition,
        code=category.code,
        level=category.level,
        province=category.province_id,
        entrant_kind=category.entrant_kind,
    ).first()
    bare = EarlierResult(edition.code, edition.brand_label, edition.period_end.year)
    if same is None:
        return bare
    visible = Publication.objects.filter(category=same).visible_at(Now()).defer("payload")  # type: ignore[arg-type] # as a column
    newest = visible.newest_first().first()
    if newest is None or Withdrawal.objects.filter(publication=newest).exists():
        return bare
    return EarlierResult(bare.edition, bare.label, bare.year, newest.number, newest.digest, newest.pk)


def _published(result: EarlierResult, key: int, field: str, keys: Iterable[object]) -> dict[object, PastResult]:
    """Return what a publication says of some entrants, by region, ministry or employer."""
    publication = Publication.objects.select_related("run__category__edition").get(pk=key)
    wanted = Entry.objects.filter(category=publication.category_id, **{f"{field}__in": list(keys)})
    owners = dict(wanted.values_list("pk", field))
    prizes: dict[int, set[str]] = defaultdict(set)
    for entry_id, label in Prize.objects.filter(publication=publication, entry__in=owners).values_list(
        "entry", "label"
    ):
        prizes[entry_id].add(label)
    said = _lines(publication, owners) if publication.file_digest else _rows(publication, owners)
    return {
        owner: PastResult(
            year=result.year,
            is_published=True,
            took_part=entry_id in said,
            prizes=frozenset(prizes[entry_id]),
            band=said[entry_id][0] if entry_id in said else "",
            figures=said[entry_id][1] if entry_id in said else {},
            scores=said[entry_id][2] if entry_id in said else {},
        )
        for entry_id, owner in owners.items()
    }


Said = tuple[str, Mapping[str, str], Mapping[str, str]]


def _lines(publication: Publication, owners: Mapping[int, object]) -> dict[int, Said]:
    """Read the published lines: band, and figures and scores as far as they were opened."""
    found: dict[int, Said] = {}
    rows = PublishedEntry.objects.filter(publication=publication, entry__in=owners)
    for entry_id, text in rows.values_list("entry", "line"):
        line = json.loads(text)
        nodes = line.get("nodes", ())
        found[entry_id] = line["band"], {node[0]: node[1] for node in nodes}, {node[0]: node[3] for node in nodes}
    return found


def _rows(publication: Publication, owners: Mapping[int, object]) -> dict[int, Said]:
    """Read a publication from before there were result files: its run's rows, as far as the edition opens them."""
    is_open = publication.run.category.edition.is_scores_public
    scores: QuerySet[RunScore] = RunScore.objects.filter(run=publication.run, entry__in=owners)
    bands = dict(scores.values_list("entry", "band"))
    figures: dict[int, dict[str, str]] = defaultdict(dict)
    values: dict[int, dict[str, str]] = defaultdict(dict)
    if is_open:
        nodes = NodeScore.objects.filter(score__in=scores)
        for entry_id, code, raw, value in nodes.values_list("score__entry", "code", "raw", "value"):
            figures[entry_id][code], values[entry_id][code] = raw, value
    return {entry_id: (band, figures[entry_id], values[entry_id]) for entry_id, band in bands.items()}
