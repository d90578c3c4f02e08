"""What every page of an import asks first: which import, and may this person decide about it."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from paritrana.accounts.requests import request_grants
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.policies import may_decide, visible_imports


def visible_import(request: HttpRequest, pk: uuid.UUID) -> ImportBatch:
    """Return an import that the person may see; a stranger learns nothing."""
    rows = visible_imports(request.user, on=timezone.localdate()).select_related("uploaded_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def own_import(request: HttpRequest, pk: uuid.UUID) -> ImportBatch:
    """Return an import that the person may decide about."""
    batch = visible_import(request, pk)
    if not may_decide(request_grants(request), batch):
        raise PermissionDenied
    return batch
