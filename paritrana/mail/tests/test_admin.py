"""The outbox in the panel: the province's own mails only, and sending again for those who steer."""

import pytest
from django.urls import reverse

from paritrana.mail.models import Mail, MailState
from paritrana.mail.tests.factories import MailFactory

pytestmark = pytest.mark.django_db

LIST = "admin:mail_mail_changelist"


@pytest.mark.parametrize(
    ("role", "status", "seen"),
    [
        ("stranger", 302, ()),
        ("entrant", 302, ()),
        ("verifier", 302, ()),
        ("juror", 403, ()),
        ("other_secretariat", 200, ()),
        ("secretariat", 200, ("bima@contoh.example",)),
        ("auditor", 200, ("bima@contoh.example", "bali@contoh.example", "nasional@contoh.example")),
        ("organiser", 200, ("bima@contoh.example", "bali@contoh.example", "nasional@contoh.example")),
    ],
)
def test_outbox_shows_the_mails_within_the_own_region(client, people, role, status, seen):
    for address, region_code in (("bima", "52.06"), ("bali", "51.03"), ("nasional", "")):
        MailFactory(address=f"{address}@contoh.example", region_code=region_code)
    client.force_login(getattr(people, role))

    answer = client.get(reverse(LIST))

    page = answer.content.decode()
    found = [mail.address for mail in Mail.objects.all() if mail.address in page]
    assert (answer.status_code, sorted(found)) == (status, sorted(seen))


@pytest.mark.parametrize("role", ["juror", "other_secretariat", "secretariat", "auditor", "organiser"])
def test_sending_again_belongs_to_organiser_and_own_secretariat(client, people, role):
    mail = MailFactory(region_code="52.06", state=MailState.FAILED)
    client.force_login(getattr(people, role))

    client.post(reverse(LIST), {"action": "send_again", "_selected_action": [str(mail.pk)]})

    mail.refresh_from_db()
    assert mail.state == (MailState.QUEUED if role in ("secretariat", "organiser") else MailState.FAILED)
