"""Mails in the outbox, and mail servers that behave badly."""

import datetime
import smtplib

import factory
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend

from paritrana.accounts.tests.factories import UserFactory
from paritrana.mail.models import Mail

NOW = datetime.datetime(2025, 5, 20, 3, 0, tzinfo=datetime.UTC)
BACKEND = f"{__name__}.ScriptedBackend"


class MailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mail

    key = factory.Sequence(lambda number: f"uji:{number}")
    recipient = factory.SubFactory(UserFactory, email=factory.Sequence(lambda number: f"orang{number}@contoh.example"))
    address = factory.LazyAttribute(lambda mail: mail.recipient.email)
    subject = "Isian Anda"
    body = "Yth. Anda,"
    created_at = NOW
    send_after = factory.Sequence(lambda number: NOW + datetime.timedelta(milliseconds=number))


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs, not even what catches exceptions."""


class ScriptedBackend(BaseEmailBackend):
    """Delivers into `django.core.mail.outbox`; `faults` holds by place what happens instead, or `after` delivery."""

    open_fault = None
    faults = {}
    after = {}
    seen = 0

    @classmethod
    def play(cls, *, open_fault=None, faults=None, after=None):
        cls.open_fault, cls.faults, cls.after, cls.seen = open_fault, faults or {}, after or {}, 0

    def open(self):
        if self.open_fault is not None:
            raise self.open_fault
        return True

    def send_messages(self, messages):
        place = type(self).seen
        type(self).seen += 1
        if place in self.faults:
            raise self.faults[place]
        django_mail.outbox.extend(messages)
        if place in self.after:
            raise self.after[place]
        return len(messages)


REFUSED = smtplib.SMTPRecipientsRefused({"x@contoh.example": (550, b"No such user")})
BUSY = smtplib.SMTPResponseException(451, b"Try later")
CUT = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
