"""Give a role from the command line: how the first organiser of an installation comes to be."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from paritrana.accounts.forms import RoleAssignmentForm
from paritrana.accounts.models import Role, User
from paritrana.accounts.services import RoleAlreadyHeldError, assign_role


class Command(BaseCommand):
    help = "Memberi peran kepada pengguna yang sudah ada (buat akunnya dengan createsuperuser atau di panel)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--region", default="", help="kode wilayah; kosong berarti nasional")
        parser.add_argument("--office-kind", default="")
        parser.add_argument("--office-code", default="")

    def handle(
        self, *, username: str, role: str, region: str, office_kind: str, office_code: str, **options: object
    ) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Tidak ada pengguna {username}.")
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
                region_code=region,
                office_kind=office_kind,
                office_code=office_code,
                actor=None,
                at=timezone.now(),
            )
        except RoleAlreadyHeldError as error:
            raise CommandError(f"{username} sudah memegang peran itu. Tidak ada yang berubah.") from error
        self.stdout.write(f"Peran diberikan: {assignment}")
