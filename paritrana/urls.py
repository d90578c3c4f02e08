"""All addresses. Apps bring their own and are named by string."""

from django.contrib import admin
from django.urls import include, path

from paritrana.pages.views import choose_language

urlpatterns = [
    path("panel/", admin.site.urls),
    path("akun/", include("allauth.urls")),
    path("bahasa/<slug:language>/", choose_language, name="choose-language"),
    path("pekerjaan/", include("paritrana.jobs.urls")),
    path("metrics/", include("django_prometheus.urls")),
    path("", include("awards.urls")),
]
