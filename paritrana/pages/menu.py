"""Which doors the frame shows to whom."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants, grants

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the frame; `address` is resolved, `is_here` marks the page's own branch.

    `count` is how much behind it the reader has not seen.
    """

    label: Label
    address: str
    is_here: bool
    count: int = 0


Counter = Callable[[User, Grants], int]
_COUNTERS: dict[str, Counter] = {}


def register_counter(name: str, counter: Counter) -> None:
    """Let the own door of that name say how much is unread behind it; the floor knows no pages of homes above."""
    _COUNTERS[name] = counter


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
    if held.has(Role.ENTRANT) or held.has(Role.VERIFIER):
        names.append(("news", _("Kabar")))
    if held.has(Role.JUROR):
        names.append(("admin:jury_start", _("Meja juri")))
    if user.is_staff:
        names.append(("admin:index", _("Panel")))
    if held.has(Role.ORGANISER) or held.has(Role.SECRETARIAT):
        names.append(("imports", _("Impor data")))
    if held.has(Role.ORGANISER):
        names.append(("what-ifs", _("Coba-coba")))
    found = doors(tuple(names), path=path)
    counts = {reverse(name): _COUNTERS[name](user, held) for name, _label in names if name in _COUNTERS}
    return tuple(replace(door, count=counts.get(door.address, 0)) for door in found)
