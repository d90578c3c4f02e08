"""Addresses of papers outside the panel. Those printed on paper are never moved."""

from django.urls import URLPattern, URLResolver, path

from awards.ceremony.papers.views import checking

urlpatterns: list[URLPattern | URLResolver] = [
    path("", checking.ask_code, name="certificate-check"),
    path("<str:code>/", checking.answer_code, name="certificate-answer"),
]
