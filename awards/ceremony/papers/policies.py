"""Who may read and who may make the papers of a final result, and how often strangers may try codes."""

from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from awards.editions.models import Edition
from awards.publication.models import Publication
from awards.publication.selectors.acts import is_corrected, withdrawal_of
from awards.runs.policies import may_read_drafts, may_steer
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants

WRONG_CODES = 30
WRONG_CODES_SECONDS = 600


def papers_publication(request: HttpRequest, public_id: object) -> Publication:
    """Return a final publication for those who read drafts of its category; there is none for anybody else."""
    rows = Publication.objects.select_related("category__edition", "category__province", "run__rulebook")
    found = get_object_or_404(rows.filter(final_at__isnull=False), public_id=public_id)
    if not may_read_drafts(request_grants(request), found.category):
        raise Http404
    return found


def made_publication(request: HttpRequest, public_id: object) -> Publication:
    """Return it for those who decide about the category."""
    found = papers_publication(request, public_id)
    if not may_steer(request_grants(request), found.category):
        raise Http404
    return found


def outdated_words(publication: Publication) -> str:
    """Say why no paper of a result is printed any more; "" where it holds."""
    if withdrawal_of(publication) is not None:
        return _("Hasil ini sudah ditarik. Tidak ada yang dicetak atau diunduh darinya.")
    if is_corrected(publication):
        return _("Hasil ini sudah dikoreksi. Cetak dari pengumuman yang terbaru.")
    return ""


def press_edition(request: HttpRequest, pk: int, *, to_write: bool = False) -> Edition:
    """Return an edition for national organisers, and for national auditors where nothing is written."""
    roles = (Role.ORGANISER,) if to_write else (Role.ORGANISER, Role.AUDITOR)
    if not any(request_grants(request).covers(role, "") for role in roles):
        raise Http404
    return get_object_or_404(Edition, pk=pk)


def may_try_another_code(address: str) -> bool:
    """Count a wrong code from an address; False once there were too many. Right codes are not counted.

    Seventy-four bits are not guessed; the limit keeps the guessing from costing anything. A hall behind one address
    goes on checking papers whatever a guest in it does.
    """
    key = f"wrong-certificate-codes:{address}"
    cache.add(key, 0, WRONG_CODES_SECONDS)
    try:
        return cache.incr(key) <= WRONG_CODES
    except ValueError:  # it ran out between the two
        return True
