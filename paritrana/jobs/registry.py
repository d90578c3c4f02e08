"""Handlers by kind. An app registers its handlers in `AppConfig.ready`; a handler may run twice without harm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class JobLostError(Exception):
    """The work must stop: somebody else holds the job now."""


class JobCancelledError(JobLostError):
    """The work must stop: somebody asked for it."""


class JobRefusedError(Exception):
    """The work cannot be done; the message tells people why and what to do (in the site's language)."""


class Progress(Protocol):
    """What a handler reports to; `advance` raises `JobLostError` when the work must stop."""

    def advance(self, done: int, total: int, step: str = "") -> None: ...


Handler = Callable[[str, Progress], None]
ResultAddress = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How a kind of job is done, and where its result is seen (called with the subject's key)."""

    handler: Handler
    result_address: ResultAddress | None


_kinds: dict[str, JobKind] = {}


def register(kind: str, handler: Handler, *, result_address: ResultAddress | None = None) -> None:
    """Bind a kind of job to its handler, called with (subject_id, progress)."""
    _kinds[kind] = JobKind(handler, result_address)


def handler_for(kind: str) -> Handler:
    return _kinds[kind].handler


def result_address(kind: str, subject_id: str) -> str:
    """Return where the result of a job is seen, or "" when its kind has no page."""
    known = _kinds.get(kind)
    return known.result_address(subject_id) if known and known.result_address else ""
