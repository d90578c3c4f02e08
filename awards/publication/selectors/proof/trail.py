"""The publication, its sign-offs, clocks, visibility and names against the audit trail."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models

from awards.entries.models import Entry
from awards.publication.models import EmbargoMove, Publication, SignOff
from awards.publication.selectors.files import ResultFileMissingError
from awards.publication.selectors.lines import CHUNK
from awards.publication.selectors.proof.faults import Fault, FaultKind
from awards.publication.selectors.proof.lines import OF_ENTRY, published_lines
from paritrana.audit.models import AuditEntry
from paritrana.audit.selectors import FIRST_PREVIOUS, carries_anchor
from paritrana.lib.canonical import canonical_json
from paritrana.lib.line_files import UnreadableLinesError

Json = dict[str, Any]
CHANGED = ("panel.change", "panel.add")
ENTRY_ATTRIBUTES = {
    "name": "name",
    "region": "region_code",
    "province": "province_code",
    "zone": "zone_code",
    "is_synthetic": "is_synthetic",
}
"""What a line says of an entry, and where the entry holds it; the panel tells the same in the trail."""


def trail_faults(publication: Publication, head: Json) -> Iterator[Fault]:
    """The trail itself was walked before; here its entries are believed."""
    yield from _anchor(head)
    entries = list(_about(publication).order_by("number"))
    yield from _moves(publication, entries)
    yield from _signers(publication, entries)
    yield from _embargo(publication, head, entries)
    yield from _embargo_moves(publication, entries)
    since = _frozen_number(_about(_first_with_these_lines(publication)).order_by("number"))
    yield from _visibility(publication, head, since)
    yield from _names(publication, head, since)


def _about(subject: models.Model) -> models.QuerySet[AuditEntry]:
    label = subject._meta.label_lower  # noqa: SLF001 - the documented name of a model
    return AuditEntry.objects.filter(subject_type=label, subject_id=str(subject.pk))


def _anchor(head: Json) -> Iterator[Fault]:
    anchor = head.get("trail")
    if anchor is None or (anchor["number"], anchor["digest"]) == (0, FIRST_PREVIOUS):
        return
    if not carries_anchor(anchor["number"], anchor["digest"]):
        yield Fault(FaultKind.TRAIL_CUT, str(anchor["number"]), anchor["digest"])


def _first_with_these_lines(publication: Publication) -> Publication:
    """A correction that only takes a prize back shares the lines of the result before: they were frozen then."""
    while (
        publication.file_digest and publication.corrects and publication.corrects.file_digest == publication.file_digest
    ):
        publication = publication.corrects
    return publication


def _frozen_number(entries: Iterable[AuditEntry]) -> int:
    return next((entry.number for entry in entries if entry.action == "publication.prepare"), 0)


def _moves(publication: Publication, entries: Sequence[AuditEntry]) -> Iterator[Fault]:
    """Each clock of the publication was set by one recorded move, and by what was signed then."""
    told = {entry.action: entry for entry in entries}
    moves = (
        ("publication.prepare", publication.frozen_at, {"digest": publication.digest}),
        (
            "publication.finalise",
            publication.final_at,
            {"digest": publication.digest, "signature": publication.signature},
        ),
        ("publication.publish", publication.published_at, {"digest": publication.digest}),
    )
    for action, at, said in moves:
        entry = told.get(action)
        if (entry is None) != (at is None):
            yield Fault(FaultKind.UNRECORDED, action)
            continue
        if entry is None:
            continue
        if any(entry.changes.get(name) != value for name, value in said.items()):
            yield Fault(FaultKind.UNRECORDED, action, str(entry.number))
        if entry.at != at:
            yield Fault(FaultKind.TIME, action, f"{entry.at} != {at}")
        if action == "publication.publish" and entry.actor_id != publication.published_by_id:
            yield Fault(FaultKind.SIGNER, action, str(entry.actor_id))


def _signers(publication: Publication, entries: Sequence[AuditEntry]) -> Iterator[Fault]:
    stored: Counter[tuple[object, ...]] = Counter(
        SignOff.objects.filter(publication=publication).values_list("user_id", "capacity", "comment", "at")
    )
    told: Counter[tuple[object, ...]] = Counter(
        (entry.actor_id, entry.changes.get("capacity"), entry.reason, entry.at)
        for entry in entries
        if entry.action == "publication.sign_off"
    )
    for user_id, capacity, _comment, at in (stored - told) + (told - stored):
        yield Fault(FaultKind.SIGNER, f"{user_id} ({capacity})", str(at))


def _embargo(publication: Publication, head: Json, entries: Sequence[AuditEntry]) -> Iterator[Fault]:
    """The last recorded word on the embargo holds; before formats with one nobody recorded it."""
    said = [entry.changes["embargo_until"] for entry in entries if "embargo_until" in entry.changes]
    if not said and "embargo_until" in head["publication"]:
        said = [head["publication"]["embargo_until"]]
    stored = json.loads(canonical_json(publication.embargo_until))
    if said and said[-1] != stored:
        yield Fault(FaultKind.EMBARGO, "", f"{said[-1]} != {stored}")


def _embargo_moves(publication: Publication, entries: Sequence[AuditEntry]) -> Iterator[Fault]:
    """What two people said of the embargo since is what the trail tells, word for word and in its order."""
    moved = [entry.changes for entry in entries if entry.action == "publication.embargo"]
    said = [changes["until"] for changes in moved if "until" in changes]
    moves = EmbargoMove.objects.filter(publication=publication).order_by("pk").values_list("until", flat=True)
    stored = json.loads(canonical_json(list(moves)))
    if said != stored:
        yield Fault(FaultKind.EMBARGO, "", f"{said} != {stored}")


def _visibility(publication: Publication, head: Json, since: int) -> Iterator[Fault]:
    """The edition is as open as it was frozen, unless the trail says that somebody changed it since."""
    if "visibility" not in head:
        return
    edition = publication.category.edition
    live = {"scores": edition.is_scores_public, "marks": edition.is_scores_public and edition.is_marks_public}
    held = {"is_scores_public": edition.is_scores_public, "is_marks_public": edition.is_marks_public}
    if live != head["visibility"] and not _is_told(edition, since, held):
        yield Fault(FaultKind.VISIBILITY, edition.code, f"{head['visibility']} != {live}")


def _is_told(subject: models.Model, number: int, held: Json) -> bool:
    """Tell whether the last change of the row since then, as recorded, left what it holds now.

    Changes recorded before they carried values are believed: nobody wrote down what they left.
    """
    last = _about(subject).filter(number__gt=number, action__in=CHANGED).order_by("number").last()
    return last is not None and last.changes.get("values", held) == held


def _names(publication: Publication, head: Json, since: int) -> Iterator[Fault]:
    """Entries are still called what was printed, unless the trail says that somebody renamed them since."""
    lines = published_lines(publication, head)
    try:
        while chunk := list(islice(lines, CHUNK)):
            entries = Entry.objects.filter(public_id__in=[line["entry"] for line in chunk])
            live = {str(entry.public_id): entry for entry in entries}
            for line in chunk:
                entry = live.get(line["entry"])
                if entry is None or (_is_other(entry, line) and not _is_told(entry, since, _held(entry))):
                    yield Fault(FaultKind.ENTRY_NAME, line["name"], entry.name if entry else "")
    except (ResultFileMissingError, UnreadableLinesError):
        return  # told by the file's own check


def _held(entry: Entry) -> Json:
    return {attribute: getattr(entry, attribute) for attribute in ENTRY_ATTRIBUTES.values()}


def _is_other(entry: Entry, line: Json) -> bool:
    live = {name: getattr(entry, attribute) for name, attribute in ENTRY_ATTRIBUTES.items()}
    return any(live[name] != line[name] for name in OF_ENTRY & line.keys())
