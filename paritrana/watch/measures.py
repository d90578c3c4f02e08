"""What the floor itself watches. Each measure asks one question; thresholds are settings, nought means: not here."""

import datetime
import logging
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Case, F, Min, Q, When
from django.utils.translation import gettext_lazy as _

from paritrana.backup.manifests import backups, time_of
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.registry import kinds
from paritrana.lib.certificates import CertificateAbsentError, end_at_site, end_in_file
from paritrana.mail.models import TROUBLED_STATES, Mail, MailState
from paritrana.watch.gauges import MEGABYTE, Figures, Gauge, GaugeUnit
from paritrana.watch.notices import OWN_MAILS

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60, 3600, 86400
LOOK_BACK = datetime.timedelta(days=1)
PATIENCE = datetime.timedelta(minutes=15)
"""A mail that the server did not take for so long counts as failed, although it will be tried again."""
TLS_PORT = 443


def waiting_jobs(at: datetime.datetime) -> Figures:
    """Return how long the oldest job of each kind has waited for a runner, since its first or since it lost one."""
    lost = Q(state=JobState.RUNNING, lease_expires_at__lt=at)
    since = Min(Case(When(lost, then=F("lease_expires_at")), default=F("created_at")))
    waiting = Job.objects.filter(lost | Q(state=JobState.QUEUED)).values("kind").annotate(since=since)
    return dict.fromkeys(kinds(), 0) | {row["kind"]: _seconds(at - row["since"]) for row in waiting}


def failed_mails(at: datetime.datetime) -> Figures:
    """Count the mails of the last day that a person must look at, and those that the server does not take.

    The alerts' own mails do not count: they would keep themselves going.
    """
    failed = Q(state__in=TROUBLED_STATES, claimed_at__gte=at - LOOK_BACK)
    stuck = Q(state=MailState.QUEUED, created_at__lt=at - PATIENCE) & ~Q(error="")
    return {"": Mail.objects.filter(failed | stuck).exclude(key__startswith=OWN_MAILS).count()}


def free_room(_at: datetime.datetime) -> Figures:
    """Return the free bytes where the product writes: its own folder, and that of the backups."""
    places = {"VAR_DIR": settings.VAR_DIR} | ({"BACKUP_DIR": settings.BACKUP_DIR} if settings.BACKUP_DIR else {})
    return {name: _free(Path(place)) for name, place in places.items()}


def _free(place: Path) -> int | None:
    """Return the free bytes of the disk on which a folder lies, or will lie once it is made."""
    there = next(folder for folder in (place.absolute(), *place.absolute().parents) if folder.exists())
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return None


def backup_age(at: datetime.datetime) -> Figures:
    newest = next(iter(backups(Path(settings.BACKUP_DIR))), None) if settings.BACKUP_DIR else None
    return {"": None if newest is None else _seconds(at - time_of(newest))}


def certificate_left(at: datetime.datetime) -> Figures:
    """Return how long the site's certificate still holds: that of a file where one is named, else what visitors see."""
    site = urlsplit(settings.SITE_ADDRESS)
    try:
        if settings.CERTIFICATE_FILE:
            return {"": _seconds(end_in_file(Path(settings.CERTIFICATE_FILE)) - at)}
        if site.scheme != "https":
            return {}
        return {"": _seconds(end_at_site(site.hostname or "", site.port or TLS_PORT) - at)}
    except CertificateAbsentError as fault:
        logger.warning("the certificate cannot be read: %s", fault)
        return {"": None}


def _seconds(duration: datetime.timedelta) -> int:
    return int(duration.total_seconds())


GAUGES = (
    Gauge(
        name="jobs-waiting",
        title=_("Pekerjaan latar tertua yang menunggu"),
        unit=GaugeUnit.SECONDS,
        is_red_above=True,
        limit=lambda: settings.WATCH_JOB_MINUTES * MINUTE or None,
        measure=waiting_jobs,
        metric="paritrana_oldest_waiting_job_seconds",
        part_label="kind",
    ),
    Gauge(
        name="mails-failed",
        title=_("Surat yang gagal dalam sehari terakhir"),
        unit=GaugeUnit.COUNT,
        is_red_above=True,
        limit=lambda: settings.WATCH_FAILED_MAILS or None,
        measure=failed_mails,
        metric="paritrana_failed_mails",
    ),
    Gauge(
        name="disk-full",
        title=_("Ruang kosong di disk"),
        unit=GaugeUnit.BYTES,
        is_red_above=False,
        limit=lambda: settings.WATCH_DISK_MB * MEGABYTE or None,
        measure=free_room,
        metric="paritrana_disk_free_bytes",
        part_label="place",
    ),
    Gauge(
        name="backup-old",
        title=_("Umur cadangan terakhir"),
        unit=GaugeUnit.SECONDS,
        is_red_above=True,
        limit=lambda: settings.WATCH_BACKUP_HOURS * HOUR or None,
        measure=backup_age,
        metric="paritrana_backup_age_seconds",
    ),
    Gauge(
        name="certificate-ends",
        title=_("Sisa masa berlaku sertifikat situs"),
        unit=GaugeUnit.SECONDS,
        is_red_above=False,
        limit=lambda: settings.WATCH_CERTIFICATE_DAYS * DAY or None,
        measure=certificate_left,
        metric="paritrana_certificate_left_seconds",
    ),
)
