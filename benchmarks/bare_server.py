"""The product's own web application with one page more: signed in, with CSRF, it does one UPDATE and nothing else.

The reference of `autosave.py`: it is asked through the same server, the same middleware and the same connections.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import JsonResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

TABLE = "benchmark_bare"


@login_required
@require_POST
def bare(request):
    with connection.cursor() as cursor:
        values = [request.POST["text"], request.user.pk]
        cursor.execute(f"UPDATE {TABLE} SET value = %s WHERE person = %s", values)
        return JsonResponse({"updated": cursor.rowcount})


settings.ROOT_URLCONF = __name__
application = get_wsgi_application()  # the addresses below need the applications loaded
urlpatterns = [path("bare/", bare), path("", include("paritrana.urls"))]
