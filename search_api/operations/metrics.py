"""Counts and times for Prometheus; labels are routes, stages and states, never what a document or question says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
disable_created_metrics()  # type: ignore[no-untyped-call]
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Level = Mapping[str, tuple[str, Mapping[str, float]]]
"""By name of a gauge: its help, and its values by state ("" for a gauge without states)."""


class Metrics:
    """The counters of one server; ``levels`` is asked at each scrape for what is at that moment."""

    def __init__(self, levels: Callable[[], Level]) -> None:
        self._registry = own = CollectorRegistry()
        self._requests = Counter("chutri_requests", "Requests answered.", ("method", "route", "status"), registry=own)
        self._seconds = Histogram(
            "chutri_request_seconds",
            "Time until a request was answered.",
            ("route",),
            buckets=SECONDS,
            registry=own,
        )
        self._stages = Histogram(
            "chutri_search_seconds",
            "Time that a part of a search took.",
            ("stage",),
            buckets=SECONDS,
            registry=own,
        )
        self.under_way = Gauge("chutri_requests_under_way", "Requests being answered.", registry=own)
        ProcessCollector(registry=own)
        self._registry.register(_Levels(levels))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def search(self, stages: Mapping[str, float]) -> None:
        """Count the milliseconds of a search's parts; a part that was not done has none."""
        for stage, milliseconds in stages.items():
            # A search alone answers nothing; an encoding that was awaited for no time at all was still one.
            if stage != "total" and (milliseconds or stage != "answer"):
                self._stages.labels(stage).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Levels(Collector):
    def __init__(self, levels: Callable[[], Level]) -> None:
        self._ask = levels

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        for name, (words, values) in self._ask().items():
            split = set(values) != {""}
            family = GaugeMetricFamily(name, words, labels=("state",) if split else None)
            for state, value in values.items():
                family.add_metric((state,) if split else (), value)
            yield family
