"""Whose attempt a failed sign-in is, for django-axes."""

from collections.abc import Mapping

from django.http import HttpRequest


def username_of_attempt(request: HttpRequest | None, credentials: Mapping[str, str] | None) -> str | None:
    """Return the name that was tried; the form calls it `login`, the backends `username`."""
    if credentials:
        return credentials.get("username") or credentials.get("login")
    if request is not None:
        return request.POST.get("login") or request.POST.get("username")
    return None
