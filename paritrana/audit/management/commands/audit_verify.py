"""Check the audit trail: exit code 0 when the chain holds, 1 with the first broken entry."""

import re

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.audit.selectors import audit_chain, carries_anchor
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy("Memeriksa rantai jejak audit dari awal dan menyebut catatan pertama yang rusak.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            metavar="NUMBER:DIGEST",
            help=_("catatan yang pernah dicatat di luar sistem dan harus masih ada"),
        )

    def handle(self, *, anchor: str | None, **options: object) -> None:
        chain = audit_chain()
        if chain.breach:
            words = {"number": chain.breach.number, "reason": chain.breach.reason}
            raise CommandError(_("Jejak audit rusak pada catatan %(number)s: %(reason)s.") % words)
        if anchor:
            self._check_anchor(anchor)
        self.stdout.write(
            _("Jejak audit utuh: %(length)s catatan, sidik jari terakhir %(digest)s")
            % {"length": chain.length, "digest": chain.digest}
        )

    def _check_anchor(self, anchor: str) -> None:
        match = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", anchor)
        if not match:
            raise CommandError(_("Tulis jangkar sebagai NOMOR:SIDIKJARI."))
        if not carries_anchor(int(match[1]), match[2]):
            raise CommandError(
                _("Catatan %(number)s dengan sidik jari itu tidak ada: jejak pernah ditulis ulang.")
                % {"number": match[1]}
            )
