"""Handlers by kind. An app registers its handlers in `AppConfig.ready`; a handler may run twice without harm."""

from collections.abc import Callable
from typing import Protocol


class Progress(Protocol):
    """What a handler reports to; `advance` raises `JobLostError` when the work must stop."""

    def advance(self, done: int, total: int, step: str = "") -> None: ...


Handler = Callable[[str, Progress], None]

_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Bind a kind of job to its handler, called with (subject_id, progress)."""
    _handlers[kind] = handler


def handler_for(kind: str) -> Handler:
    return _handlers[kind]
