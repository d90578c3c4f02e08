"""What is held on people, why, on which ground and how long: written from the inventory."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.public.tables.about_us import inventory_tables
from paritrana.accounts.personal_data import INVENTORY
from paritrana.pages.open_tables import OpenPage


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    context = {"subjects": INVENTORY, "contact": settings.PRIVACY_CONTACT, "tables": inventory_tables()}
    return render(request, "public/personal_data.html", context)


def tables(_request: HttpRequest) -> OpenPage:
    return inventory_tables()
