"""The copy that a person asks for: everything held on one account, by the inventory (Articles 7 and 13)."""

import datetime
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from paritrana.accounts.models import User
from paritrana.accounts.personal_data import PersonalRecord, acts, records
from paritrana.audit.models import AuditEntry

FORMAT = "paritrana-data-pribadi-1"
PLAIN = (models.BooleanField, models.DateField, models.DecimalField, models.IntegerField, models.TimeField)
"""Kinds of fields that tell when, how many and whether, and no words."""

Json = dict[str, Any]


def held_on(user: User, *, at: datetime.datetime) -> Json:
    """Return what is held on a person. Secrets, and what tells of other people, are named and not shown."""
    return {
        "format": FORMAT,
        "account": user.pk,
        "made_at": at,
        "held": list(_held(user)),
        "references": list(_references(user)),
        "trail": list(_trail(user)),
    }


def held_counts(user: User) -> list[tuple[PersonalRecord, int]]:
    """Return how many rows each record of the inventory holds on a person, those with none left out."""
    counted = [(record, record.rows_of(user).count()) for record in records() if record.owners]
    return [(record, count) for record, count in counted if count]


def _held(user: User) -> Iterator[Json]:
    owned = sorted((record for record in records() if record.owners), key=lambda record: record.model)
    for model, group in groupby(owned, key=lambda record: record.model):
        about = list(group)
        rows: dict[str, Json] = {}
        for record in about:
            for row in record.rows_of(user).order_by("pk").iterator(chunk_size=1000):
                rows.setdefault(str(row.pk), {"key": str(row.pk), **_plain(row)}).update(_words(record, row))
        if rows:
            yield {"model": model, "about": [_told(record) for record in about], "rows": list(rows.values())}


def _told(record: PersonalRecord) -> Json:
    return {
        "fields": list(record.names),
        "what": str(record.what),
        "purpose": str(record.purpose),
        "ground": str(record.ground.label),
        "kept": str(record.keeping.label),
        "at_erasure": str(record.erasure.label),
    }


def _plain(row: models.Model) -> Json:
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields  # noqa: SLF001 - a documented door
        if not field.is_relation and not field.primary_key and (field.choices or isinstance(field, PLAIN))
    }


def _words(record: PersonalRecord, row: models.Model) -> Json:
    names = [*record.names, *record.beside.split()]
    return {
        name: _("tersimpan, tidak disalin") if name in record.kept_back else _value(getattr(row, name))
        for name in names
    }


def _value(value: Any) -> Any:
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def _references(user: User) -> Iterator[Json]:
    """Yield what refers to the account elsewhere: which rows, and the times in them."""
    known = {(record.model_class(), owner) for record in records() for owner in record.owners}
    for model, column in acts():
        if (model, column) in known:
            continue
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateField)]  # noqa: SLF001
        rows = list(model._default_manager.filter(**{column: user.pk}).order_by("pk").values("pk", *names))  # noqa: SLF001
        if rows:
            yield {"model": model._meta.label, "column": column, "rows": rows}  # noqa: SLF001


def _trail(user: User) -> Iterator[Json]:
    """Yield what the trail tells of the account itself: roles given, sign-ins, passwords set."""
    label = User._meta.label_lower  # noqa: SLF001
    about = AuditEntry.objects.filter(subject_type=label, subject_id=str(user.pk)).order_by("number")
    for entry in about.iterator(chunk_size=1000):
        yield {"number": entry.number, "at": entry.at, "action": entry.action, "digest": entry.digest}
