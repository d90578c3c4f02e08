"""Addresses of the mails that a person got."""

from django.urls import path

from paritrana.mail import views

urlpatterns = [path("", views.own_letters, name="letters")]
