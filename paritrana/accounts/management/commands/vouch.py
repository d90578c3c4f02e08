"""Vouch for two people before their waiting time is over: the written procedure of a first installation."""

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.accounts.machine import MachineRefusedError, vouch_for
from paritrana.accounts.models import User
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Menyatakan dua orang boleh memutuskan berdua sebelum masa tunggunya lewat; tampak pada hasilnya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first")
        parser.add_argument("second")
        parser.add_argument("--reason", required=True, help=_("alasan, misalnya nomor surat; tampak pada hasil"))

    def handle(self, *, first: str, second: str, reason: str, **options: object) -> None:
        people = {user.username: user for user in User.objects.filter(username__in=[first, second])}
        for name in (first, second):
            if name not in people:
                raise CommandError(_("Tidak ada pengguna %(name)s.") % {"name": name})
        try:
            vouch = vouch_for(first=people[first], second=people[second], reason=reason, at=timezone.now())
        except MachineRefusedError as error:
            raise CommandError(str(error)) from error
        words = {"vouch": vouch, "until": vouch.until.isoformat()}
        self.stdout.write(_("Tercatat: %(vouch)s, berlaku sampai %(until)s") % words)
