"""Check the audit trail: exit code 0 when the chain holds, 1 with the first broken entry."""

import re

from django.core.management.base import BaseCommand, CommandError, CommandParser

from paritrana.audit.selectors import audit_chain, carries_anchor


class Command(BaseCommand):
    help = "Memeriksa rantai jejak audit dari awal dan menyebut catatan pertama yang rusak."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", metavar="NUMBER:DIGEST", help="catatan yang pernah dicatat di luar sistem dan harus masih ada"
        )

    def handle(self, *, anchor: str | None, **options: object) -> None:
        chain = audit_chain()
        if chain.breach:
            raise CommandError(f"Jejak audit rusak pada catatan {chain.breach.number}: {chain.breach.reason}.")
        if anchor:
            self._check_anchor(anchor)
        self.stdout.write(f"Jejak audit utuh: {chain.length} catatan, sidik jari terakhir {chain.digest}")

    def _check_anchor(self, anchor: str) -> None:
        match = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", anchor)
        if not match:
            raise CommandError("Tulis jangkar sebagai NOMOR:SIDIKJARI.")
        if not carries_anchor(int(match[1]), match[2]):
            raise CommandError(f"Catatan {match[1]} dengan sidik jari itu tidak ada: jejak pernah ditulis ulang.")
