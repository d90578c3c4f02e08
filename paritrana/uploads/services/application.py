"""Bring a checked import into the records: the whole file in one transaction, once."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.jobs.registry import Progress
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch, ImportState
from paritrana.uploads.staging import Staging, StagingCounts, drop_staging


class ImportStaleError(Exception):
    """The records changed since the import was checked; `comparison` is how it stands now."""

    def __init__(self, comparison: StagingCounts) -> None:
        super().__init__(str(comparison))
        self.comparison = comparison


class ImportOverlapsError(Exception):
    """A record came in between whose period a new row overlaps: both together would count twice."""


def apply_import(*, batch_id: uuid.UUID, progress: Progress, at: datetime.datetime) -> None:
    """Apply what somebody asked to apply. A second call finds the import applied and does nothing.

    When the records changed since the check, nothing is written: the new counts are shown and asked about again.
    """
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None or batch.state != ImportState.CHECKED or batch.decided_by is None:
        return
    progress.advance(0, batch.row_count, _("Menerapkan ke data"))
    try:
        with transaction.atomic():
            _apply(batch, batch.decided_by, at)
    except ImportStaleError as stale:
        ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED).update(
            new_count=stale.comparison.new,
            changed_count=stale.comparison.changed,
            same_count=stale.comparison.same,
            jump_count=stale.comparison.jumps,
            compared_digest=stale.comparison.digest,
            decided_by=None,
            refusal=_(
                "Data berubah sejak berkas ini diperiksa, jadi belum ada yang diterapkan. Lihat hitungan yang baru,"
                " lalu terapkan lagi bila sudah sesuai."
            ),
        )
    except ImportOverlapsError:
        ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED).update(
            decided_by=None,
            refusal=_(
                "Sejak berkas ini diperiksa ada periode lain yang tercatat dan beririsan dengan barisnya, jadi belum"
                " ada yang diterapkan. Buang impor ini, lalu unggah berkasnya lagi: baris itu akan ditunjukkan."
            ),
        )
    progress.advance(batch.row_count, batch.row_count, _("Selesai"))


def _apply(batch: ImportBatch, actor: User, at: datetime.datetime) -> None:
    moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED, faulty_count=0, decided_by=actor).update(
        state=ImportState.APPLIED, decided_at=at, refusal=""
    )
    if not moved:
        return
    staging = Staging(import_kind(batch.kind), batch.staging)
    staging.lock_target()
    staging.gain_columns()
    found = staging.compare()
    # What was checked before digests were kept is compared by its counts.
    checked = StagingCounts(
        batch.new_count,
        batch.changed_count,
        batch.same_count,
        batch.compared_digest or found.digest,
        batch.jump_count,
    )
    if found != checked:
        raise ImportStaleError(found)
    if staging.has_overlaps():
        raise ImportOverlapsError(str(batch.pk))
    if found.changed:
        staging.keep_superseded(actor_id=actor.pk, reason=f"import {batch.pk}", at=at)
    staging.write(batch)
    drop_staging(batch.staging)
    record(
        action="import.apply",
        subject=batch,
        actor=actor,
        at=at,
        changes={
            "kind": batch.kind,
            "new": found.new,
            "changed": found.changed,
            "same": found.same,
            "jumps": found.jumps,
        },
    )
