"""An edition's dates as iCalendar (RFC 5545), for the calendars people already use."""

import datetime
from collections.abc import Iterable

from awards.editions.models import Edition, Stage
from awards.studio.selectors.calendar import CategoryDates

WIDTH = 75
"""Octets a line may have; longer ones are folded."""


def icalendar(edition: Edition, dated: Iterable[CategoryDates], *, at: datetime.datetime) -> str:
    """Return one event per stage, from its opening to the end that people are told; moments in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Paritrana//Jadwal//ID",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(edition.brand_shown)}",
    ]
    for one in dated:
        for stage in one.stages:
            lines += _event(stage, one.category.name_shown, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(stage: Stage, category: str, at: datetime.datetime) -> list[str]:
    place = f" ({stage.province.name})" if stage.province else ""
    return [
        "BEGIN:VEVENT",
        f"UID:tahap-{stage.pk}@paritrana",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(stage.opens_at)}",
        f"DTEND:{_moment(stage.closes_at)}",
        f"SUMMARY:{_escaped(f'{stage.get_kind_display()}{place}: {category}')}",
        "END:VEVENT",
    ]


def _moment(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Break a long line before a character, never inside one; what follows begins with a blank."""
    parts, part, room = [], "", WIDTH
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append(part)
            part, room = "", WIDTH - 1
        part, room = part + character, room - size
    return "\r\n ".join([*parts, part])
