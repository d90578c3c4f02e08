"""Handlers by kind. An app registers its handlers in `AppConfig.ready`; a handler may run twice without harm."""

import datetime
from collections.abc import Callable, Mapping
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
Abandon = Callable[[str, str, datetime.datetime], None]
"""Tells a subject, by its key, why and when the job on it ended without a result, in the transaction of that end.

The reason is empty where somebody stopped it: the subject has its own words for that.
"""


@dataclass(frozen=True, slots=True)
class JobKind:
    """How a kind of job is done, where its result is seen (by the subject's key), and who hears that it failed."""

    handler: Handler
    result_address: ResultAddress | None
    abandon: Abandon | None = None


_kinds: dict[str, JobKind] = {}


def register(
    kind: str, handler: Handler, *, result_address: ResultAddress | None = None, abandon: Abandon | None = None
) -> None:
    """Bind a kind of job to its handler, called with (subject_id, progress).

    A subject that waits for its job names `abandon`: a job that failed or was cancelled, by whomever, must not leave it
    waiting.
    """
    _kinds[kind] = JobKind(handler, result_address, abandon)


def abandon_subject(kind: str, subject_id: str, *, message: str, at: datetime.datetime) -> None:
    """Let the subject of a job that ended without a result know; a kind that awaits nothing hears nothing."""
    known = _kinds.get(kind)
    if known is not None and known.abandon is not None:
        known.abandon(subject_id, message, at)


def kinds() -> Mapping[str, JobKind]:
    return _kinds


def handler_for(kind: str) -> Handler:
    return _kinds[kind].handler


def result_address(kind: str, subject_id: str) -> str:
    """Return where the result of a job is seen, or "" when its kind has no page."""
    known = _kinds.get(kind)
    return known.result_address(subject_id) if known and known.result_address else ""
