"""Which doors the frame shows to whom."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the frame; `address` is resolved, `is_here` marks the page's own branch."""

    label: Label
    address: str
    is_here: bool


PUBLIC_DOORS = (
    ("home", _("Capaian")),
    ("editions", _("Edisi")),
    ("regions", _("Daerah")),
    ("ministries", _("Kementerian")),
    ("employers", _("Pemberi kerja")),
    ("method", _("Cara memeriksa")),
    ("certificate-check", _("Cek piagam")),
)


def doors(names: tuple[tuple[str, Label], ...], *, path: str) -> tuple[Door, ...]:
    """Return the doors whose pages exist in this installation."""
    found = []
    for name, label in names:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        is_here = path == address if address == "/" else path.startswith(address)
        found.append(Door(label, address, is_here))
    return tuple(found)


def own_doors(user: User | AnonymousUser, *, path: str, on: datetime.date) -> tuple[Door, ...]:
    """Return the work places that the person's roles open, the one to begin at first."""
    if not isinstance(user, User):
        return ()
    held = grants(user, on=on)
    names: list[tuple[str, Label]] = []
    if held.has(Role.ENTRANT):
        names.append(("submissions", _("Isian")))
    if held.has(Role.VERIFIER):
        names.append(("verification", _("Verifikasi")))
    if held.has(Role.JUROR):
        names.append(("admin:jury_start", _("Meja juri")))
    if user.is_staff:
        names.append(("admin:index", _("Panel")))
    if held.has(Role.ORGANISER) or held.has(Role.SECRETARIAT):
        names.append(("imports", _("Impor data")))
    if held.has(Role.ORGANISER):
        names.append(("what-ifs", _("Coba-coba")))
    return doors(tuple(names), path=path)
