"""Write all public results of an edition as files: `manage.py edition_files EDITION FOLDER`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.models import Edition
from awards.results.exports.edition_files import edition_files, public_results
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Menulis semua hasil yang diumumkan dari satu edisi sebagai berkas untuk server berkas mana pun."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help=_("kode edisi"))
        parser.add_argument("folder", type=Path, help=_("folder yang belum ada, atau kosong"))

    def handle(self, *_args: object, **options: Any) -> None:
        found = Edition.objects.opened().filter(code=options["edition"]).first()
        now = timezone.now()
        if found is None or not public_results(found, at=now):
            raise CommandError(_("Edisi itu tidak ada, atau belum punya hasil yang diumumkan."))
        folder: Path = options["folder"]
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(_("Folder itu tidak kosong. Tidak ada yang ditulis."))
        count = 0
        for name, content in edition_files(found, at=now, report=lambda _done, _total: None):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
        self.stdout.write(_("%(count)d berkas ditulis ke %(folder)s.") % {"count": count, "folder": folder})
