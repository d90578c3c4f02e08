"""Write the audit trail. Always inside the transaction of what is recorded."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction

from paritrana.audit.models import AuditEntry, AuditHead
from paritrana.lib.canonical import canonical_json, digest

SYSTEM = "sistem"


@dataclass(frozen=True, slots=True)
class InRegion:
    """A subject whose move concerns another region than the one the subject tells of itself."""

    subject: models.Model
    region_code: str


def entry_digest(entry: AuditEntry) -> str:
    """Return the digest that an entry must carry: over its own content and the digest before it."""
    return digest(
        {
            "number": entry.number,
            "at": entry.at,
            "actor": entry.actor_id,
            "actor_name": entry.actor_name,
            "action": entry.action,
            "subject": [entry.subject_type, entry.subject_id],
            "region_code": entry.region_code,
            "reason": entry.reason,
            "changes": entry.changes,
            "request_id": entry.request_id,
            "previous": entry.previous_digest,
        }
    )


def _held_head() -> AuditHead:
    """Lock the chain's end; the very first entry makes it."""
    found = AuditHead.objects.select_for_update().filter(id=1)
    head = next(iter(found), None)
    if head is not None:
        return head
    AuditHead.objects.get_or_create(id=1)
    return AuditHead.objects.select_for_update().get(id=1)


def record(
    *,
    action: str,
    subject: models.Model | InRegion,
    actor: AbstractUser | None,
    at: datetime.datetime,
    changes: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry to the chain; a missing actor means the system itself.

    People are referred to, never named: the actor and everybody in `changes` by the number of the account. What an
    entry holds can never be erased.

    The subject tells its own region (`region_code`) unless it comes as `InRegion`; one without is everybody's.

    `changes` are kept in canonical form: decimals and dates become text, floats are refused. Must run in a
    transaction: the entry then lives or dies with what it records.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs into the transaction it records")
    head = _held_head()
    about = subject if isinstance(subject, InRegion) else InRegion(subject, getattr(subject, "region_code", ""))
    entry = AuditEntry(
        number=head.number + 1,
        at=at,
        actor_id=actor.pk if actor else None,
        actor_name="" if actor else SYSTEM,
        action=action,
        subject_type=about.subject._meta.label_lower,  # noqa: SLF001 - the documented name of a model
        subject_id=str(about.subject.pk),
        region_code=about.region_code,
        reason=reason,
        changes=json.loads(canonical_json(changes or {})),
        previous_digest=head.digest,
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    AuditHead.objects.filter(id=1).update(number=entry.number, digest=entry.digest)
    return entry
