"""Serve the whole product from one command: migrations, static files, worker, beat and web server."""

import socket
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.commands import SpeakingCommand
from paritrana.jobs.processes import python_module, run_together

PORTS_TRIED = 50


class Command(SpeakingCommand):
    help = gettext_lazy("Menjalankan semuanya: migrasi, berkas statis, pekerja latar, penjadwal dan server web.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help=_("port pertama yang dicoba"))
        parser.add_argument("--web-workers", type=int, default=2)
        parser.add_argument("--job-workers", type=int, default=2)

    def handle(self, *, host: str, port: int, web_workers: int, job_workers: int, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if static_files_are_stale():
            self.stdout.write(_("Menyiapkan berkas statis ..."))
            call_command("collectstatic", interactive=False, verbosity=0)
        address = f"{host}:{free_port(host, port)}"
        self.stdout.write(self.style.SUCCESS(f"Paritrana: http://{address}/  (panel: http://{address}/panel/)"))
        self.stdout.write(_("Ctrl-C untuk berhenti."))
        self.stdout.flush()
        parts = programs(address, web_workers=web_workers, job_workers=job_workers)
        ended = run_together(parts, say=self.say_restart)
        if ended is not None:
            words = {"program": ended[0], "code": ended[1]}
            raise CommandError(_("%(program)s berkali-kali berhenti (kode %(code)s); semuanya dihentikan.") % words)

    def say_restart(self, name: str, code: int) -> None:
        words = {"program": name, "code": code}
        self.stderr.write(_("%(program)s berhenti sendiri (kode %(code)s); dijalankan lagi.") % words)


def programs(address: str, *, web_workers: int, job_workers: int) -> dict[str, list[str]]:
    """Name the programs; without Redis the schedule runs inside the only worker there can be."""
    celery = python_module("celery", "--quiet", "-A", "paritrana")
    worker = [*celery, "worker", "--loglevel=WARNING", f"--concurrency={job_workers}"]
    worker += ["--without-gossip", "--without-mingle"]
    web = python_module(
        "gunicorn",
        "paritrana.wsgi:application",
        f"--bind={address}",
        "--worker-class=paritrana.web_worker.PatientWorker",
    )
    web += [f"--workers={web_workers}", "--threads=4", "--log-level=warning"]
    if not settings.REDIS_URL:
        return {_("pekerja latar"): [*worker, "--beat"], _("server web"): web}
    beat = [*celery, "beat", "--loglevel=WARNING", "--pidfile="]
    return {_("pekerja latar"): worker, _("penjadwal"): beat, _("server web"): web}


def free_port(host: str, first: int) -> int:
    """Return the first port from `first` upwards that nobody listens on."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    words = {"first": first, "last": first + PORTS_TRIED - 1}
    raise CommandError(_("Tidak ada port bebas dari %(first)s sampai %(last)s.") % words)


def static_files_are_stale() -> bool:
    """Tell whether the collected files are absent or older than our own sources or the pinned packages."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    sources = [settings.BASE_DIR / "requirements.txt"]
    sources += [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*")]
    return max(path.stat().st_mtime for path in sources) > manifest.stat().st_mtime
