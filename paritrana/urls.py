"""All addresses. Apps bring their own and are named by string."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("panel/", admin.site.urls),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("metrics/", include("django_prometheus.urls")),
    path("", include("awards.urls")),
]
