"""ASGI entry point; the product is served by WSGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
application = get_asgi_application()
