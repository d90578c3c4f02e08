"""Set up the demo editions and run their main job: `manage.py demo`. A second run is quick and changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.demo.contest import play_bali, play_ntb
from awards.demo.contributions import add_employers, add_ministry_contributions, add_regency_contributions
from awards.demo.editions import lay_out
from awards.demo.people import ORGANISER, PASSWORD, SECOND_ORGANISER, SHOWN, add_people, juror_name
from awards.demo.results import compute, publish, usable_run, worker
from awards.editions.models import Category
from awards.publication.models import Publication
from awards.results.exports.files import write_workbook
from awards.results.selectors.shown import shown_publication
from awards.runs.selectors.standings import ranked
from paritrana.accounts.models import User
from paritrana.commands import SpeakingCommand
from paritrana.pages.templatetags.formats import number
from paritrana.watch.services import take_readings
from regions.models.regions import Region, RegionLevel

PUBLISHED = ("provinsi", "badan-usaha", "kabkota-ntb")
PROPOSED = ("kementerian",)
FIRST = 10


class Command(SpeakingCommand):
    help = gettext_lazy("Menyiapkan edisi demo sampai peringkat diumumkan; boleh dijalankan berulang kali.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anyway", action="store_true", help=_("juga pada basis data yang dipakai atau HTTPS=1"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["anyway"] and (reason := _why_not_here()):
            raise CommandError(reason)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(_("1. Data rujukan"))
        call_command("load_reference", verbosity=0)
        self.stdout.write(_("2. Orang, kontribusi, edisi"))
        people = add_people(at=timezone.now())
        self._contribute()
        categories = lay_out(actor=people[ORGANISER.username], at=timezone.now())
        self.stdout.write(_("3. Isian, verifikasi, wawancara, nilai juri"))
        play_ntb(categories["kabkota-ntb"], people, at=timezone.now())
        play_bali(categories["kabkota-bali"], people, at=timezone.now())
        self.stdout.write(_("4. Perhitungan oleh pekerja latar"))
        self._score(categories, people)
        take_readings(at=timezone.now())  # until beat looks for the first time
        self._show(categories)

    def _contribute(self) -> None:
        add_employers(year=2023)
        add_ministry_contributions()
        regencies = Region.objects.filter(level=RegionLevel.REGENCY, parent_id__in=["51", "52"], retired_on=None)
        add_regency_contributions(list(regencies.order_by("code").values_list("code", flat=True)))

    def _score(self, categories: dict[str, Category], people: dict[str, User]) -> None:
        waiting = [code for code in (*PUBLISHED, *PROPOSED) if not _is_done(categories[code], code)]
        if not waiting:
            return
        first, second = people[ORGANISER.username], people[SECOND_ORGANISER.username]
        with worker():
            for code in waiting:
                run = usable_run(categories[code]) or compute(categories[code], actor=first, report=self.stdout.write)
                if code in PUBLISHED:
                    publish(run, first=first, second=second, at=timezone.now())

    def _show(self, categories: dict[str, Category]) -> None:
        publication = Publication.objects.select_related("run", "category__edition").get(
            category=categories["provinsi"], number=1
        )
        self.stdout.write("\n" + _("Peringkat %(category)s (sepuluh pertama)") % {"category": categories["provinsi"]})
        for row in ranked(publication.run)[:FIRST]:
            self.stdout.write(f"{row.rank:>4}  {row.entry.name:<32} {number(row.score_text):>8}")
        self.stdout.write(categories["provinsi"].edition.caveat_shown)
        self.stdout.write("\n" + _("Sidik jari pengumuman: %(digest)s") % {"digest": publication.digest})
        edition = publication.category.edition.code
        shown = shown_publication(edition, publication.category.code, at=timezone.now())
        if shown is not None:
            self.stdout.write(f"Excel: {write_workbook(shown, report=lambda _done: None)}")
        # EXCEL
        self.stdout.write("\n" + _("Masuk dengan sandi %(password)s:") % {"password": PASSWORD})
        for person in SHOWN:
            self.stdout.write(f"  {person.username:<18} {person.full_name}")
        self.stdout.write(f"  {juror_name(1):<18} " + _("Juri (ketua) Tim 9 NTB dan Bali (demo)"))


def _why_not_here() -> str:
    """Say why a demo whose password everybody knows must not be laid out here; "" where it may."""
    if settings.HTTPS:
        return _("HTTPS=1: ini tampaknya situs sungguhan, dan sandi demo diketahui semua orang. Paksa dengan --anyway.")
    if "accounts_user" not in connection.introspection.table_names():
        return ""
    people = User.objects.all()
    if people.exists() and not people.filter(username=ORGANISER.username).exists():
        return _(
            "Basis data ini sudah dipakai orang lain, dan sandi demo diketahui semua orang. Pakai VAR_DIR atau "
            "DATABASE_URL lain, atau paksa dengan --anyway."
        )
    return ""


def _is_done(category: Category, code: str) -> bool:
    if code in PROPOSED:
        return usable_run(category) is not None
    return Publication.objects.filter(category=category, published_at__isnull=False).exists()
