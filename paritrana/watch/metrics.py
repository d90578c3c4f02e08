"""The newest figures in the words of Prometheus: one family per gauge, and whether it is red."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from paritrana.watch.gauges import Gauge, registered
from paritrana.watch.models import WatchReading
from paritrana.watch.selectors import SILENCE, is_watching, last_measured


class WatchCollector(Collector):
    """Reads rows and measures nothing, so every web process tells the same."""

    def collect(self) -> Iterator[Metric]:
        readings = {reading.gauge: reading for reading in WatchReading.objects.all()}
        red = GaugeMetricFamily("paritrana_alert", "1: red; docs/runbooks.md says what to do", labels=["alert"])
        last = last_measured(readings)
        red.add_metric([SILENCE], float(not is_watching(last, at=timezone.now())))
        for gauge in registered():
            reading = readings.get(gauge.name)
            if reading is not None:
                red.add_metric([gauge.name], float(reading.is_red))
                yield _family(gauge, reading)
        yield red
        if last is not None:
            yield GaugeMetricFamily("paritrana_watched_timestamp_seconds", "last look", value=last.timestamp())


def _family(gauge: Gauge, reading: WatchReading) -> Metric:
    family = GaugeMetricFamily(
        gauge.metric, f"alert {gauge.name}", labels=[gauge.part_label] if gauge.part_label else []
    )
    for part, figure in sorted(reading.figures.items()):
        if figure is not None:
            family.add_metric([part] if gauge.part_label else [], float(figure))
    return family


def watch_metrics() -> bytes:
    """Return the text; empty when the database does not answer, so that what a process counts itself is still told."""
    registry = CollectorRegistry()
    registry.register(WatchCollector())
    try:
        return generate_latest(registry)
    except DatabaseError:
        return b""
