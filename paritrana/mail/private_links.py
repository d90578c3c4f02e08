"""Links that only the reader of one mail may know: the kept text has a mark in their place, only what leaves has them.

Whoever answers for the outbox reads the kept text. What a link opens is made anew from its name when the mail leaves.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from paritrana.mail.models import Mail

MARK = "tautan-pribadi/"
PrivateLink = Callable[[str], str]
_MAKERS: dict[str, PrivateLink] = {}


class PrivateLinkGoneError(Exception):
    """What the link would open is no longer to be opened; the message says so. The mail is not sent."""


def register(name: str, maker: PrivateLink) -> None:
    """Let `maker` return the path for the key behind `name:`; an empty one means that the link holds no longer."""
    _MAKERS[name] = maker


def marked_link() -> str:
    """Return what stands in the kept text."""
    return f"{settings.SITE_ADDRESS}/{MARK}"


def with_private_link(mail: Mail) -> str:
    """Return the text as it goes out."""
    if not mail.private_link:
        return mail.body
    name, _colon, key = mail.private_link.partition(":")
    path = _MAKERS[name](key)
    if not path:
        raise PrivateLinkGoneError(_("Tautan dalam surat ini sudah dipakai, dibatalkan, atau kedaluwarsa."))
    return mail.body.replace(marked_link(), f"{settings.SITE_ADDRESS}{path}")
