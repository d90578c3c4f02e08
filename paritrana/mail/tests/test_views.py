"""A person sees the mails that really went to the own address, and nobody else's."""

import uuid

import pytest
from django.urls import reverse

from paritrana.mail.models import MailState
from paritrana.mail.tests.factories import NOW, MailFactory

pytestmark = pytest.mark.django_db

SENT = {"sent_at": NOW, "claimed_at": NOW}
ADDRESS = reverse("letters")


def test_letters_when_a_stranger_asks_then_leads_to_the_sign_in(client):
    assert client.get(ADDRESS)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["entrant", "other_entrant", "organiser", "auditor", "stranger"])
def test_letters_when_a_person_looks_then_shows_the_own_that_left(client, people, role):
    MailFactory(recipient=people.entrant, address="a@contoh.example", subject="Terkirim", state="sent", **SENT)
    for subject, state in (("Mungkin", MailState.UNSURE), ("Berangkat", MailState.SENDING), ("Lagi", MailState.QUEUED)):
        fields = {"subject": subject, "state": state, "claimed_at": NOW, "claim": uuid.uuid4()}
        MailFactory(recipient=people.entrant, address="a@contoh.example", **fields)
    MailFactory(recipient=people.entrant, address="a@contoh.example", subject="Belum berangkat")
    client.force_login(getattr(people, role))

    page = client.get(ADDRESS).content.decode()

    shown = [subject in page for subject in ("Terkirim", "Mungkin", "Berangkat", "Lagi", "Belum berangkat")]
    assert shown == ([True] * 4 + [False] if role == "entrant" else [False] * 5)


@pytest.mark.parametrize("count", [1, 3])
def test_letters_when_there_are_more_then_ask_the_database_no_more(client, people, django_assert_num_queries, count):
    for _number in range(count):
        MailFactory(recipient=people.entrant, address="a@contoh.example", state="sent", **SENT)
    client.force_login(people.entrant)
    client.get(ADDRESS)

    with django_assert_num_queries(7):
        client.get(ADDRESS)
