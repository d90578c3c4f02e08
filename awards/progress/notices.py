"""What the secretariat writes to those who are late: its words, and the only link, which is ours."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.progress.selectors.audience import Audience, Recipient
from paritrana.accounts.models import User
from paritrana.lib.plain_text import one_line, paragraphs, unlinked
from paritrana.mail.services import Addressed, Letter
from paritrana.mail.wording import footer, greeting, in_language_of, named, site_link

MOST_NAMED = 20


def usual_text(*, is_for_verifiers: bool) -> tuple[str, str]:
    """Return subject and text to begin with."""
    if is_for_verifiers:
        return _("Jawaban yang menunggu putusan Anda"), _(
            "Masih ada jawaban di wilayah kerja Anda yang menunggu putusan. Mohon diselesaikan sebelum masa"
            " verifikasi berakhir."
        )
    return _("Isian Anda kami tunggu"), _(
        "Isian di bawah ini belum kami terima. Mohon dilengkapi dan dikirim sebelum batas akhirnya. Bila ada"
        " kendala, hubungi sekretariat."
    )


def letters(audience: Audience, *, category: Category, subject: str, text: str, sender: User) -> list[Addressed]:
    """Return the mail to each recipient, complete as it leaves."""
    found = []
    for person in audience.recipients:
        with in_language_of(person.user):
            found.append(_addressed(person, category, subject, text, sender))
    return found


def _addressed(person: Recipient, category: Category, subject: str, text: str, sender: User) -> Addressed:
    parts = [greeting(person.user.get_full_name()), unlinked(paragraphs(text))]
    parts += [named(f"{category.name}, {category.edition.brand_label}")]
    if person.entries:
        parts += [_listed(person.entries), _("Buka isian Anda: %(link)s") % {"link": site_link("submissions")}]
    else:
        waiting = _("Menunggu putusan di wilayah kerja Anda saat surat ini ditulis: %(count)d jawaban.")
        parts += [waiting % {"count": person.waiting}]
        parts += [_("Buka meja verifikasi: %(link)s") % {"link": site_link("verification")}]
    parts += [_("Hormat kami,\n%(sender)s") % {"sender": named(sender.get_full_name())}, footer()]
    return Addressed(person.user, Letter(unlinked(one_line(subject)), "\n\n".join(parts)), person.region_code)


def _listed(names: Iterable[str]) -> str:
    shown = [f"- {named(name)}" for name in names]
    if len(shown) > MOST_NAMED:
        rest = _("- dan %(count)d lagi") % {"count": len(shown) - MOST_NAMED}
        shown = [*shown[:MOST_NAMED], rest]
    return "\n".join(shown)
