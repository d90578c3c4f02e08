"""When a request reached the proxy in front, by the proxy's word. Pure."""

import datetime
import re

STATED = re.compile(r"t=(\d{9,11})\.(\d{3})")
"""As the proxy of docker/nginx.conf.template writes it: seconds since 1970 and milliseconds."""
OLDEST = datetime.timedelta(minutes=3)
"""Longer than the proxy waits for an answer (`proxy_read_timeout`): what is older nobody hears the answer of."""


def arrival(stated: str, *, now: datetime.datetime) -> datetime.datetime:
    """Return the moment that the proxy stated, never later than now; now, where it says nothing that can be true."""
    found = STATED.fullmatch(stated)
    if found is None:
        return now
    seconds, milliseconds = int(found[1]), int(found[2])
    moment = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC) + datetime.timedelta(milliseconds=milliseconds)
    return min(moment, now) if moment >= now - OLDEST else now
