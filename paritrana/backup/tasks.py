"""Beat asks every hour, a job writes the backup; only where `BACKUP_DIR` names a place for it."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.backup.databases import DatabaseProgramError
from paritrana.backup.services import BackupRefusedError, Holding, forget_old_backups, make_backup
from paritrana.jobs.registry import JobRefusedError, Progress, register
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

BACKUP_JOB = "backup"
EVERYTHING = "everything"


def back_up(_subject_id: str, progress: Progress) -> None:
    source = Holding(connection, Path(settings.MEDIA_ROOT))
    place = Path(settings.BACKUP_DIR)
    try:
        make_backup(source=source, place=place, at=timezone.now(), report=progress.advance)
    except (BackupRefusedError, DatabaseProgramError) as fault:
        raise JobRefusedError(str(fault)) from fault
    forget_old_backups(place=place, keep_days=settings.BACKUP_KEEP_DAYS, at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def watch_backup() -> None:
    if settings.BACKUP_DIR:
        nudge(
            enqueue_job(
                kind=BACKUP_JOB,
                subject_id=EVERYTHING,
                label=lambda: _("Membuat cadangan"),
                actor=None,
                at=timezone.now(),
            )
        )


def register_handlers() -> None:
    register(BACKUP_JOB, back_up)
