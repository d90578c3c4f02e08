"""Give a role from the command line: how the first organiser of an installation comes to be."""

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.accounts.forms import RoleAssignmentForm
from paritrana.accounts.models import Role, User
from paritrana.accounts.services import RolePlace, RoleRefusedError, assign_role
from paritrana.commands import SpeakingCommand


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Memberi peran kepada pengguna yang sudah ada (buat akunnya dengan createsuperuser atau di panel)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--region", default="", help=_("kode wilayah; kosong berarti nasional"))
        parser.add_argument("--office-kind", default="")
        parser.add_argument("--office-code", default="")

    def handle(
        self, *, username: str, role: str, region: str, office_kind: str, office_code: str, **options: object
    ) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("Tidak ada pengguna %(username)s.") % {"username": username})
        form = RoleAssignmentForm(
            {
                "user": user.pk,
                "role": role,
                "region_code": region,
                "office_kind": office_kind,
                "office_code": office_code,
            }
        )
        if not form.is_valid():
            raise CommandError(" ".join(str(text) for texts in form.errors.values() for text in texts))
        try:
            assignment = assign_role(
                user=user,
                role=role,
                place=RolePlace(region_code=region, office_kind=office_kind, office_code=office_code),
                actor=None,
                at=timezone.now(),
            )
        except RoleRefusedError as error:
            raise CommandError(f"{username}: {error}") from error
        self.stdout.write(_("Peran diberikan: %(role)s") % {"role": assignment})
