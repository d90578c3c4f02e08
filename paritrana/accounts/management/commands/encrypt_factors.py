"""Bring the secrets of second factors under the first of FACTOR_KEYS, so that the keys behind it can be taken away."""

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.accounts.factor_secrets import encrypt_factors, factor_keys
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy("Mengenkripsi ulang rahasia faktor kedua dengan kunci pertama FACTOR_KEYS; masuk jejak audit.")

    def handle(self, **options: object) -> None:
        done = encrypt_factors(keys=factor_keys(), at=timezone.now())
        self.stdout.write(_("Dienkripsi ulang: %(count)d.") % {"count": done.count})
        if done.unreadable:
            raise CommandError(
                _(
                    "Tidak satu kunci pun membuka faktor kedua milik: %(names)s. Tambahkan kunci lamanya ke "
                    "FACTOR_KEYS lalu jalankan lagi, atau hapus faktor itu dengan restore_access NAMA --factor."
                )
                % {"names": ", ".join(done.unreadable)}
            )
        self.stdout.write(_("Semua memakai kunci pertama; kunci di belakangnya tidak diperlukan lagi."))
