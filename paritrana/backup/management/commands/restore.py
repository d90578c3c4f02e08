"""Fill an empty database and an empty folder of uploads from a backup, and bring the tables up to this release."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.backup.databases import DatabaseProgramError
from paritrana.backup.manifests import BackupBrokenError, backups
from paritrana.backup.services import BackupRefusedError, Holding, note_restore, restore_backup
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy("Mengisi basis data dan folder unggahan yang kosong dari sebuah cadangan.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", help=_("folder cadangan; tanpa ini, yang terbaru di BACKUP_DIR"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"]) if options["folder"] else _newest()
        target = Holding(connection, Path(settings.MEDIA_ROOT))
        try:
            manifest = restore_backup(folder=folder, target=target, report=lambda *_step: None)
        except BackupBrokenError as fault:
            raise CommandError(_("Ini bukan cadangan yang utuh: %(fault)s") % {"fault": fault}) from fault
        except (BackupRefusedError, DatabaseProgramError) as fault:
            raise CommandError(str(fault)) from fault
        call_command("migrate", interactive=False, verbosity=0)
        note_restore(folder=folder, manifest=manifest, at=timezone.now())
        self.stdout.write(
            _("Dipulihkan dari %(folder)s: %(count)d berkas. Sekarang jalankan:")
            % {"folder": folder, "count": len(manifest.files)}
        )
        self.stdout.write(f"  manage.py audit_verify --anchor {manifest.trail}\n  manage.py prove --all")


def _newest() -> Path:
    found = backups(Path(settings.BACKUP_DIR)) if settings.BACKUP_DIR else []
    if not found:
        raise CommandError(_("Tidak ada cadangan di BACKUP_DIR. Sebutkan foldernya."))
    return found[0]
