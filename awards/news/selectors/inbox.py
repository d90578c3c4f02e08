"""What a person may read of what was told: every look asks again whether it is still theirs."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from awards.editions.models import EditionState
from awards.entries.models import within_regions
from awards.news.models import NewsItem, NewsKind, NewsSilence
from awards.news.selectors.kinds import REGISTER, KindOfNews, Readership
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants

# So near a deadline no mail waits for the daily one.
NEAR = datetime.timedelta(days=7)
DAILY = datetime.timedelta(days=1)


def _kinds(readers: Readership) -> list[NewsKind]:
    return [kind for kind, row in REGISTER.items() if row.readers is readers]


def _of_offices(offices: Iterable[tuple[str, str]]) -> Q:
    condition = Q(pk__in=[])
    for kind, code in offices:
        condition |= Q(office_kind=kind, office_code=code)
    return condition


def news_for(user: User, grants: Grants) -> QuerySet[NewsItem]:
    """Return what the person was told and may still know of: own offices, own area, editions that are open."""
    own = _of_offices(grants.offices)
    area = within_regions("region_code", grants.regions.get(Role.VERIFIER, frozenset())) & ~own
    readable = Q(kind__in=_kinds(Readership.OFFICE)) & own | Q(kind__in=_kinds(Readership.VERIFIERS)) & area
    is_open = Q(entry=None) | Q(entry__category__edition__state=EditionState.OPEN)
    rows = NewsItem.objects.filter(readable, is_open, user=user)
    return rows.select_related("entry__category__edition", "about").order_by("-created_at", "-pk")


def unread_count(user: User, grants: Grants) -> int:
    return news_for(user, grants).filter(seen_at=None).count()


def kinds_for(grants: Grants) -> tuple[KindOfNews, ...]:
    """Return the kinds that these roles may be told of; an invitation comes before there is anybody to choose."""
    readers = set()
    if grants.has(Role.ENTRANT):
        readers.add(Readership.OFFICE)
    if grants.has(Role.VERIFIER):
        readers.add(Readership.VERIFIERS)
    return tuple(row for row in REGISTER.values() if row.readers in readers and row.kind != NewsKind.INVITATION)


def silenced_kinds(user: User) -> frozenset[str]:
    return frozenset(NewsSilence.objects.filter(user=user).values_list("kind", flat=True))


def people_to_tell(at: datetime.datetime) -> QuerySet[User]:
    """Return who has news that no mail was written about, without those whose next mail is not due yet."""
    waiting = NewsItem.objects.filter(told_at=None)
    recent = NewsItem.objects.filter(user=OuterRef("pk"), told_at__gt=at - DAILY).exclude(mail_key="")
    urgent = waiting.filter(user=OuterRef("pk"), due_at__lte=at + NEAR)
    people = User.objects.filter(~Exists(recent) | Exists(urgent), pk__in=waiting.values("user"))
    return people.order_by("pk")


def is_mail_due(user: User, items: Iterable[NewsItem], *, at: datetime.datetime) -> bool:
    """Whether a mail leaves now: the first for a day, or one with a deadline that is near."""
    if any(item.due_at is not None and item.due_at - at <= NEAR for item in items):
        return True
    last = NewsItem.objects.filter(user=user).exclude(mail_key="").aggregate(last=Max("told_at"))["last"]
    return last is None or last <= at - DAILY
