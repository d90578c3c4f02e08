"""Doors with the faults that are looked for, so that each is seen to be noticed."""

import os
import random
from collections.abc import Iterable

from awards.tests.mutated.doors import ACCEPTED, CsvUploads, Tuple, WrongAcceptError
from awards.tests.mutated.opinions import Rows
from paritrana.uploads.kinds import ImportKind


class BadDoor:
    """The file's number says what happens."""

    def made(self, _number: int) -> bytes:
        return b""

    def tried(self, number: int, _content: bytes) -> str:
        match number:
            case 1:
                os.abort()
            case 2:
                while True:
                    pass
            case 3:
                raise ZeroDivisionError("three")
            case 4:
                raise WrongAcceptError("four")
        return ACCEPTED


class UnsoundUploads(CsvUploads):
    """Undamaged files; the second is read otherwise by other readers, of the third one row is lost on its way."""

    number = 0

    def made(self, number: int) -> bytes:
        self.number = number
        return super().made(number)

    def wrapped(self, clean: bytes, _rng: random.Random) -> bytes:
        return clean

    def rows(self, content: bytes) -> Iterable[Rows]:
        return super().rows(content.replace(b"2", b"3") if self.number == 1 else content)

    def _hold(self, kind: ImportKind, before: set[Tuple], meant: set[Tuple] | None, count: int) -> None:
        if self.number == 2:  # noqa: PLR2004
            kind.model.objects.order_by("pk").last().delete()
        super()._hold(kind, before, meant, count)
