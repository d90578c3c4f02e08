"""Recompute a run from its frozen input, or check a published file: `manage.py verify RUN | --bundle FILE`.

Exit code 0: everything holds, and a file was signed by the key that was named as trusted. 1: something differs.
2: there is no such run, or the file is no published result. 3: the file is sound, but nobody vouched for its key.
"""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.results.selectors.bundle import BundleCheck, NotABundleError, check_bundle
from awards.runs.models import ScoreRun, ScoreRunState
from awards.runs.selectors.verification import Verification, verify_run
from awards.submissions.parsing.answers import whole_number
from paritrana.commands import SpeakingCommand

COMPUTED = (ScoreRunState.PROPOSED, ScoreRunState.APPLIED, ScoreRunState.SUPERSEDED)
SHOWN = 20
NOT_FOUND, NOBODY_VOUCHES = 2, 3
WORDS = {
    True: gettext_lazy("cocok"),
    False: gettext_lazy("BERBEDA"),
    None: gettext_lazy("tertutup, tidak diperiksa"),
}
CHECKS = {
    "digest": gettext_lazy("sidik jari isi"),
    "signature": gettext_lazy("tanda tangan"),
    "lines": gettext_lazy("baris hasil"),
    "sums": gettext_lazy("rincian berjumlah nilai akhir"),
    "computation": gettext_lazy("hitung ulang"),
}


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Menghitung ulang satu perhitungan dari masukan bekunya, atau memeriksa satu berkas pengumuman."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", help=_("nomor publik perhitungan (UUID), atau EDISI/KATEGORI/NOMOR"))
        parser.add_argument("--bundle", type=Path, help=_("berkas JSON pengumuman"))
        parser.add_argument("--public-key", default="", help=_("kunci publik yang Anda percaya (64 heksadesimal)"))
        parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["run"]) == bool(options["bundle"]):
            raise CommandError(_("Sebutkan satu perhitungan, atau --bundle BERKAS."), returncode=NOT_FOUND)
        if options["bundle"]:
            code = self._bundle(options["bundle"], options["public_key"].strip().lower(), as_json=options["json"])
        else:
            code = 0 if self._run(options["run"], as_json=options["json"]) else 1
        if code:
            sys.exit(code)

    def _run(self, name: str, *, as_json: bool) -> bool:
        verification = verify_run(_named_run(name))
        if as_json:
            self.stdout.write(json.dumps(_run_answer(verification), ensure_ascii=False))
        else:
            self._print_run(verification)
        return verification.is_sound

    def _print_run(self, verification: Verification) -> None:
        run = verification.run
        words = {"number": run.number, "category": run.category, "entries": verification.entry_count}
        self.stdout.write(_("Perhitungan %(number)s %(category)s: %(entries)s peserta") % words)
        for name, digest in verification.digests.items():
            self.stdout.write(f"  {name:9} {digest}")
        if verification.is_sound:
            self.stdout.write(_("COCOK: sidik jari dan setiap nilai terhitung kembali sama."))
            return
        count = {"count": len(verification.mismatches)}
        self.stdout.write(_("BERBEDA: %(count)s hal. Yang pertama:") % count)
        for mismatch in verification.mismatches[:SHOWN]:
            found = {"stored": mismatch.stored, "recomputed": mismatch.recomputed}
            told = _("tersimpan «%(stored)s», terhitung «%(recomputed)s»") % found
            self.stdout.write(f"  {mismatch.subject} {mismatch.what}: {told}")

    def _bundle(self, file: Path, trusted_key: str, *, as_json: bool) -> int:
        checks = _checked(file, trusted_key)
        is_sound = all(check.is_sound is not False for check in checks)
        if as_json:
            answer = [{"check": one.name, "is_sound": one.is_sound, "detail": one.detail} for one in checks]
            vouched = {"is_sound": is_sound, "is_vouched_for": bool(trusted_key) and is_sound}
            self.stdout.write(json.dumps({**vouched, "checks": answer}, ensure_ascii=False))
            return _code(is_sound=is_sound, trusted_key=trusted_key)
        for check in checks:
            self.stdout.write(f"  {CHECKS[check.name]}: {WORDS[check.is_sound]} {check.detail}".rstrip())
        self.stdout.write(_verdict(checks, is_sound=is_sound, trusted_key=trusted_key))
        return _code(is_sound=is_sound, trusted_key=trusted_key)


def _verdict(checks: list[BundleCheck], *, is_sound: bool, trusted_key: str) -> str:
    if not is_sound:
        return _("BERBEDA: jangan percayai berkas ini.")
    if trusted_key:
        return _("COCOK, dan ditandatangani oleh kunci yang Anda percaya.")
    key = next(check.detail for check in checks if check.name == "signature")
    return _(
        "UTUH, TETAPI TIDAK ADA YANG MENJAMIN KUNCINYA: isinya cocok dengan tanda tangan kunci %(key)s, dan siapa pun "
        "dapat membuat kunci. Bandingkan kunci itu dengan yang tercetak di situs dan berita acara, lalu ulangi dengan "
        "--public-key."
    ) % {"key": key}


def _code(*, is_sound: bool, trusted_key: str) -> int:
    if not is_sound:
        return 1
    return 0 if trusted_key else NOBODY_VOUCHES


def _named_run(name: str) -> ScoreRun:
    runs = ScoreRun.objects.filter(state__in=COMPUTED).select_related("rulebook", "category__edition")
    parts = name.split("/")
    if len(parts) == 3 and (number := whole_number(parts[2])) is not None:
        found = runs.filter(category__edition__code=parts[0], category__code=parts[1], number=number).first()
    else:
        found = runs.filter(public_id=_uuid(name)).first()
    if found is None:
        raise CommandError(_("Perhitungan %(run)s tidak ada atau belum selesai.") % {"run": name}, returncode=NOT_FOUND)
    return found


def _uuid(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(name)
    except ValueError as error:
        raise CommandError(_("«%(run)s» bukan nomor perhitungan.") % {"run": name}, returncode=NOT_FOUND) from error


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
    except (OSError, ValueError, RecursionError, NotABundleError) as error:
        told = _said(error)
        raise CommandError(
            _("%(file)s bukan berkas pengumuman yang dapat diperiksa. %(reason)s") % {"file": file, "reason": told},
            returncode=NOT_FOUND,
        ) from error


def _said(error: Exception) -> str:
    """Say why in a sentence: what is missing, or that it is no JSON at all."""
    if isinstance(error, NotABundleError):
        return str(error)
    if isinstance(error, OSError):
        return _("Berkasnya tidak dapat dibuka.")
    return _("Isinya bukan JSON yang utuh.")
