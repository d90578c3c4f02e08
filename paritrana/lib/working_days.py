"""Deadlines that end while people are at work. Weekends are known, national holidays are not."""

import datetime
from zoneinfo import ZoneInfo

END_OF_WORK = datetime.time(16, 0)
SATURDAY = 5


def end_of_working_day(start: datetime.datetime, *, days: int, zone: ZoneInfo) -> datetime.datetime:
    """Return the end of the working day that lies so many days after a moment, or of the next one, in that zone."""
    day = start.astimezone(zone).date() + datetime.timedelta(days=days)
    while day.weekday() >= SATURDAY:
        day += datetime.timedelta(days=1)
    return datetime.datetime.combine(day, END_OF_WORK, tzinfo=zone)


def last_end_of_work_before(moment: datetime.datetime, *, zone: ZoneInfo) -> datetime.datetime:
    """Return the latest end of a working day that is not after a moment, in that zone."""
    day = moment.astimezone(zone).date()
    while day.weekday() >= SATURDAY or datetime.datetime.combine(day, END_OF_WORK, tzinfo=zone) > moment:
        day -= datetime.timedelta(days=1)
    return datetime.datetime.combine(day, END_OF_WORK, tzinfo=zone)
