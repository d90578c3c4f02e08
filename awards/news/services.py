"""Write down what people are told, once per event and person, in the transaction of the event itself.

So neither is ever without the other, wherever a process dies. Mails are written from these rows by a job.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.news.models import NewsItem, NewsKind, NewsSilence
from awards.news.selectors.kinds import REGISTER
from paritrana.accounts.models import User
from paritrana.mail.services import Addressed, queue_mail

# A mail that could not leave by then tells nothing that the list does not.
STALE_AFTER = datetime.timedelta(days=3)
LONGEST_TEXT = 4000


class NewsChoiceRefusedError(Exception):
    """The choice is not kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event that somebody waits for. `key` names it for ever: reported again, it is the same one."""

    kind: NewsKind
    key: str
    office: tuple[str, str]
    entry: Entry | None = None
    region_code: str = ""
    about: User | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    due_at: datetime.datetime | None = None


def tell(*, happening: Happening, people: Iterable[User], at: datetime.datetime) -> None:
    """Write it down for each of these people; who has it keeps what there is."""
    entry = happening.entry
    NewsItem.objects.bulk_create(
        [
            NewsItem(
                key=f"{happening.kind}:{happening.key}",
                user=user,
                kind=happening.kind,
                entry=entry,
                about=happening.about,
                office_kind=happening.office[0],
                office_code=happening.office[1],
                region_code=entry.region_code if entry else happening.region_code,
                values=dict(happening.values),
                text=happening.text.strip()[:LONGEST_TEXT],
                due_at=happening.due_at,
                created_at=at,
            )
            for user in {user.pk: user for user in people}.values()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


@transaction.atomic
def tell_by_mail(*, items: Sequence[NewsItem], addressed: Addressed, at: datetime.datetime) -> bool:
    """Put the one mail about these into the outbox; False when another was first with any of them."""
    key = f"news:{min(item.pk for item in items)}"
    held = NewsItem.objects.select_for_update().filter(pk__in=[item.pk for item in items], told_at=None)
    if len(held) != len(items):
        return False
    NewsItem.objects.filter(pk__in=[item.pk for item in items]).update(told_at=at, mail_key=key)
    ends = [item.due_at for item in items if item.due_at is not None and item.due_at > at]
    queue_mail(addressed=addressed, key=key, send_before=min([at + STALE_AFTER, *ends]), at=at)
    return True


def pass_over(*, items: Sequence[NewsItem], at: datetime.datetime) -> None:
    """Write no mail about these: unwanted, without an address, or no longer this person's to know."""
    NewsItem.objects.filter(pk__in=[item.pk for item in items], told_at=None).update(told_at=at)


def read_news(*, item: NewsItem, at: datetime.datetime) -> None:
    NewsItem.objects.filter(pk=item.pk, seen_at=None).update(seen_at=at)


def read_all_news(*, keys: Collection[int], at: datetime.datetime) -> None:
    NewsItem.objects.filter(pk__in=keys, seen_at=None).update(seen_at=at)


@transaction.atomic
def choose_news(*, user: User, offered: Collection[NewsKind], wanted: Collection[NewsKind]) -> None:
    """Keep of which of the offered kinds the person wants mails; one with a deadline is always told."""
    unwanted = [kind for kind in offered if kind not in wanted]
    if any(REGISTER[kind].has_deadline for kind in unwanted):
        raise NewsChoiceRefusedError(_("Kabar yang memuat batas waktu selalu dikirim, jadi tidak dapat dimatikan."))
    NewsSilence.objects.filter(user=user, kind__in=offered).delete()
    NewsSilence.objects.bulk_create(NewsSilence(user=user, kind=kind) for kind in unwanted)
