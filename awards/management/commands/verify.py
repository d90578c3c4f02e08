"""Recompute a run from its frozen input, or check a published file: `manage.py verify RUN | --bundle FILE`."""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.models import ScoreRun, ScoreRunState
from awards.parsing.answers import whole_number
from awards.selectors.publication.bundle import BundleCheck, NotABundleError, check_bundle
from awards.selectors.runs.verification import Verification, verify_run

COMPUTED = (ScoreRunState.PROPOSED, ScoreRunState.APPLIED, ScoreRunState.SUPERSEDED)
SHOWN = 20
WORDS = {True: "cocok", False: "BERBEDA", None: "tertutup, tidak diperiksa"}
CHECKS = {
    "digest": "sidik jari isi",
    "signature": "tanda tangan",
    "sums": "rincian berjumlah nilai akhir",
    "computation": "hitung ulang",
}


class Command(BaseCommand):
    help = "Menghitung ulang satu perhitungan dari masukan bekunya, atau memeriksa satu berkas pengumuman."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", help="nomor publik perhitungan (UUID), atau EDISI/KATEGORI/NOMOR")
        parser.add_argument("--bundle", type=Path, help="berkas JSON pengumuman")
        parser.add_argument("--public-key", default="", help="kunci publik yang Anda percaya (64 heksadesimal)")
        parser.add_argument("--json", action="store_true", help="jawaban sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["run"]) == bool(options["bundle"]):
            raise CommandError("Sebutkan satu perhitungan, atau --bundle BERKAS.")
        if options["bundle"]:
            is_sound = self._bundle(options["bundle"], options["public_key"], as_json=options["json"])
        else:
            is_sound = self._run(options["run"], as_json=options["json"])
        if not is_sound:
            sys.exit(1)

    def _run(self, name: str, *, as_json: bool) -> bool:
        verification = verify_run(_named_run(name))
        if as_json:
            self.stdout.write(json.dumps(_run_answer(verification), ensure_ascii=False))
        else:
            self._print_run(verification)
        return verification.is_sound

    def _print_run(self, verification: Verification) -> None:
        run = verification.run
        self.stdout.write(f"Perhitungan {run.number} {run.category}: {verification.entry_count} peserta")
        for name, digest in verification.digests.items():
            self.stdout.write(f"  {name:9} {digest}")
        if verification.is_sound:
            self.stdout.write("COCOK: sidik jari dan setiap nilai terhitung kembali sama.")
            return
        self.stdout.write(f"BERBEDA: {len(verification.mismatches)} hal. Yang pertama:")
        for mismatch in verification.mismatches[:SHOWN]:
            self.stdout.write(
                f"  {mismatch.subject} {mismatch.what}: tersimpan «{mismatch.stored}», "
                f"terhitung «{mismatch.recomputed}»"
            )

    def _bundle(self, file: Path, trusted_key: str, *, as_json: bool) -> bool:
        checks = _checked(file, trusted_key)
        is_sound = all(check.is_sound is not False for check in checks)
        if as_json:
            answer = [{"check": one.name, "is_sound": one.is_sound, "detail": one.detail} for one in checks]
            self.stdout.write(json.dumps({"is_sound": is_sound, "checks": answer}, ensure_ascii=False))
            return is_sound
        for check in checks:
            self.stdout.write(f"  {CHECKS[check.name]}: {WORDS[check.is_sound]} {check.detail}".rstrip())
        self.stdout.write("COCOK." if is_sound else "BERBEDA: jangan percayai berkas ini.")
        return is_sound


def _named_run(name: str) -> ScoreRun:
    runs = ScoreRun.objects.filter(state__in=COMPUTED).select_related("rulebook", "category__edition")
    parts = name.split("/")
    if len(parts) == 3 and (number := whole_number(parts[2])) is not None:
        found = runs.filter(category__edition__code=parts[0], category__code=parts[1], number=number).first()
    else:
        found = runs.filter(public_id=_uuid(name)).first()
    if found is None:
        raise CommandError(f"Perhitungan {name} tidak ada atau belum selesai.")
    return found


def _uuid(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(name)
    except ValueError as error:
        raise CommandError(f"«{name}» bukan nomor perhitungan.") from error


def _run_answer(verification: Verification) -> dict[str, object]:
    return {
        "run": str(verification.run.public_id),
        "is_sound": verification.is_sound,
        "engine_version": verification.engine_version,
        "entry_count": verification.entry_count,
        "digests": verification.digests,
        "mismatches": [
            {"subject": one.subject, "what": one.what, "stored": one.stored, "recomputed": one.recomputed}
            for one in verification.mismatches
        ],
    }


def _checked(file: Path, trusted_key: str) -> list[BundleCheck]:
    try:
        content = json.loads(file.read_bytes())
        return check_bundle(content, trusted_key=trusted_key)
    except (OSError, ValueError, NotABundleError) as error:
        raise CommandError(f"{file} bukan berkas pengumuman yang dapat dibaca: {error}") from error
