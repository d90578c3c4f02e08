"""Is the audit trail whole?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from paritrana.audit.models import AuditEntry, AuditHead
from paritrana.audit.services import entry_digest

FIRST_PREVIOUS = "0" * 64


@dataclass(frozen=True, slots=True)
class Breach:
    """The first place where the chain does not hold; `number` is the entry's, or the one that should be there."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk over the whole trail found; `digest` is that of the last entry that holds."""

    length: int
    digest: str
    breach: Breach | None


def audit_chain(entries: Iterator[AuditEntry] | None = None) -> Chain:
    """Walk the trail from its beginning to the first breach; holds one entry in memory at a time."""
    number, digest = 0, FIRST_PREVIOUS
    for entry in entries or AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        reason = _fault(entry, number + 1, digest)
        if reason:
            return Chain(number, digest, Breach(min(entry.number, number + 1), reason))
        number, digest = entry.number, entry.digest
    head = AuditHead.objects.filter(id=1).first() or AuditHead()
    if (head.number, head.digest) != (number, digest):
        return Chain(
            number, digest, Breach(number + 1, _("ujung rantai menyebut catatan %(number)s") % {"number": head.number})
        )
    return Chain(number, digest, None)


def _fault(entry: AuditEntry, expected: int, previous: str) -> str:
    if entry.number != expected:
        return _("catatan %(number)s tidak ada") % {"number": expected}
    if entry.previous_digest != previous:
        return _("catatan itu tidak menyambung catatan sebelumnya")
    if entry_digest(entry) != entry.digest:
        return _("isinya tidak cocok dengan sidik jarinya")
    return ""


def carries_anchor(number: int, digest: str) -> bool:
    """Tell whether the trail still holds an entry whose digest was noted elsewhere (minutes, a publication)."""
    return AuditEntry.objects.filter(number=number, digest=digest).exists()
