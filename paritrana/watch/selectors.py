"""What is red now, for those who can do something about it."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from paritrana.watch.gauges import registered
from paritrana.watch.models import WatchReading

SILENCE = "watch-silent"
LONGEST_SILENCE = datetime.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class WatchAlert:
    """A red line: its runbook's name, what it says, and since when."""

    name: str
    said: str
    since: datetime.datetime | None


def red_alerts(*, at: datetime.datetime) -> list[WatchAlert]:
    """Return what is red, first that the watch itself is silent; one query."""
    readings = {reading.gauge: reading for reading in WatchReading.objects.all()}
    last = last_measured(readings)
    silence = [] if is_watching(last, at=at) else [WatchAlert(SILENCE, _silence_said(last, at), last)]
    return silence + [
        WatchAlert(gauge.name, gauge.said(reading.figures), reading.turned_at)
        for gauge in registered()
        if (reading := readings.get(gauge.name)) is not None and reading.is_red
    ]


def last_measured(readings: dict[str, WatchReading]) -> datetime.datetime | None:
    return max((reading.measured_at for reading in readings.values()), default=None)


def is_watching(last: datetime.datetime | None, *, at: datetime.datetime) -> bool:
    """Tell whether somebody looks: no figure may be older than a few minutes, and without any nobody ever looked."""
    return last is not None and at - last <= LONGEST_SILENCE


def _silence_said(last: datetime.datetime | None, at: datetime.datetime) -> str:
    if last is None:
        return _("Pengawasan belum pernah berjalan: pekerja latar atau jadwalnya mati.")
    minutes = int((at - last).total_seconds() // 60)
    said = _("Pengawasan diam sejak %(minutes)d menit: pekerja latar atau jadwalnya mati, dan tidak ada alarm lain.")
    return said % {"minutes": minutes}
