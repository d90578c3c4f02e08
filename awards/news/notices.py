"""The mails about news, each in its reader's own language: one about one event, or one about the day's."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.news.models import NewsItem, NewsKind
from awards.news.selectors.inbox import is_mail_due, news_for, people_to_tell, silenced_kinds
from awards.news.selectors.kinds import REGISTER, SaidNews, said
from awards.news.services import pass_over, tell_by_mail
from paritrana.accounts.models import User
from paritrana.accounts.selectors import grants
from paritrana.jobs.registry import Progress
from paritrana.lib.plain_text import paragraphs, unlinked
from paritrana.mail.layout import underlined
from paritrana.mail.services import Addressed, Letter
from paritrana.mail.wording import footer, greeting, in_language_of, named, site_link


def tell_everybody(*, at: datetime.datetime, progress: Progress) -> int:
    """Write the mails that are due; return how many. Each person is one transaction: may stop anywhere, run twice."""
    people = list(people_to_tell(at))
    written = 0
    for place, user in enumerate(people):
        progress.advance(place, len(people), user.get_full_name())
        written += _tell(user, at=at)
    return written


def _tell(user: User, *, at: datetime.datetime) -> bool:
    waiting = list(NewsItem.objects.filter(user=user, told_at=None).order_by("pk"))
    readable = set(news_for(user, grants(user, on=timezone.localdate(at))).values_list("pk", flat=True))
    silenced = silenced_kinds(user)
    wanted = [item.pk for item in waiting if user.email and item.pk in readable and _is_wanted(item, silenced)]
    if left := [item for item in waiting if item.pk not in set(wanted)]:
        pass_over(items=left, at=at)
    items = list(NewsItem.objects.filter(pk__in=wanted).select_related("entry__category__edition", "about"))
    items.sort(key=lambda item: (item.due_at is None, item.due_at or item.created_at, item.pk))
    if not items or not is_mail_due(user, items, at=at):
        return False
    addressed = Addressed(user, news_letter(user, items), items[0].region_code)
    return tell_by_mail(items=items, addressed=addressed, at=at)


def _is_wanted(item: NewsItem, silenced: frozenset[str]) -> bool:
    """Whoever accepted an invitation had its letter; what has a deadline cannot be switched off."""
    if item.kind == NewsKind.INVITATION:
        return False
    return item.kind not in silenced or REGISTER[NewsKind(item.kind)].has_deadline


def news_letter(user: User, items: Sequence[NewsItem]) -> Letter:
    """Say each of them, what ends first before the others; the texts of people become no links."""
    with in_language_of(user):
        told = [said(item) for item in items]
        brand = _brand(items)
        if len(told) == 1:
            subject = _("%(brand)s: %(subject)s") % {"brand": brand, "subject": named(told[0].subject)}
            parts = _parts(told[0])
        else:
            subject = ngettext(
                "%(brand)s: %(count)d kabar untuk Anda", "%(brand)s: %(count)d kabar untuk Anda", len(told)
            ) % {"brand": brand, "count": len(told)}
            parts = [part for one in told for part in (underlined(named(one.subject)), *_parts(one))]
        choice = _("Semua kabar Anda, dan pilihan surel mana yang Anda terima: %(link)s") % {"link": site_link("news")}
        body = [greeting(user.get_full_name()), *parts, choice, footer()]
        return Letter(subject, "\n\n".join(body))


def _brand(items: Sequence[NewsItem]) -> str:
    brands = {item.entry.category.edition.brand_label for item in items if item.entry}
    return named(brands.pop()) if len(brands) == 1 else "Paritrana"


def _parts(one: SaidNews) -> list[str]:
    parts = [unlinked(one.sentence)]
    if one.item.text:
        parts.append(unlinked(paragraphs(one.item.text)))
    if one.due:
        parts.append(_("Batas: %(deadline)s.") % {"deadline": one.due})
    parts.append(f"{one.door}: {settings.SITE_ADDRESS}{one.address}")
    return parts
