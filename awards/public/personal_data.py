"""What is held on people, why, on which ground and how long: written from the inventory."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from paritrana.accounts.personal_data import INVENTORY


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    context = {"subjects": INVENTORY, "contact": settings.PRIVACY_CONTACT}
    return render(request, "public/personal_data.html", context)
