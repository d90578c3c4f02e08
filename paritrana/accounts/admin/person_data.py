"""What a person may ask of the organiser, on one page of the panel: copy, correction, erasure, each with a reason."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paritrana.accounts.admin_access import ScopedModelAdmin
from paritrana.accounts.erasure import (
    PersonalDataError,
    copy_held,
    correct_person,
    erase_person,
    erasure_hindrance,
    is_erased,
)
from paritrana.accounts.forms import PersonCopyForm, PersonCorrectionForm, PersonErasureForm
from paritrana.accounts.held import held_counts
from paritrana.accounts.models import User
from paritrana.accounts.requests import signed_in_user


def person_data_addresses(panel: ScopedModelAdmin) -> list[URLPattern]:
    def guarded(screen: Any) -> Any:
        return panel.admin_site.admin_view(partial(screen, panel=panel))

    return [
        path("<int:pk>/data-pribadi/", guarded(person_data), name="person_data"),
        path("<int:pk>/data-pribadi/salinan/", guarded(copy), name="person_data_copy"),
        path("<int:pk>/data-pribadi/perbaikan/", guarded(correct), name="person_data_correct"),
        path("<int:pk>/data-pribadi/penghapusan/", guarded(erase), name="person_data_erase"),
    ]


@require_safe
def person_data(request: HttpRequest, pk: int, *, panel: ScopedModelAdmin) -> HttpResponse:
    return _page(request, panel, _person(request, panel, pk))


@require_POST
def copy(request: HttpRequest, pk: int, *, panel: ScopedModelAdmin) -> HttpResponse:
    person, form = _person(request, panel, pk), PersonCopyForm(request.POST)
    if not form.is_valid():
        return _page(request, panel, person, form)
    try:
        document = copy_held(
            user=person, reason=form.cleaned_data["reason"], actor=signed_in_user(request), at=timezone.now()
        )
    except PersonalDataError as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, panel, person, form)
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="data-pribadi-{person.pk}.json"'
    return answer


@require_POST
def correct(request: HttpRequest, pk: int, *, panel: ScopedModelAdmin) -> HttpResponse:
    person = _person(request, panel, pk)
    form = PersonCorrectionForm(request.POST, instance=_person(request, panel, pk))
    if not form.is_valid():
        return _page(request, panel, person, form)
    right = {name: form.cleaned_data[name] for name in PersonCorrectionForm.Meta.fields}
    try:
        correct_person(
            user=person,
            right=right,
            reason=form.cleaned_data["reason"],
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    except PersonalDataError as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, panel, person, form)
    messages.success(request, _("Data diperbaiki. Beri tahu orangnya hasilnya."))
    return redirect("admin:person_data", pk=pk)


@require_POST
def erase(request: HttpRequest, pk: int, *, panel: ScopedModelAdmin) -> HttpResponse:
    person, form = _person(request, panel, pk), PersonErasureForm(request.POST)
    if not form.is_valid():
        return _page(request, panel, person, form)
    try:
        erase_person(user=person, reason=form.cleaned_data["reason"], actor=signed_in_user(request), at=timezone.now())
    except PersonalDataError as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, panel, person, form)
    messages.success(request, _("Data dihapus; akun ini kini hanya nomor. Beri tahu orangnya dengan surat."))
    return redirect("admin:person_data", pk=pk)


def _person(request: HttpRequest, panel: ScopedModelAdmin, pk: int) -> User:
    """Return whom it is about, to national organisers alone."""
    if not panel.has_change_permission(request):
        raise PermissionDenied
    return get_object_or_404(User, pk=pk)


def _page(request: HttpRequest, panel: ScopedModelAdmin, person: User, refused: BaseForm | None = None) -> HttpResponse:
    """Show what is held and the three forms, the one that was refused with what is wrong in it."""
    on = timezone.localdate()
    own = {"copy": PersonCopyForm(), "correct": PersonCorrectionForm(instance=person), "erase": PersonErasureForm()}
    context = {
        **panel.admin_site.each_context(request),
        "title": _("Data pribadi %(person)s") % {"person": person.get_full_name()},
        "is_fullwidth": "1",
        "theme": "light",
        "person": person,
        "is_erased": is_erased(person),
        "held": held_counts(person),
        "hindrance": erasure_hindrance(person, actor=signed_in_user(request), on=on),
        "forms": own | ({str(refused.prefix): refused} if refused else {}),
    }
    return TemplateResponse(request, "account/person_data.html", context, status=422 if refused else 200)
