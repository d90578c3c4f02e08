"""The life of the signing key: show, back up, restore, hand over to a new one, begin anew after a loss, declare lost.

Private keys leave this machine only as a file sealed with a passphrase, which comes from a file, never from the line.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.publication.models import SigningKey
from awards.publication.selectors.keys import is_handed_over, key_in_use, signing_keys
from awards.publication.services.keys import (
    SigningKeyRefusedError,
    begin_after_loss,
    declare_key_compromised,
    hand_over_key,
    working_key,
)
from paritrana.commands import SpeakingCommand
from paritrana.lib.signatures import SigningKeyError, public_text, sealed_key, signing_key, unsealed_key, write_key_file

LEAST_PASSPHRASE = 12


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Kunci tanda tangan: lihat, cadangkan, pulihkan, ganti dengan serah terima, nyatakan tidak dipercaya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("show", help=_("kunci yang tercatat dan keadaannya"))
        for name, text in (
            ("backup", _("tulis kunci di mesin ini ke berkas tersegel")),
            ("restore", _("kembalikan kunci dari berkas tersegel")),
        ):
            step = steps.add_parser(name, help=text)
            step.add_argument("file", type=Path)
            step.add_argument("--passphrase-file", type=Path, required=True)
        rotate = steps.add_parser("rotate", help=_("serahkan kepada kunci baru; yang lama menandatanganinya"))
        rotate.add_argument(
            "--without-handover", metavar=_("ALASAN"), default="", help=_("kunci lama hilang atau bocor")
        )
        lost = steps.add_parser("compromised", help=_("nyatakan kunci tidak dipercaya sejak suatu waktu"))
        lost.add_argument("public_key")
        lost.add_argument("--from", dest="since", required=True, help=_("waktu ISO, misalnya 2026-11-01T00:00+07:00"))
        lost.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        steps: dict[str, Callable[[dict[str, Any]], None]] = {
            "show": self._show,
            "backup": self._backup,
            "restore": self._restore,
            "rotate": self._rotate,
            "compromised": self._compromised,
        }
        try:
            steps[options["step"]](options)
        except (SigningKeyRefusedError, SigningKeyError) as refusal:
            raise CommandError(str(refusal)) from refusal
        except FileExistsError as error:
            raise CommandError(_("%(file)s sudah ada dan tidak ditimpa.") % {"file": error.filename}) from error
        except OSError as error:
            raise CommandError(_("%(file)s tidak dapat dibaca atau ditulis.") % {"file": error.filename}) from error

    def _show(self, _options: dict[str, Any]) -> None:
        for key in signing_keys():
            self.stdout.write(f"{key.public_key}  {key.since.isoformat()}  {_state(key)}")
        if not SigningKey.objects.exists():
            self.stdout.write(_("Belum ada hasil yang ditandatangani, jadi belum ada kunci yang tercatat."))

    def _backup(self, options: dict[str, Any]) -> None:
        key = working_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE)
        content = sealed_key(key, _passphrase(options["passphrase_file"]))
        with options["file"].open("xb") as stream:
            options["file"].chmod(0o600)
            stream.write(content)
        words = {"key": public_text(key), "file": options["file"]}
        self.stdout.write(
            _("Kunci %(key)s tersimpan tersegel di %(file)s. Simpan di tempat lain daripada servernya.") % words
        )

    def _restore(self, options: dict[str, Any]) -> None:
        key = unsealed_key(options["file"].read_bytes(), _passphrase(options["passphrase_file"]))
        known = SigningKey.objects.filter(public_key=public_text(key)).exists()
        if SigningKey.objects.exists() and not known:
            raise CommandError(_("Berkas ini memuat kunci yang tidak tercatat di sini. Tidak ada yang dipulihkan."))
        write_key_file(settings.SIGNING_KEY_FILE, key)
        self.stdout.write(_("Kunci %(key)s dipulihkan.") % {"key": public_text(key)})

    def _rotate(self, options: dict[str, Any]) -> None:
        """Write the new key beside the old file first; the row is entered last, and the old file keeps its content."""
        if settings.SIGNING_KEY:
            raise CommandError(
                _("SIGNING_KEY berasal dari lingkungan. Pindahkan dahulu ke SIGNING_KEY_FILE, lalu ulangi.")
            )
        new = Ed25519PrivateKey.generate()
        file, at = settings.SIGNING_KEY_FILE, timezone.now()
        waiting = file.with_name(f"{file.name}.{public_text(new)[:8]}")
        write_key_file(waiting, new)
        if options["without_handover"]:
            begin_after_loss(new=new, reason=options["without_handover"], actor=None, at=at)
        else:
            hand_over_key(old=signing_key("", file), new=new, actor=None, at=at)
        if file.exists():
            file.rename(file.with_name(f"{file.name}.retired-{at:%Y%m%d%H%M%S}"))
        waiting.rename(file)
        self.stdout.write(
            _("Sejak sekarang kunci %(key)s yang menandatangani. Cadangkan, dan umumkan kuncinya.")
            % {"key": public_text(new)}
        )

    def _compromised(self, options: dict[str, Any]) -> None:
        key = SigningKey.objects.filter(public_key=options["public_key"]).first()
        if key is None:
            raise CommandError(_("Kunci itu tidak tercatat di sini."))
        since = _moment(options["since"])
        declare_key_compromised(key=key, since=since, reason=options["reason"], actor=None, at=timezone.now())
        self.stdout.write(_("Yang ditandatangani kunci itu sejak %(since)s tidak dipercaya lagi.") % {"since": since})
        if key_in_use() is None:
            self.stdout.write(
                _("Tidak ada kunci yang berlaku. Mulai kunci baru dengan rotate --without-handover ALASAN.")
            )


def _state(key: SigningKey) -> str:
    if key.compromised_from is not None:
        return _("tidak dipercaya sejak %(since)s") % {"since": key.compromised_from.isoformat()}
    state = _("berlaku") if key.retired_at is None else _("sampai %(end)s") % {"end": key.retired_at.isoformat()}
    return f"{state}, {_('diserahterimakan')}" if is_handed_over(key) else state


def _passphrase(file: Path) -> str:
    text = file.read_text(encoding="utf-8").strip()
    if len(text) < LEAST_PASSPHRASE:
        raise CommandError(_("Frasa sandi paling sedikit %(least)d huruf.") % {"least": LEAST_PASSPHRASE})
    return text


def _moment(text: str) -> datetime.datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise CommandError(_("Tulis waktunya lengkap dengan zona, misalnya 2026-11-01T00:00+07:00."))
    return moment
