"""Play one upload through its jobs without a web server."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from paritrana.uploads.kinds import import_kind
from paritrana.uploads.services.application import apply_import
from paritrana.uploads.services.checks import check_import, mend_import
from paritrana.uploads.services.uploads import receive_import, receive_mended_rows, request_apply

AT = datetime.datetime(2025, 2, 1, 3, tzinfo=datetime.UTC)


class Silent:
    """Progress that nobody watches."""

    def advance(self, done, total, step=""):
        pass


def uploaded(content, name="data.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def check(kind, content, actor, *, region_code="", name="data.csv"):
    batch = receive_import(
        kind=import_kind(kind), region_code=region_code, upload=uploaded(content, name), actor=actor, at=AT
    )
    check_import(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    return batch


def mend(batch, content, actor):
    receive_mended_rows(batch=batch, upload=uploaded(content), actor=actor, at=AT)
    mend_import(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    return batch


def apply(batch, actor):
    request_apply(batch=batch, actor=actor, at=AT, seen_jumps=batch.jump_count)
    apply_import(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    return batch


def counts(batch):
    return (batch.state, batch.faulty_count, batch.new_count, batch.changed_count, batch.same_count)
