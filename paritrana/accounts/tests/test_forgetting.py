"""Traces of signing in go after ninety days, ended sessions every night; what is younger or open stays."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session

from paritrana.accounts.forgetting import forget_old_sign_ins
from paritrana.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 1, 3, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def noted(model, days, **fields):
    row = model.objects.create(username="siti", ip_address="203.0.113.9", path_info="/akun/login/", **fields)
    model.objects.filter(pk=row.pk).update(attempt_time=NOW - days * DAY)


def session(key, *, ends_in):
    Session.objects.create(session_key=key, session_data="", expire_date=NOW + ends_in * DAY)
    UserSession.objects.create(user=UserFactory(), ip="203.0.113.9", user_agent="Firefox", session_key=key)


def test_forget_when_traces_are_old_and_sessions_over_then_only_those_go():
    for days in (89, 91):
        noted(AccessAttempt, days, user_agent=str(days), failures_since_start=1)
        noted(AccessLog, days, user_agent=str(days))
    session("terbuka", ends_in=1)
    session("berakhir", ends_in=-1)

    forget_old_sign_ins(at=NOW)

    assert [
        list(AccessAttempt.objects.values_list("user_agent", flat=True)),
        list(AccessLog.objects.values_list("user_agent", flat=True)),
        list(Session.objects.values_list("session_key", flat=True)),
        list(UserSession.objects.values_list("session_key", flat=True)),
    ] == [["89"], ["89"], ["terbuka"], ["terbuka"]]
