"""Write a backup of database and uploads into `BACKUP_DIR`. Exit code 0: it is there, whole; 1: it is not."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.backup.databases import DatabaseProgramError
from paritrana.backup.services import BackupRefusedError, Holding, forget_old_backups, make_backup
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy("Menulis cadangan basis data dan unggahan ke BACKUP_DIR, dan melepas cadangan lama.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BACKUP_DIR:
            raise CommandError(_("BACKUP_DIR kosong: sebutkan folder cadangan, sebaiknya di disk lain."))
        place = Path(settings.BACKUP_DIR)
        source = Holding(connection, Path(settings.MEDIA_ROOT))
        try:
            backup = make_backup(source=source, place=place, at=timezone.now(), report=lambda *_step: None)
        except (BackupRefusedError, DatabaseProgramError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            _("Cadangan %(folder)s: %(count)d berkas, sidik jari %(digest)s")
            % {"folder": backup.folder, "count": len(backup.manifest.files), "digest": backup.digest}
        )
        self.stdout.write(_("Jangkar jejak audit: %(trail)s") % {"trail": backup.manifest.trail})
        gone = forget_old_backups(place=place, keep_days=settings.BACKUP_KEEP_DAYS, at=timezone.now())
        if gone:
            self.stdout.write(_("%(count)d cadangan lama dilepas.") % {"count": len(gone)})
