"""The parts that every mail shares. A mail speaks the language of whom it goes to, whoever causes it."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from paritrana.accounts.models import User
from paritrana.lib.plain_text import one_line, unlinked


def in_language_of(reader: User) -> AbstractContextManager[None]:
    """Write inside as this person reads pages; who never chose reads the site's own language."""
    return translation.override(reader.language or settings.LANGUAGE_CODE)


def named(text: str) -> str:
    """Return a name that people typed, fit for one line of a mail: no line breaks, nothing that becomes a link."""
    return unlinked(one_line(text))


def site_link(name: str) -> str:
    """Return the address of one of our pages; the only links in our mails are made here."""
    return f"{settings.SITE_ADDRESS}{reverse(name)}"


def greeting(name: str) -> str:
    return _("Yth. %(name)s,") % {"name": named(name)}


def footer_for_strangers() -> str:
    """Say it to somebody who has no account to look into."""
    return _(
        "-- \nDikirim oleh Paritrana. Kami tidak pernah meminta kata sandi lewat surat dan tidak melampirkan berkas."
        " Bila ragu, tanyakan dahulu kepada orang yang mengundang Anda."
    )


def footer() -> str:
    """Say how to tell a true mail from a false one."""
    return _(
        "-- \nDikirim oleh Paritrana. Kami tidak pernah meminta kata sandi dan tidak melampirkan berkas."
        " Bila ragu, jangan pakai tautan di atas: ketik sendiri alamat situs di peramban Anda, masuk, lalu buka"
        " Akun, Surat. Surat yang sungguh dari kami tercatat di sana."
    )
