"""Where a stage stands, and the one picture that its hall may see."""

import base64
import datetime
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from awards.ceremony.models import CeremonyPhotograph, Show, ShowPress
from awards.ceremony.parsing.presses import StageStanding
from awards.ceremony.parsing.speech import rank_in_words, reading_seconds, score_in_words
from awards.ceremony.parsing.steps import (
    SHOWN,
    StageStep,
    black_scene,
    frame_bytes,
    message_scene,
    padded,
    prize_words,
    quiet_scene,
    steps_of,
)
from awards.ceremony.selectors.envelopes import code_book, green_checks

Json = dict[str, Any]

HALL = "awards.ceremony.hall"
PICTURE = "awards.ceremony.picture"
TOKEN_DIGITS = 40
RECENT = 8


def hall_token(show: Show) -> str:
    """Return the address part that opens this hall's picture and nothing else; it is told to no list."""
    return show.key.hex + salted_hmac(HALL, str(show.key), algorithm="sha256").hexdigest()[:TOKEN_DIGITS]


def show_of_hall(token: str) -> Show | None:
    try:
        key = uuid.UUID(hex=token[:32])
    except ValueError:
        return None
    show = Show.objects.filter(key=key).first()
    is_right = show is not None and hmac.compare_digest(hall_token(show).encode(), token.encode())
    return show if is_right else None


def last_press(show: Show) -> ShowPress | None:
    return ShowPress.objects.filter(show=show).order_by("-number").first()


def standing_after(press: ShowPress | None) -> StageStanding:
    if press is None:
        return StageStanding()
    return StageStanding(press.step, press.is_held, press.is_black, press.is_message, press.is_fresh)


def scene_of(content: Mapping[str, Any], steps: tuple[StageStep, ...], standing: StageStanding) -> Json:
    if standing.is_black:
        return black_scene(content)
    return message_scene(content) if standing.is_message else steps[standing.step].scene


def hall_answer(show: Show) -> bytes:
    """Return the present picture, and of it alone; every answer of one evening has the same length.

    The mark of the picture tells when it is another one and nothing else: it neither counts nor repeats.
    """
    content = json.loads(show.content)
    press = last_press(show)
    standing = standing_after(press)
    scene = quiet_scene(content) if show.closed_at else scene_of(content, steps_of(content), standing)
    number = "end" if show.closed_at else str(press.number if press else 0)
    mark = salted_hmac(PICTURE, f"{show.key}:{number}", algorithm="sha256").hexdigest()[:16]
    answer = {"mark": mark, "is_fresh": standing.is_fresh and not show.closed_at, "scene": _with_picture(scene)}
    return padded(answer, frame_bytes(content))


def _with_picture(scene: Json) -> Json:
    if not scene.get("photograph"):
        return scene
    kept = CeremonyPhotograph.objects.filter(digest=scene["photograph"]).first()
    return {**scene, "photograph": base64.b64encode(bytes(kept.content)).decode() if kept else ""}


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """What the presenter reads out, and how long it takes."""

    lines: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Thumb:
    """As far as a step goes and no further."""

    numeral: str
    text: str
    small: str
    caption: str


@dataclass(frozen=True, slots=True)
class ComingItem:
    number: int
    title: str
    small: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything on the presenter's screen. `late_minutes` is behind the plan, below zero before it."""

    show: Show
    content: Json
    standing: StageStanding
    press_number: int
    pressed_at: datetime.datetime | None
    step_number: int
    step_count: int
    item: Json | None
    item_number: int
    winner: Json | None
    label: str
    reading: ReadAloud
    now: Thumb
    then: Thumb | None
    coming: tuple[ComingItem, ...]
    late_minutes: int
    checked_at: datetime.datetime | None
    presses: tuple[ShowPress, ...]
    steps: tuple[tuple[int, str], ...]


def deck_of(show: Show, *, at: datetime.datetime) -> Deck:
    content = json.loads(show.content)
    steps = steps_of(content)
    presses = tuple(ShowPress.objects.filter(show=show).select_related("pressed_by").order_by("-number")[:RECENT])
    press = presses[0] if presses else None
    standing = standing_after(press)
    step = steps[standing.step]
    item = content["items"][step.item] if step.item is not None else None
    winner = _winner_at(item, step)
    following = steps[standing.step + 1] if standing.step + 1 < len(steps) else None
    return Deck(
        show=show,
        content=content,
        standing=standing,
        press_number=press.number if press else 0,
        pressed_at=press.pressed_at if press else None,
        step_number=standing.step + 1,
        step_count=len(steps),
        item=item,
        item_number=(step.item or 0) + 1,
        winner=winner,
        label=_label(item),
        reading=_reading(step, item, winner),
        now=_covered(standing) or thumb(content, step),
        then=thumb(content, following) if following else None,
        coming=_coming(content, step),
        late_minutes=_late(content, step, at),
        checked_at=_checked_at(show, item, winner),
        presses=presses,
        steps=_list_of_steps(content, steps) if show.is_rehearsal else (),
    )


def _winner_at(item: Json | None, step: StageStep) -> Json | None:
    if item is None or not item["winners"]:
        return None
    found: Json = item["winners"][step.winner or 0]
    return found


def _label(item: Json | None) -> str:
    if item is None:
        return ""
    return " ".join(prize_words(item)).strip() if item["kind"] == "prize" else ""


def _reading(step: StageStep, item: Json | None, winner: Json | None) -> ReadAloud:
    if item is None or item["kind"] != "prize":
        return ReadAloud((item["detail"],) if item and item["detail"] else (), 0)
    word, numeral = prize_words(item)
    title = f"{word} {rank_in_words(item['prize']['rank'])}" if numeral else word
    title = f"{title}, {item['prize']['group']}" if item["prize"]["group"] else title
    if step.kind == "name" and winner:
        score = f", dengan nilai {score_in_words(winner['score'])}" if winner["score"] else ""
        lines = [f"{title}{score}: {winner['name']}.", winner["citation"]]
    elif step.kind == "none":
        lines = [f"{title}: tidak ada penerima."]
    elif step.kind == "title":
        lines = [f"{title}, kategori {item['contest']['name']}."]
    else:
        lines = []
    said = tuple(line for line in lines if line)
    return ReadAloud(said, reading_seconds(" ".join(said)))


def _covered(standing: StageStanding) -> Thumb | None:
    if standing.is_black:
        return Thumb("", "", "", "layar hitam")
    return Thumb("", "Layar pesan", "", "layar pesan") if standing.is_message else None


def thumb(content: Mapping[str, Any], step: StageStep) -> Thumb:
    scene = step.scene
    text = scene.get("name") or scene.get("title") or scene.get("group") or ""
    small = scene.get("score") or "" if step.kind == "name" else ""
    numeral = scene.get("numeral") or ""
    return Thumb(numeral, text or (scene.get("word", "") if step.kind == "title" else ""), small, SHOWN[step.kind])


def _coming(content: Json, step: StageStep) -> tuple[ComingItem, ...]:
    first = 0 if step.item is None else step.item + 1
    if step.kind == "closing":
        return ()
    found = []
    for number, item in enumerate(content["items"][first : first + 2], start=first + 1):
        names = " dan ".join(winner["name"] for winner in item["winners"])
        notes = [_label(item), item["prize"]["group"] if item["prize"] else "", item["detail"]]
        if len(item["winners"]) == 1:
            winner = item["winners"][0]
            notes += [winner["pronunciation"], winner["receiver"], f"kursi {winner['seat']}" if winner["seat"] else ""]
        title = names or ("Tidak ada penerima" if item["kind"] == "prize" else item["title"])
        found.append(ComingItem(number, title, " · ".join(note for note in notes if note), item["seconds"]))
    return tuple(found)


def _late(content: Json, step: StageStep, at: datetime.datetime) -> int:
    starts_at = parse_datetime(content["starts_at"])
    if starts_at is None or step.item is None:
        return 0
    before = sum(item["seconds"] for item in content["items"][: step.item])
    begins = starts_at + datetime.timedelta(seconds=before)
    ends = begins + datetime.timedelta(seconds=content["items"][step.item]["seconds"])
    late = (at - ends) if at > ends else (at - begins) if at < begins else datetime.timedelta()
    return int(late.total_seconds() / 60)


def _checked_at(show: Show, item: Json | None, winner: Json | None) -> datetime.datetime | None:
    if show.sheet_id is None or item is None or winner is None:
        return None
    checks = green_checks(show.ceremony, code_book(show.ceremony))
    return checks.get(f"{item['key']}:{winner['entry']}")


def _list_of_steps(content: Json, steps: tuple[StageStep, ...]) -> tuple[tuple[int, str], ...]:
    said = []
    for number, step in enumerate(steps):
        item = content["items"][step.item] if step.item is not None else None
        said.append((number, f"{item['title'] if item else content['title']}: {SHOWN[step.kind]}"))
    return tuple(said)
