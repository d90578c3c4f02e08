"""Who may upload what, and who sees an import."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants, grants
from paritrana.uploads.kinds import ImportKind, import_kinds
from paritrana.uploads.models import ImportBatch

UPLOADERS = (Role.ORGANISER, Role.SECRETARIAT)
READERS = (*UPLOADERS, Role.AUDITOR)


def upload_scopes(held: Grants) -> list[str]:
    """Return the region codes somebody may upload for, the nation ("") first."""
    return sorted({code for role in UPLOADERS for code in held.regions.get(role, frozenset())})


def uploadable_kinds(held: Grants) -> list[ImportKind]:
    """Return the kinds somebody may upload; rows that belong to no region need the whole nation."""
    scopes = upload_scopes(held)
    if not scopes:
        return []
    return [kind for kind in import_kinds() if "" in scopes or not kind.is_national]


def may_upload(held: Grants, *, kind: ImportKind, region_code: str) -> bool:
    if kind.is_national and region_code:
        return False
    return any(held.covers(role, region_code) for role in UPLOADERS)


def may_decide(held: Grants, batch: ImportBatch) -> bool:
    """Tell whether somebody may mend, apply or discard this import."""
    return any(held.covers(role, batch.region_code) for role in UPLOADERS)


def visible_imports(user: User | AnonymousUser, *, on: datetime.date) -> QuerySet[ImportBatch]:
    """Return the imports of the regions that somebody's roles reach."""
    held = grants(user, on=on)
    scopes = {code for role in READERS for code in held.regions.get(role, frozenset())}
    if "" in scopes:
        return ImportBatch.objects.all()
    reached = Q(pk__in=[])
    for code in sorted(scopes):
        reached |= Q(region_code=code) | Q(region_code__startswith=f"{code}.")
    return ImportBatch.objects.filter(reached)
