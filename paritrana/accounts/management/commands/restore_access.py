"""Give a person who lost password or second factor the way back in, with a reason, in the trail."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.accounts.machine import MachineRefusedError, reset_factor, reset_password
from paritrana.accounts.models import User
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Mengganti kata sandi atau menghapus faktor kedua seseorang yang kehilangan keduanya; masuk jejak audit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--password", action="store_true", help=_("tanyakan kata sandi baru"))
        parser.add_argument("--factor", action="store_true", help=_("hapus faktor kedua dan kode pemulihan"))
        parser.add_argument("--reason", required=True, help=_("alasan, misalnya nomor surat permintaan"))

    def handle(self, *, username: str, password: bool, factor: bool, reason: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("Tidak ada pengguna %(name)s.") % {"name": username})
        if not (password or factor):
            raise CommandError(_("Pilih --password, --factor, atau keduanya."))
        try:
            if password:
                reset_password(user=user, password=_asked(user), reason=reason, at=timezone.now())
            if factor:
                reset_factor(user=user, reason=reason, at=timezone.now())
        except (MachineRefusedError, ValidationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(_("Selesai untuk %(name)s; tercatat di jejak audit.") % {"name": username})


def _asked(user: User) -> str:
    """Read the new password twice where nobody sees it; it must be as good as one that the person would choose."""
    password = getpass.getpass(_("Kata sandi baru:") + " ")
    if password != getpass.getpass(_("Sekali lagi:") + " "):
        raise CommandError(_("Kedua kata sandi berbeda. Tidak ada yang diubah."))
    validate_password(password, user)
    return password
