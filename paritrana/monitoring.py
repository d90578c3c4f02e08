"""What machines ask: is it healthy, and what does it measure?"""

import dataclasses
import shutil
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from paritrana.accounts.models import Role
from paritrana.accounts.selectors import grants
from paritrana.celery import app
from paritrana.lib.client_address import WAS_FORWARDED
from paritrana.watch.metrics import watch_metrics

MEGABYTE = 1024 * 1024
THIS_MACHINE = ("127.0.0.1", "::1")


@dataclasses.dataclass
class Broker(HealthCheck):  # type: ignore[misc] # the library is untyped here
    """Can a job's nudge be sent?"""

    def run(self) -> None:
        try:
            with app.connection_for_write() as connection:
                connection.ensure_connection(max_retries=1, timeout=3)
        except (OSError, app.connection_for_write().connection_errors) as error:
            raise ServiceUnavailable("broker") from error


@dataclasses.dataclass
class Disk(HealthCheck):  # type: ignore[misc] # the library is untyped here
    """Is there room for what people send? A full disk shows elsewhere as something else, and late."""

    def run(self) -> None:
        free = shutil.disk_usage(settings.VAR_DIR).free
        if free < settings.DISK_LEAST_FREE_MB * MEGABYTE:
            raise ServiceUnavailable(f"disk: only {free // MEGABYTE} MB left in VAR_DIR")


class HealthView(HealthCheckView):  # type: ignore[misc] # the library is untyped here
    """200 when everything answers, 500 when not; JSON unless another format is asked for."""

    checks = ("health_check.checks.Database", "health_check.checks.Cache", Broker, Disk)

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        rendered: HttpResponse = self.render_to_response_json(response.get("status", 200))
        return rendered


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the metrics to programs on this machine (not through a proxy) or with the token, and to organisers."""
    is_local = request.META.get("REMOTE_ADDR") in THIS_MACHINE and not request.META.get(WAS_FORWARDED)
    is_known = is_local or _has_token(request)
    if not is_known and not grants(request.user, on=timezone.localdate()).covers(Role.ORGANISER, ""):
        raise Http404
    response: HttpResponse = ExportToDjangoView(request)
    response.write(watch_metrics())
    return response


def _has_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
