"""The signed head of a publication: small, canonical, and bound by digests to the result file and to the audit trail.

Formats 1 and 2 carried the whole ranking inside; publications of those days stay as they were signed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.editions.models import Category, Edition
from awards.entries.models import Entry
from awards.publication.models import Publication, UnawardedPrize
from awards.publication.selectors.lines import LINES_FORMAT, Openness, file_header
from awards.publication.selectors.prizes import PrizePlace, withdrawn_prizes
from awards.publication.selectors.unawarded import unawarded_json
from awards.runs.models import ScoreRun
from paritrana.audit.models import AuditHead

PAYLOAD_FORMAT = "paritrana-hasil-3"

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A written file: its digest (see `paritrana.lib.line_files`) and how many entries it holds."""

    digest: str
    entries: int


def result_payload(
    publication: Publication,
    places: Iterable[PrizePlace],
    visibility: Openness,
    file: ResultFile,
    head: AuditHead,
    unawarded: Iterable[UnawardedPrize] = (),
) -> Json:
    """Return the head of a publication about to be frozen; `head` is the end of the audit trail at that moment.

    Prizes without a winner stand in it only where there are some.
    """
    run = publication.run
    without = unawarded_json(unawarded)
    return {
        "format": PAYLOAD_FORMAT,
        "publication": _publication(publication),
        "edition": _edition(run.category.edition),
        "category": _category(run.category),
        "run": _run(run),
        "rulebook": _rulebook(run),
        "visibility": {"scores": visibility.scores, "marks": visibility.marks},
        "prizes": list(prizes_of(places)),
        **({"unawarded": without} if without else {}),
        "result": {
            "format": LINES_FORMAT,
            "digest": file.digest,
            "entries": file.entries,
            "header": file_header(run, visibility),
        },
        **told_trail(publication, head),
    }


def corrected_head(
    before: Json,
    publication: Publication,
    prizes: list[Json],
    head: AuditHead,
    unawarded: Iterable[UnawardedPrize] = (),
) -> Json:
    """Return the head of a correction that changes prizes only: every other word is that of the head before."""
    kept = {name: value for name, value in before.items() if name not in ("withdrawn", "unawarded", "trail")}
    told = {**kept, "publication": _publication(publication), "prizes": prizes, **told_trail(publication, head)}
    without = unawarded_json(unawarded)
    return {**told, "unawarded": without} if without else told


def told_trail(publication: Publication, head: AuditHead) -> Json:
    """Return the end of the trail, and the prizes taken back where there are any: no head of before names them."""
    withdrawn = withdrawn_prizes(publication)
    trail: Json = {"trail": {"number": head.number, "digest": head.digest}}
    return {**trail, "withdrawn": withdrawn} if withdrawn else trail


def _publication(publication: Publication) -> Json:
    corrects = publication.corrects
    return {
        "number": publication.number,
        "corrects": {"number": corrects.number, "digest": corrects.digest} if corrects else None,
        "reason": publication.reason,
        "tie_decision": publication.tie_decision,
        "frozen_at": publication.frozen_at,
        "embargo_until": publication.embargo_until,
    }


def _edition(edition: Edition) -> Json:
    return {
        "code": edition.code,
        "label": edition.brand_label,
        "label_en": edition.brand_label_en,
        "period_start": edition.period_start,
        "period_end": edition.period_end,
        "is_illustrative": edition.is_illustrative,
        "caveat": edition.caveat,
        "caveat_en": edition.caveat_en,
    }


def _run(run: ScoreRun) -> Json:
    return {
        "id": str(run.public_id),
        "number": run.number,
        "seed": run.seed,
        "engine_version": run.engine_version,
        "input_digest": run.input_digest,
        "rulebook_digest": run.rulebook_digest,
        "result_digest": run.result_digest,
    }


def _rulebook(run: ScoreRun) -> Json:
    return {
        "title": run.rulebook.title,
        "version": run.rulebook.version,
        "digest": run.rulebook_digest,
        "text": run.rulebook.text,
    }


def _category(category: Category) -> Json:
    return {
        "code": category.code,
        "name": category.name,
        "name_en": category.name_en,
        "level": category.level,
        "province": category.province_id,
        "entrant_kind": category.entrant_kind,
    }


def prizes_of(places: Iterable[PrizePlace]) -> list[Json]:
    kept = list(places)
    entries = Entry.objects.in_bulk([place.entry_id for place in kept])
    return [
        {
            "position": place.position,
            "label": place.label,
            "label_en": place.label_en,
            "group": place.group_key,
            "group_name": place.group_name.name,
            "group_name_en": place.group_name.english,
            "rank": place.rank,
            "is_shared": place.is_shared,
            "entry": str(entries[place.entry_id].public_id),
            "name": entries[place.entry_id].name,
        }
        for place in kept
    ]
