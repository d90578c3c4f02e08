"""Measure everything once and keep it; tell people when something turned."""

import datetime
import logging

from django.db import transaction

from paritrana.mail.services import queue_mail
from paritrana.watch.gauges import Gauge, registered
from paritrana.watch.models import WatchReading
from paritrana.watch.notices import alert_key, alert_letter, people_to_tell

logger = logging.getLogger(__name__)

SETTLED = datetime.timedelta(minutes=5)
"""A change is told once it has held for so long: what flutters about its limit fills nobody's mailbox."""


def take_readings(*, at: datetime.datetime) -> list[WatchReading]:
    """Measure every gauge and keep its figures; a gauge that nobody registers any more is forgotten."""
    gauges = registered()
    WatchReading.objects.exclude(gauge__in=[gauge.name for gauge in gauges]).delete()
    return [_take_reading(gauge, at) for gauge in gauges]


def _figures(gauge: Gauge, at: datetime.datetime) -> dict[str, int | None]:
    """A gauge that breaks is unknown, which is red; the others are measured all the same."""
    try:
        return {} if gauge.limit() is None else dict(gauge.measure(at))
    except Exception:
        logger.exception("the gauge %s could not be measured", gauge.name)
        return {"": None}


def _take_reading(gauge: Gauge, at: datetime.datetime) -> WatchReading:
    figures = _figures(gauge, at)
    is_red = gauge.is_red(figures)
    reading, _is_new = WatchReading.objects.get_or_create(
        gauge=gauge.name, defaults={"turned_at": at, "measured_at": at, "is_red": is_red}
    )
    turned_at = reading.turned_at if reading.is_red == is_red else at
    reading.figures, reading.is_red, reading.turned_at, reading.measured_at = figures, is_red, turned_at, at
    reading.save(update_fields=["figures", "is_red", "turned_at", "measured_at"])
    return reading


def tell_changes(*, at: datetime.datetime) -> int:
    """Put a mail to every organiser of the nation into the outbox for each gauge that turned; return how many.

    Each change is told once, and one that turned back before it settled never.
    """
    told = 0
    gauges = {gauge.name: gauge for gauge in registered()}
    for reading in WatchReading.objects.filter(turned_at__lte=at - SETTLED, gauge__in=list(gauges)).order_by("pk"):
        if reading.is_red != reading.is_told_red:
            told += _tell_change(gauges[reading.gauge], reading, at)
    return told


@transaction.atomic
def _tell_change(gauge: Gauge, reading: WatchReading, at: datetime.datetime) -> int:
    untold = WatchReading.objects.filter(pk=reading.pk, is_told_red=reading.is_told_red, is_red=reading.is_red)
    if not untold.update(is_told_red=reading.is_red):
        return 0
    mails = [
        queue_mail(
            addressed=alert_letter(person, gauge, reading), key=alert_key(reading, person), send_before=None, at=at
        )
        for person in people_to_tell(at)
    ]
    return sum(mail is not None for mail in mails)
