"""Addresses of the stage outside the panel: what a hall, a phone or a stranger opens."""

from django.urls import URLPattern, URLResolver, path

from awards.ceremony.views import hall

urlpatterns: list[URLPattern | URLResolver] = [
    path("layar/<str:token>/", hall.hall, name="ceremony-hall"),
    path("layar/<str:token>/kini/", hall.picture, name="ceremony-picture"),
]
