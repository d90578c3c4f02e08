"""From a printed run sheet to the steps of the evening: what the hall sees, one answer a step. Pure; Indonesian.

A step tells nothing of what comes after it: no count, no other name, no number of those who pass. The prize comes as
title, then name, citation and score, then the handing over; two who share it come one after the other, and the first
step does not say that there is a second.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from awards.ceremony.parsing.speech import in_roman, split_label

Json = dict[str, Any]

FORMAT = "paritrana-acara-1"
REAL, REHEARSAL = "nyata", "gladi"
LONG_NAME, LONGEST_NAME = 26, 60
FRAME_BYTES = 8 * 1024
FRAME_WITH_PICTURES_BYTES = 128 * 1024
"""Every answer to the hall has this length, whichever step it shows: with photographs in the evening the second."""


class StepTooLongError(Exception):
    """A step does not fit into an answer of the one length."""


@dataclass(frozen=True, slots=True)
class StageStep:
    """`item` and `winner` are places in the run sheet, for the presenter; the hall gets `scene` and nothing else."""

    kind: str
    item: int | None
    winner: int | None
    scene: Json


def is_rehearsal(content: Mapping[str, Any]) -> bool:
    return bool(content["kind"] == REHEARSAL)


def steps_of(content: Mapping[str, Any]) -> tuple[StageStep, ...]:
    return (*_opening(content), *_items(content), *_closing(content))


def _opening(content: Mapping[str, Any]) -> Iterator[StageStep]:
    yield StageStep("opening", None, None, quiet_scene(content))


def _closing(content: Mapping[str, Any]) -> Iterator[StageStep]:
    yield StageStep("closing", None, None, quiet_scene(content))


def _items(content: Mapping[str, Any]) -> Iterator[StageStep]:
    contest = None
    for place, item in enumerate(content["items"]):
        if item["kind"] == "programme":
            yield StageStep("programme", place, None, _programme(content, item))
            continue
        if item["contest"] != contest:
            contest = item["contest"]
            yield StageStep("contest", place, None, _contest(content, item))
        yield StageStep("title", place, None, _title(content, item))
        if not item["winners"]:
            yield StageStep("none", place, None, _nobody(content, item))
        for number in range(len(item["winners"])):
            yield StageStep("name", place, number, _name(content, item, number))
        for number in range(len(item["winners"])):
            yield StageStep("handover", place, number, _handover(content, item, number))


def _frame(content: Mapping[str, Any], kind: str) -> Json:
    return {
        "kind": kind,
        "brand": "Latihan" if is_rehearsal(content) else content["title"],
        "is_rehearsal": is_rehearsal(content),
    }


def quiet_scene(content: Mapping[str, Any]) -> Json:
    """What stands before, between and after: the evening's name and nothing else."""
    return {**_frame(content, "quiet"), "title": content["title"], "lead": content["lead"]}


def message_scene(content: Mapping[str, Any]) -> Json:
    return {**_frame(content, "message"), **content["message"]}


def black_scene(content: Mapping[str, Any]) -> Json:
    """A rehearsal stays marked in the dark too."""
    return _frame(content, "black")


def _programme(content: Mapping[str, Any], item: Mapping[str, Any]) -> Json:
    screen = item["screen"]
    return {**_frame(content, "message"), "title": screen["title"] or item["title"], "lead": screen["text"]}


def _contest(content: Mapping[str, Any], item: Mapping[str, Any]) -> Json:
    contest = item["contest"]
    return {**_frame(content, "contest"), "title": contest["name"], "lead": contest["period"]}


def prize_words(item: Mapping[str, Any]) -> tuple[str, str]:
    """Return the word and the numeral that the hall reads."""
    prize = item["prize"]
    word, numeral = split_label(prize["label"])
    return word, numeral or (in_roman(prize["rank"]) if prize["has_ranks"] else "")


def _prize(content: Mapping[str, Any], item: Mapping[str, Any], kind: str) -> Json:
    word, numeral = prize_words(item)
    prize = item["prize"]
    return {
        **_frame(content, kind),
        "head": item["contest"]["name"],
        "word": word,
        "numeral": numeral,
        "group": prize["group"],
        "is_first": prize["rank"] == 1 and not prize["group"],
    }


def _title(content: Mapping[str, Any], item: Mapping[str, Any]) -> Json:
    return _prize(content, item, "title")


def _nobody(content: Mapping[str, Any], item: Mapping[str, Any]) -> Json:
    return {**_prize(content, item, "none"), "title": "Tidak ada penerima", "lead": "Gelar ini tidak diberikan."}


def name_size(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return "longest"
    return "long" if len(name) > LONG_NAME else ""


def _name(content: Mapping[str, Any], item: Mapping[str, Any], number: int) -> Json:
    winner, before = item["winners"][number], item["winners"][:number]
    return {
        **_prize(content, item, "name"),
        "over": "Nilai sama, gelar bersama" if before else "",
        "name": winner["name"],
        "size": name_size(winner["name"]),
        "before": [one["name"] for one in before],
        "citation": winner["citation"],
        "score": winner["score"],
    }


def _handover(content: Mapping[str, Any], item: Mapping[str, Any], number: int) -> Json:
    winner = item["winners"][number]
    receiver = winner["receiver"] + (f", mewakili {winner['represents']}" if winner["represents"] else "")
    hands = [["Diterima oleh", receiver], ["Diserahkan oleh", winner["giver"]]]
    word, numeral = prize_words(item)
    return {
        **_prize(content, item, "handover"),
        "over": f"{word} {numeral}".strip() if winner["photograph"] else "",
        "name": winner["name"],
        "size": name_size(winner["name"]),
        "hands": [pair for pair in hands if pair[1]],
        "photograph": winner["photograph"],
    }


def frame_bytes(content: Mapping[str, Any]) -> int:
    has_pictures = any(winner["photograph"] for item in content["items"] for winner in item["winners"])
    return FRAME_WITH_PICTURES_BYTES if has_pictures else FRAME_BYTES


def padded(answer: Mapping[str, Any], length: int) -> bytes:
    """Return the answer as JSON of exactly this many bytes."""
    bare = json.dumps({**answer, "pad": ""}, ensure_ascii=True, separators=(",", ":"))
    if len(bare) > length:
        raise StepTooLongError(f"{len(bare)} > {length}")
    return json.dumps({**answer, "pad": "0" * (length - len(bare))}, ensure_ascii=True, separators=(",", ":")).encode()


# What the presenter reads of a step, beside the approved text.
SHOWN = {
    "opening": "nama malam anugerah",
    "closing": "nama malam anugerah",
    "programme": "layar pesan",
    "contest": "kategori",
    "title": "gelar saja, belum nama",
    "none": "tidak ada penerima",
    "name": "nama, kalimat, nilai",
    "handover": "penerima dan penyerah",
}
