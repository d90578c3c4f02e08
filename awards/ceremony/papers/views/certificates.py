"""Give out, print and fetch the certificates of a final result."""

from http import HTTPStatus
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from awards.ceremony.papers.exports.batches import batch_path, letters_path
from awards.ceremony.papers.exports.certificates import NotPrintableError, certificate_pdf, file_name
from awards.ceremony.papers.forms import IssueForm
from awards.ceremony.papers.policies import made_publication, outdated_words, papers_publication
from awards.ceremony.papers.selectors.content import ResultNotSoundError, SigningWords
from awards.ceremony.papers.selectors.standing import current_certificates
from awards.ceremony.papers.services.issuing import IssuingError, issue_certificates
from awards.ceremony.papers.tasks import CERTIFICATES_JOB, LETTERS_JOB, check_address
from awards.runs.policies import may_steer
from paritrana.accounts.looks import note_export
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.jobs.selectors import latest_job
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.pages.panel_frame import panel_page

PAGE_SIZE = 50


@require_safe
def certificates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = papers_publication(request, public_id)
    rows = current_certificates(found)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "publication": found,
        "category": found.category,
        "page": page,
        "form": IssueForm(needs_reason=page.paginator.count > 0),
        "may_steer": may_steer(request_grants(request), found.category),
        "job": latest_job(kind=CERTIFICATES_JOB, subject_id=str(public_id)),
        "is_printed": page.paginator.count > 0 and batch_path(list(rows), site=check_address()).exists(),
        "check_address": check_address(),
        "letters_job": latest_job(kind=LETTERS_JOB, subject_id=str(public_id)),
        "has_letters": bool(found.file_digest) and letters_path(found).exists(),
    }
    return panel_page(request, "papers/certificates.html", context, title=str(_("Piagam")))


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def issue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = made_publication(request, public_id)
    form = IssueForm(request.POST, needs_reason=True)
    if not form.is_valid():
        messages.error(request, _("Isi tempat, tanggal, jabatan, dan nama penanda tangan. Tidak ada yang diterbitkan."))
        return redirect("admin:papers_certificates", public_id=public_id)
    said = form.cleaned_data
    words = SigningWords(said["place"], said["day"], said["office"], said["signer"])
    try:
        made = issue_certificates(
            publication=found, words=words, reason=said["reason"], actor=signed_in_user(request), at=timezone.now()
        )
    except (IssuingError, ResultNotSoundError) as refusal:
        messages.error(request, str(refusal))
    else:
        done = ngettext("%(count)d piagam diterbitkan.", "%(count)d piagam diterbitkan.", len(made))
        same = _("Semua piagam sudah terbit dengan isi ini. Tidak ada yang berubah.")
        messages.success(request, done % {"count": len(made)} if made else same)
    return redirect("admin:papers_certificates", public_id=public_id)


@require_POST
def print_all(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start the job that prints all of them, or lead to the one that runs."""
    found = made_publication(request, public_id)
    if words := outdated_words(found):
        messages.error(request, words)
        return redirect("admin:papers_certificates", public_id=public_id)
    if not current_certificates(found).exists():
        messages.error(request, _("Belum ada piagam yang terbit. Terbitkan dahulu, lalu cetak."))
        return redirect("admin:papers_certificates", public_id=public_id)
    with transaction.atomic():
        job = enqueue_job(
            kind=CERTIFICATES_JOB,
            subject_id=str(public_id),
            label=lambda: _("Piagam %(category)s") % {"category": found.category.name},
            actor=signed_in_user(request),
            at=timezone.now(),
            region_code=found.region_code,
        )
        nudge(job)
    return redirect("job", job.pk)


@require_safe
def batch(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Send the printed zip of what holds now."""
    found = papers_publication(request, public_id)
    if words := outdated_words(found):
        messages.error(request, words)
        return redirect("admin:papers_certificates", public_id=public_id)
    path = batch_path(list(current_certificates(found)), site=check_address())
    if not path.exists():
        raise Http404
    note_export(request, "zip", found)
    name = f"piagam-{found.category.edition.code}-{found.category.code}-{found.number}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@require_safe
def certificate(request: HttpRequest, public_id: UUID, certificate_id: UUID) -> HttpResponse:
    found = papers_publication(request, public_id)
    if words := outdated_words(found):
        messages.error(request, words)
        return redirect("admin:papers_certificates", public_id=public_id)
    one = get_object_or_404(current_certificates(found), public_id=certificate_id)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            content = certificate_pdf(one, site=check_address())
    except NotPrintableError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:papers_certificates", public_id=public_id)
    note_export(request, "pdf", one)
    response = HttpResponse(content, content_type="application/pdf", status=HTTPStatus.OK)
    response["Content-Disposition"] = f'inline; filename="{file_name(one)}"'
    return response
