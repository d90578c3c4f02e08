"""A door with every fault that is looked for, so that each is seen to be noticed."""

import os

from awards.tests.mutated.doors import ACCEPTED, WrongAcceptError


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
