"""The outbox before a real SMTP conversation: what the server says decides what becomes of each mail."""

import pytest

from paritrana.mail.delivery import deliver
from paritrana.mail.models import Mail, MailState
from paritrana.mail.tests.factories import NOW, MailFactory
from paritrana.mail.tests.smtp_server import smtp_server
from paritrana.mail.tests.test_delivery import SECOND, Steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def test_deliver_when_the_server_takes_refuses_is_busy_or_hangs_up_then_each_mail_ends_as_it_should(server):
    for name in ("satu", "tolak", "sibuk", "putus", "dua"):
        MailFactory(address=f"{name}@contoh.example", subject="Isian Anda: 1.234 — penting")

    sent = deliver(progress=Steps(), now=lambda: NOW + SECOND)

    states = dict(Mail.objects.values_list("address", "state"))
    assert states == {
        "satu@contoh.example": MailState.SENT,
        "tolak@contoh.example": MailState.FAILED,
        "sibuk@contoh.example": MailState.QUEUED,
        "putus@contoh.example": MailState.UNSURE,
        "dua@contoh.example": MailState.SENT,
    }
    assert sent == 2
    assert [name for name, _text in server.taken] == ["satu", "putus", "dua"]
    assert "No such user" in Mail.objects.get(state=MailState.FAILED).error


def test_deliver_when_nobody_listens_then_the_mail_waits(settings, server):
    settings.EMAIL_PORT = 1
    MailFactory()

    assert deliver(progress=Steps(), now=lambda: NOW + SECOND) == 0

    mail = Mail.objects.get()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert "tidak dapat dihubungi" in mail.error
