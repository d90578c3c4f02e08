"""The whole table; no code has two sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise

from awards.sentences import editing, jury, offline, robustness, rulebooks, scoring, submissions

PARTS: tuple[Mapping[str, Promise], ...] = (
    rulebooks.SENTENCES,
    editing.SENTENCES,
    scoring.SENTENCES,
    jury.SENTENCES,
    robustness.SENTENCES,
    submissions.SENTENCES,
    offline.SENTENCES,
)
SENTENCES: Mapping[str, Promise] = {code: text for part in PARTS for code, text in part.items()}
