"""What a plain file says of every entry, and nothing else: read in chunks, with no object for each value behind."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from awards.engine.criteria import GateOutcome
from awards.publication.models import Prize
from awards.publication.selectors.prizes import place_labels, prize_places
from awards.results.selectors.rows import FileRows, RunRows
from awards.results.selectors.shown import Shown
from awards.rulebooks.selectors.labels import band_name
from awards.runs.models import NodeScore
from awards.runs.selectors.groups import shown_group_names
from awards.runs.selectors.notes import told
from awards.runs.selectors.outcomes import EntryOutcome, came_of
from paritrana.lib.canonical import canonical_json
from paritrana.pages.reader import in_words

CHUNK = 500
REMARKS_KEPT = 1000
COLUMNS = (
    "pk",
    "entry_id",
    "rank",
    "entry__name",
    "entry__region_code",
    "entry__is_synthetic",
    "group_key",
    "score_text",
    "band",
    "is_tied",
    "gate",
    "status",
)


class PlainRow(NamedTuple):
    """One entry; closed parts are empty. `aspects` are what each criterion right below the top adds."""

    rank: int | None
    name: str
    region_code: str
    group_key: str
    group_name: str
    score: str
    band: str
    prizes: str
    is_tied: bool
    is_synthetic: bool
    outcome: str
    status: str
    aspects: tuple[str, ...]


class _Bare(NamedTuple):
    entry_id: int
    rank: int | None
    name: str
    region_code: str
    is_synthetic: bool
    group_key: str
    group_name: str
    score: str
    band: str
    is_tied: bool
    gate: str
    status: str
    aspects: tuple[str, ...]


def printed_rows(shown: Shown) -> Iterator[PlainRow]:
    """Yield the entries in the order of the ranking; memory holds one chunk and the prizes."""
    rules, is_open = shown.rules, shown.has_open_scores
    codes = tuple(child.code for child in rules.root.children) if is_open else ()
    prizes = _prizes(shown)
    bands = {band.code: band_name(rules, band.code) for band in rules.bands} | {"": band_name(rules, "")}
    remark = lru_cache(REMARKS_KEPT)(lambda status: told(status, rules))
    outcomes = {outcome: str(outcome.label) for outcome in EntryOutcome}
    for one in _bare_rows(shown, codes):
        yield PlainRow(
            one.rank,
            one.name,
            one.region_code,
            one.group_key,
            one.group_name,
            one.score if is_open else "",
            bands[one.band] if one.band in bands else band_name(rules, one.band),
            prizes.get(one.entry_id, ""),
            one.is_tied,
            one.is_synthetic,
            outcomes[came_of(one.rank, one.gate)],
            remark(one.status) if is_open else "",
            one.aspects,
        )


def _prizes(shown: Shown) -> Mapping[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    if shown.publication is None:
        for entry_id, names in place_labels(prize_places(shown.run, shown.rules)).items():
            found[entry_id] += map(str, names)
    else:
        held = Prize.objects.filter(publication=shown.publication).values_list("entry_id", flat=True).distinct()
        for entry_id, names in shown.prizes(held).items():
            found[entry_id] += map(str, names)
    return {entry_id: ", ".join(names) for entry_id, names in found.items()}


def _bare_rows(shown: Shown, codes: Sequence[str]) -> Iterator[_Bare]:
    rows = shown.rows
    if isinstance(rows, FileRows):
        return _of_file(rows, codes, has_groups=bool(shown.rules.grouping.columns))
    if isinstance(rows, RunRows):
        names = shown_group_names(shown.run) if shown.rules.grouping.columns else {}
        return _of_run(rows, codes, names)
    raise TypeError("rows are those of a run or of a published file")


def _of_run(rows: RunRows, codes: Sequence[str], names: Mapping[str, str]) -> Iterator[_Bare]:
    stream = rows.all().values_list(*COLUMNS).iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        held: dict[int, dict[str, str]] = defaultdict(dict)
        if codes:
            stored = NodeScore.objects.filter(score_id__in=[row[0] for row in chunk], code__in=codes)
            for key, code, contribution in stored.values_list("score_id", "code", "contribution"):
                held[key][code] = contribution
        for key, entry_id, rank, name, region, is_synthetic, group, score, band, is_tied, gate, status in chunk:
            own = held.get(key, {})
            parts = tuple(own.get(code, "") for code in codes)
            yield _Bare(
                entry_id, rank, name, region, is_synthetic, group, names.get(group, group), score, band, is_tied,
                gate, status, parts,
            )  # fmt: skip


def _of_file(rows: FileRows, codes: Sequence[str], *, has_groups: bool) -> Iterator[_Bare]:
    english = rows.header["groups_en"]
    for entry_id, text in rows.all().values_list("entry_id", "line").iterator(chunk_size=CHUNK):
        line = json.loads(text)
        own = {node[0]: node[5] for node in line.get("nodes", ())}
        group, status = line["group"], line.get("status", "")
        yield _Bare(
            entry_id=entry_id,
            rank=line["rank"],
            name=line["name"],
            region_code=line["region"],
            is_synthetic=line["is_synthetic"],
            group_key=group,
            group_name=in_words(line["group_name"], english.get(group, "")) if has_groups else group,
            score=line.get("score", ""),
            band=line["band"],
            is_tied=line["is_tied"],
            gate=line.get("gate", GateOutcome.PASS),
            status=status if isinstance(status, str) else canonical_json(status).decode() if status else "",
            aspects=tuple(own.get(code, "") for code in codes),
        )
