"""Hold everything about a publication together and name every difference: `manage.py prove PUBLICATION | --all`.

Exit code 0: all of it holds. 1: something differs, named on the lines above. 2: there is no such publication.
"""

import json
import sys
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.publication.models import Publication
from awards.publication.selectors.proof.report import (
    Proof,
    database_faults,
    loaded,
    prove,
    publications_to_prove,
)
from awards.submissions.parsing.answers import whole_number
from paritrana.audit.selectors import audit_chain
from paritrana.commands import SpeakingCommand

NOT_FOUND = 2
SHOWN = 40


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Membuktikan pengumuman: berkas, isi bertanda tangan, juara, perhitungan, berita acara, dan jejak audit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "publication", nargs="?", help=_("nomor publik pengumuman (UUID), atau EDISI/KATEGORI/NOMOR")
        )
        parser.add_argument("--all", action="store_true", help=_("semua pengumuman, rancangan juga"))
        parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON, satu baris per pengumuman"))

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["publication"]) == options["all"]:
            raise CommandError(_("Sebutkan satu pengumuman, atau --all."), returncode=NOT_FOUND)
        keys: Iterator[int] = publications_to_prove() if options["all"] else iter([_named(options["publication"])])
        chain = audit_chain()
        is_sound = True
        for fault in database_faults():
            is_sound = False
            told = {"database": fault.subject, "kind": str(fault.kind), "text": fault.text}
            line = json.dumps(told, ensure_ascii=False) if options["json"] else f"{fault.text} {fault.subject}"
            self.stdout.write(line)
        for key in keys:
            proof = prove(loaded(key), chain)
            is_sound = is_sound and proof.is_sound
            if options["json"]:
                self.stdout.write(json.dumps(_answer(proof), ensure_ascii=False))
            else:
                self._print(proof)
        if not is_sound:
            sys.exit(1)

    def _print(self, proof: Proof) -> None:
        words = {"publication": proof.publication, "digest": proof.publication.digest}
        if proof.is_sound:
            self.stdout.write(_("TERBUKTI %(publication)s (%(digest)s)") % words)
            if not proof.publication.file_digest:
                self.stdout.write(
                    "  " + _("Format lama: baris hasilnya ada di dalam isi yang ditandatangani, bukan berkas.")
                )
            return
        told = ngettext("BERBEDA %(publication)s: %(count)d hal", "BERBEDA %(publication)s: %(count)d hal", proof.count)
        self.stdout.write(told % {**words, "count": proof.count})
        for fault in proof.faults[:SHOWN]:
            self.stdout.write(f"  {fault.kind}: {fault.text}")
            where = " · ".join(part for part in (fault.subject, fault.detail) if part)
            if where:
                self.stdout.write(f"    {where}")


def _named(name: str) -> int:
    rows = Publication.objects.all()
    parts = name.split("/")
    if len(parts) == 3 and (number := whole_number(parts[2])) is not None:  # noqa: PLR2004 - edition, category, number
        rows = rows.filter(category__edition__code=parts[0], category__code=parts[1], number=number)
    else:
        rows = rows.filter(public_id=_uuid(name))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(_("Pengumuman %(name)s tidak ada.") % {"name": name}, returncode=NOT_FOUND)
    return found


def _uuid(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(name)
    except ValueError as error:
        raise CommandError(_("«%(name)s» bukan nomor pengumuman.") % {"name": name}, returncode=NOT_FOUND) from error


def _answer(proof: Proof) -> dict[str, object]:
    return {
        "publication": str(proof.publication.public_id),
        "digest": proof.publication.digest,
        "is_sound": proof.is_sound,
        "has_result_file": bool(proof.publication.file_digest),
        "count": proof.count,
        "faults": [
            {"kind": str(fault.kind), "subject": fault.subject, "detail": fault.detail, "text": fault.text}
            for fault in proof.faults
        ],
    }
