"""Mails about when a result becomes visible: the time is told once to those concerned, and every change to the same."""

import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.publication.models import Publication
from awards.publication.selectors.embargo import embargo_of
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants
from paritrana.lib.indonesian import WIB
from paritrana.mail.models import Mail
from paritrana.mail.services import Addressed, Letter, queue_mail
from paritrana.mail.wording import footer, greeting, in_language_of, named
from paritrana.pages.templatetags import formats


def tell_embargo(*, publication: Publication, at: datetime.datetime) -> int:
    """Tell when the result becomes visible to all who prepare for that moment, and to all who were told before.

    Returns how many mails were put out. The same word is told nobody twice; without any embargo nothing is to be told.
    """
    embargo = embargo_of(publication)
    if embargo.until is None and not embargo.is_held:
        return 0
    step = embargo.move.pk if embargo.move is not None else 0
    told = _told_before(publication)
    mails = []
    for person in sorted({*told, *_preparing(publication, at)}, key=lambda person: person.pk):
        with in_language_of(person):
            subject = _subject(publication, is_held=embargo.is_held, is_news=bool(step))
            letter = Letter(subject, _body(person, publication, at))
        mails.append(
            queue_mail(
                addressed=Addressed(person, letter, publication.region_code),
                key=f"{_key(publication)}{step}:{person.pk}",
                send_before=None,
                at=at,
            )
        )
    return sum(mail is not None for mail in mails)


def _key(publication: Publication) -> str:
    return f"embargo:{publication.pk}:"


def _told_before(publication: Publication) -> set[User]:
    rows = Mail.objects.filter(key__startswith=_key(publication)).select_related("recipient")
    return {mail.recipient for mail in rows if mail.recipient is not None}


def _preparing(publication: Publication, at: datetime.datetime) -> set[User]:
    """Return who reads drafts of this contest, whoever signed, and the chair and secretary of its jury.

    A juror in conflict with an entry of it reads nothing of the result before it is public, not even when.
    """
    on, region_code = timezone.localdate(at), publication.region_code
    roles = (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)
    holders = User.objects.filter(is_active=True, role_assignments__role__in=roles).distinct()
    found = {user for user in holders if any(grants(user, on=on).covers(role, region_code) for role in roles)}
    found |= {sign_off.user for sign_off in publication.sign_offs.select_related("user")}
    seats = Juror.objects.filter(
        Q(is_chair=True) | Q(is_secretary=True), panel__category=publication.category_id, left_on=None
    )
    recused = Conflict.objects.filter(juror__in=seats, state=ConflictState.CONFIRMED).values("juror")
    return found | {seat.user for seat in seats.exclude(pk__in=recused).select_related("user")}


def _subject(publication: Publication, *, is_held: bool, is_news: bool) -> str:
    names = {"category": named(publication.category.name)}
    if is_held:
        return _("Hasil %(category)s ditahan") % names
    if is_news:
        return _("Waktu pengumuman %(category)s berubah") % names
    return _("Waktu pengumuman %(category)s") % names


def _body(person: User, publication: Publication, at: datetime.datetime) -> str:
    embargo = embargo_of(publication)
    lines = [greeting(person.get_full_name()), ""]
    names = {"category": named(publication.category.name), "number": publication.number}
    if embargo.until is None:
        lines.append(
            _("Hasil %(category)s (pengumuman %(number)d) ditahan dan belum terlihat oleh umum sampai ada kabar baru.")
            % names
        )
    else:
        lines.append(
            _("Hasil %(category)s (pengumuman %(number)d) terlihat oleh umum sejak %(time)s, tidak lebih awal.")
            % {**names, "time": formats.moment_text(embargo.until, WIB)}
        )
    if embargo.move is not None:
        lines.append(_("Ini menggantikan waktu yang diberitahukan sebelumnya."))
        lines.append(_("Alasan: %(reason)s") % {"reason": named(embargo.move.reason)})
        lines.append(
            _("Diputuskan oleh %(first)s dan %(second)s pada %(time)s.")
            % {
                "first": named(str(embargo.move.act.proposed_by.get_full_name())),
                "second": named(_name(embargo.move.act.seconded_by)),
                "time": formats.moment_text(at, WIB),
            }
        )
    address = reverse("admin:steering_publication", args=[publication.public_id])
    return "\n".join([*lines, "", f"{settings.SITE_ADDRESS}{address}", "", footer()])


def _name(person: User | None) -> str:
    return person.get_full_name() if person is not None else ""
