"""Load the reference data; see fixtures/reference/manifest.toml for what the files must hold."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.services.reference import load_reference
from paritrana.commands import SpeakingCommand
from paritrana.uploads.reference import ReferenceRefusedError

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reference"


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Memuat data acuan: wilayah, angkatan kerja, peserta, angka nasional, kementerian, KBLI. Aman diulang."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help=_("folder berkas acuan"))
        parser.add_argument(
            "--villages",
            type=Path,
            default=None,
            help=_("berkas CSV kecamatan dan desa dengan kolom kode,nama (83.762 desa/kelurahan)"),
        )

    def handle(self, *args: Any, folder: Path, villages: Path | None, **options: Any) -> None:
        if villages is not None and not villages.is_file():
            raise CommandError(_("Berkas desa %(path)s tidak ditemukan.") % {"path": villages})
        try:
            counts = load_reference(folder=folder, villages=villages, at=timezone.now())
        except ReferenceRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        for count in counts:
            self.stdout.write(
                _("%(table)s: %(new)s baru, %(changed)s berubah, %(same)s sama, %(retired)s tidak berlaku lagi")
                % {
                    "table": count.table,
                    "new": count.new,
                    "changed": count.changed,
                    "same": count.same,
                    "retired": count.retired,
                }
            )
