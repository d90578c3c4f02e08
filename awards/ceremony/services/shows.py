"""The stage: opened from a printed sheet or for a rehearsal, moved by single presses, closed."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from awards.ceremony.models import Ceremony, Show, ShowPress
from awards.ceremony.parsing.presses import JUMP, KEYS, pressed
from awards.ceremony.parsing.steps import StepTooLongError, frame_bytes, padded, steps_of
from awards.ceremony.selectors.rehearsal import rehearsal_content
from awards.ceremony.selectors.sheet import sheet_now
from awards.ceremony.selectors.stage import last_press, standing_after
from awards.ceremony.services.sheet import CeremonyRefusedError
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.constraints import in_words
from paritrana.lib.canonical import canonical_json

PICTURE_TEXT_BYTES = 100 * 1024
"""What a photograph takes at most in an answer, as text."""


class PressRefusedError(Exception):
    """The key did nothing: another press came first, the stage is closed, or the key is none of these."""


@transaction.atomic
def open_show(*, ceremony: Ceremony, actor: User, at: datetime.datetime) -> Show:
    """Open the real evening from the newest printed version, when it still says what the sheet says and holds."""
    Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    now = sheet_now(ceremony, is_whole=True)
    if now.stale or now.gaps:
        raise CeremonyRefusedError(_("Panggung belum dapat dibuka. Selesaikan dahulu yang tertulis di susunan acara."))
    if now.printed is None or now.is_new:
        raise CeremonyRefusedError(_("Susunan acara berubah sejak cetakan terakhir. Cetak versi baru dahulu."))
    show = Show(ceremony=ceremony, sheet=now.printed, is_rehearsal=False, content=now.printed.content)
    return _opened(show, actor, at)


@transaction.atomic
def open_rehearsal(*, ceremony: Ceremony, actor: User, at: datetime.datetime) -> Show:
    """Open a rehearsal with invented names; it is made anew each time and never from a sheet."""
    content = canonical_json(rehearsal_content(ceremony)).decode()
    return _opened(Show(ceremony=ceremony, is_rehearsal=True, content=content), actor, at)


def _opened(show: Show, actor: User, at: datetime.datetime) -> Show:
    _refuse_too_long(show.content)
    show.digest = hashlib.sha256(show.content.encode()).hexdigest()
    show.opened_by, show.opened_at = actor, at
    with in_words(CeremonyRefusedError):
        show.save(force_insert=True)
    changes = {"show": str(show.key), "digest": show.digest, "is_rehearsal": show.is_rehearsal}
    record(action="ceremony.open", subject=show.ceremony, actor=actor, at=at, changes=changes)
    return show


def _refuse_too_long(text: str) -> None:
    content = json.loads(text)
    length = frame_bytes(content)
    for step in steps_of(content):
        has_picture = bool(step.scene.get("photograph"))
        try:
            padded({"mark": "0" * 16, "scene": step.scene}, length - 64 - has_picture * PICTURE_TEXT_BYTES)
        except StepTooLongError as error:
            raise CeremonyRefusedError(_("Satu langkah terlalu panjang untuk layar. Pendekkan teksnya.")) from error


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One press as it was made; `after` is the number of the press that the presenter saw last."""

    key: str
    after: int
    laptop: str = ""
    target: int | None = None


@transaction.atomic
def press_key(*, show: Show, press: KeyPress, actor: User, at: datetime.datetime) -> ShowPress:
    """Write one press down and move the stage by it.

    A press that did not see the latest one is refused: a key held down, or pressed on two laptops at once, acts once.
    """
    held = Show.objects.select_for_update().get(pk=show.pk)
    if held.closed_at is not None:
        raise PressRefusedError(_("Panggung ini sudah ditutup."))
    if press.key not in KEYS and not (press.key == JUMP and held.is_rehearsal):
        raise PressRefusedError(_("Tombol ini tidak dikenal."))
    before = last_press(held)
    number = before.number if before else 0
    if press.after != number:
        raise PressRefusedError(_("Tombol lain baru saja ditekan. Lihat layarnya, lalu tekan lagi bila perlu."))
    now = pressed(standing_after(before), press.key, steps=len(steps_of(json.loads(held.content))), target=press.target)
    with in_words(PressRefusedError):
        return ShowPress.objects.create(
            show=held,
            number=number + 1,
            pressed_at=at,
            pressed_by=actor,
            laptop=press.laptop[:40],
            pressed_key=press.key,
            step=now.step,
            is_held=now.is_held,
            is_black=now.is_black,
            is_message=now.is_message,
            is_fresh=now.is_fresh,
        )


@transaction.atomic
def close_show(*, show: Show, actor: User, at: datetime.datetime) -> Show:
    """Close the stage for good: its keys are dead, and the hall shows the evening's name."""
    if not Show.objects.filter(pk=show.pk, closed_at=None).update(closed_at=at):
        raise PressRefusedError(_("Panggung ini sudah ditutup."))
    show.refresh_from_db()
    record(action="ceremony.close", subject=show.ceremony, actor=actor, at=at, changes={"show": str(show.key)})
    return show
