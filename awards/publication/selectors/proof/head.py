"""The publication's own rows against its signed head: signature, run, prizes, words and times."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from awards.publication.models import Prize, Publication
from awards.publication.selectors.keys import key_problems
from awards.publication.selectors.prizes import withdrawn_prizes
from awards.publication.selectors.proof.faults import Fault, FaultKind
from awards.publication.selectors.unawarded import published_unawarded, unawarded_json
from paritrana.lib.canonical import canonical_json
from paritrana.lib.signatures import is_signed

Json = dict[str, Any]


def head_faults(publication: Publication, head: Json) -> Iterator[Fault]:
    yield from _signed(publication)
    yield from _same_run(publication, head)
    yield from _same_words(publication, head)
    yield from _prizes(publication, head)


def _signed(publication: Publication) -> Iterator[Fault]:
    content = publication.payload.encode()
    digest = hashlib.sha256(content).hexdigest()
    if digest != publication.digest:
        yield Fault(FaultKind.PAYLOAD, "", f"{publication.digest} != {digest}")
    is_final = publication.final_at is not None
    if is_final != is_signed(content, signature=publication.signature, public_key=publication.public_key):
        yield Fault(FaultKind.SIGNATURE, "", publication.public_key)
    for problem in key_problems(publication):
        yield Fault(FaultKind.KEY, "", problem)


def _same_run(publication: Publication, head: Json) -> Iterator[Fault]:
    run, signed = publication.run, head["run"]
    if signed["id"] != str(run.public_id):
        yield Fault(FaultKind.RUN, "", f"{signed['id']} != {run.public_id}")
    stored = {
        "number": run.number,
        "seed": run.seed,
        "engine_version": run.engine_version,
        "input_digest": run.input_digest,
        "rulebook_digest": run.rulebook_digest,
        "result_digest": run.result_digest,
    }
    for name, value in stored.items():
        if signed[name] != value:
            yield Fault(FaultKind.RUN_DIGEST, name, f"{signed[name]} != {value}")
    if head["rulebook"]["text"] != run.rulebook.text:
        yield Fault(FaultKind.RULEBOOK, str(run.rulebook))


def _same_words(publication: Publication, head: Json) -> Iterator[Fault]:
    signed, category = head["publication"], publication.category
    named = [head["edition"]["code"], head["category"]["code"], signed["number"]]
    if (
        named != [category.edition.code, category.code, publication.number]
        or publication.run.category_id != category.pk
    ):
        yield Fault(FaultKind.CATEGORY, "", f"{named} != {[category.edition.code, category.code, publication.number]}")
    earlier = publication.corrects
    found = {"number": earlier.number, "digest": earlier.digest} if earlier else None
    if found != signed["corrects"]:
        yield Fault(FaultKind.CORRECTS, "", f"{signed['corrects']} != {found}")
    if (signed["reason"], signed["tie_decision"]) != (publication.reason, publication.tie_decision):
        yield Fault(FaultKind.WORDS)
    if signed["frozen_at"] != json.loads(canonical_json(publication.frozen_at)):
        yield Fault(FaultKind.TIME, "frozen_at", f"{signed['frozen_at']} != {publication.frozen_at}")


def _prizes(publication: Publication, head: Json) -> Iterator[Fault]:
    """Compare prize by prize; formats 1 and 2 signed no English label and kept no name beside the prize."""
    rows = Prize.objects.filter(publication=publication).select_related("entry").order_by("pk")
    stored = {(row.position, str(row.entry.public_id)): row for row in rows}
    slots = {position for position, _entry in stored}
    for prize in head["prizes"]:
        row = stored.pop((prize["position"], prize["entry"]), None)
        if row is None:
            kind = FaultKind.PRIZE_WINNER if prize["position"] in slots else FaultKind.PRIZE
            yield Fault(kind, f"{prize['label']}: {prize['name']}")
            continue
        if (row.label, row.label_en) != (prize["label"], prize.get("label_en", row.label_en)):
            yield Fault(FaultKind.PRIZE_LABEL, prize["label"], f"{prize['label']} != {row.label}")
        if row.entry_name and row.entry_name != prize["name"]:
            yield Fault(FaultKind.PRIZE_WINNER, prize["label"], f"{prize['name']} != {row.entry_name}")
        signed = (prize["rank"], prize["group"], prize["group_name"], prize.get("group_name_en", row.group_name_en))
        if (row.rank, row.group_key, row.group_name, row.group_name_en) != signed:
            yield Fault(FaultKind.PRIZE, prize["label"])
    for row in stored.values():
        yield Fault(FaultKind.PRIZE_WINNER, f"{row.label}: {row.winner}")
    without = unawarded_json(published_unawarded(publication))
    signed_without = head.get("unawarded", [])
    for one in without:
        if one not in signed_without:
            yield Fault(FaultKind.PRIZE, str(one["label"]))
    for one in signed_without:
        if one not in without:
            yield Fault(FaultKind.PRIZE, str(one["label"]))
    # A prize is taken back from a final result only, so the first of a category names none.
    is_first = publication.corrects_id is None
    back = [] if is_first else json.loads(canonical_json(withdrawn_prizes(publication)))
    if back != head.get("withdrawn", []):
        yield Fault(FaultKind.PRIZE_WITHDRAWN, "", f"{head.get('withdrawn', [])} != {back}")
