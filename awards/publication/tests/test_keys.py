"""The signing key's life: made once, backed up, handed over, lost, compromised; never silently made anew."""

import datetime
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.urls import reverse

from awards.publication.models import SigningKey
from awards.publication.selectors.keys import is_handed_over, key_in_use, key_problems
from awards.publication.services.keys import (
    SigningKeyRefusedError,
    declare_key_compromised,
    hand_over_key,
    take_key_into_use,
    working_key,
)
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, KEY
from paritrana.audit.models import AuditEntry
from paritrana.lib.signatures import public_text

pytestmark = pytest.mark.django_db

NEW = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LATER = AT + datetime.timedelta(days=1)


@pytest.fixture
def key_file(settings, tmp_path):
    settings.SIGNING_KEY = ""
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    return settings.SIGNING_KEY_FILE


@pytest.fixture
def passphrase(tmp_path):
    (tmp_path / "frasa").write_text("frasa yang panjang\n")
    return f"--passphrase-file={tmp_path / 'frasa'}"


def command(*arguments):
    stream = StringIO()
    call_command("signing_key", *arguments, stdout=stream)
    return stream.getvalue()


def test_working_key_when_nothing_was_signed_then_makes_a_file_of_its_owner(key_file):
    key = working_key("", key_file)

    assert public_text(working_key("", key_file)) == public_text(key)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_working_key_when_results_were_signed_and_it_is_gone_then_refuses_and_makes_none(key_file):
    take_key_into_use(key=KEY, actor=None, at=AT)

    with pytest.raises(SigningKeyRefusedError, match="Pulihkan"):
        working_key("", key_file)

    assert not key_file.exists()


def test_sign_off_when_the_key_is_another_than_the_recorded_one_then_nothing_is_signed(people):
    take_key_into_use(key=NEW, actor=None, at=AT)
    made = factories.contest()
    factories.applied(made, actor=people.organiser)

    with pytest.raises(SigningKeyRefusedError, match="bukan kunci yang tercatat"):
        factories.final(made, organiser=people.organiser, second=factories.people.organiser())

    assert made.publications.get().final_at is None


def test_hand_over_when_done_then_the_old_key_vouches_for_the_new_one(db):
    incoming = hand_over_key(old=KEY, new=NEW, actor=None, at=AT)

    assert (incoming.public_key, is_handed_over(incoming)) == (public_text(NEW), True)
    assert key_in_use() == incoming
    assert AuditEntry.objects.latest("number").action == "key.hand_over"
    with pytest.raises(SigningKeyRefusedError, match="tidak dipakai lagi"):
        take_key_into_use(key=KEY, actor=None, at=LATER)


def test_hand_over_when_its_words_were_changed_then_it_does_not_hold(db):
    incoming = hand_over_key(old=KEY, new=NEW, actor=None, at=AT)
    SigningKey.objects.filter(pk=incoming.pk).update(since=LATER)

    assert not is_handed_over(SigningKey.objects.select_related("predecessor").get(pk=incoming.pk))


@pytest.mark.parametrize(("since", "is_believed"), [(AT, False), (LATER, True)], ids=["before", "after"])
def test_compromise_when_declared_then_what_was_signed_from_then_on_is_not_believed(people, since, is_believed):
    publication = factories.published_contest(people)
    key = SigningKey.objects.get()

    declare_key_compromised(key=key, since=since, reason="Laptop hilang.", actor=people.organiser, at=LATER)

    assert (list(key_problems(publication)) == []) == is_believed
    with pytest.raises(SigningKeyRefusedError):
        take_key_into_use(key=KEY, actor=None, at=LATER)


def test_command_when_backed_up_lost_and_restored_then_the_same_key_signs(key_file, passphrase, tmp_path):
    key = working_key("", key_file)
    take_key_into_use(key=key, actor=None, at=AT)
    command("backup", str(tmp_path / "cadangan.pem"), passphrase)
    key_file.unlink()

    command("restore", str(tmp_path / "cadangan.pem"), passphrase)

    assert public_text(working_key("", key_file)) == public_text(key)
    assert b"ENCRYPTED" in (tmp_path / "cadangan.pem").read_bytes()
    assert (tmp_path / "cadangan.pem").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="sudah ada dan tidak ditimpa"):
        command("restore", str(tmp_path / "cadangan.pem"), passphrase)


def test_command_when_the_backup_is_of_another_key_or_passphrase_then_restores_nothing(key_file, passphrase, tmp_path):
    working_key("", key_file)
    command("backup", str(tmp_path / "cadangan.pem"), passphrase)
    key_file.unlink()
    (tmp_path / "lain").write_text("frasa lain yang panjang")
    with pytest.raises(CommandError):
        command("restore", str(tmp_path / "cadangan.pem"), f"--passphrase-file={tmp_path / 'lain'}")
    take_key_into_use(key=KEY, actor=None, at=AT)

    with pytest.raises(CommandError, match="tidak tercatat"):
        command("restore", str(tmp_path / "cadangan.pem"), passphrase)

    assert not key_file.exists()


def test_command_when_rotated_then_a_new_file_signs_and_the_old_one_stays(key_file):
    old = working_key("", key_file)
    take_key_into_use(key=old, actor=None, at=AT)

    command("rotate")

    new = working_key("", key_file)
    assert take_key_into_use(key=new, actor=None, at=LATER).predecessor.public_key == public_text(old)
    assert [path.name.partition(".retired-")[0] for path in key_file.parent.glob("signing_key.*")] == ["signing_key"]
    assert "diserahterimakan" in command("show")


def test_command_when_the_key_was_lost_then_a_new_one_begins_with_a_reason_and_without_a_hand_over(key_file):
    take_key_into_use(key=KEY, actor=None, at=AT)

    command("rotate", "--without-handover", "Server terbakar.")

    begun = key_in_use()
    assert (begun.predecessor, begun.public_key) == (None, public_text(working_key("", key_file)))
    assert SigningKey.objects.get(public_key=public_text(KEY)).retired_at is not None
    assert AuditEntry.objects.latest("number").reason == "Server terbakar."


def test_command_when_a_key_is_declared_compromised_then_the_method_page_says_since_when_and_why(client, key_file):
    take_key_into_use(key=KEY, actor=None, at=AT)

    command("compromised", public_text(KEY), "--from", "2026-03-01T00:00+07:00", "--reason", "Laptop hilang.")

    page = client.get(reverse("method")).content.decode()
    assert public_text(KEY) in page
    assert "Laptop hilang." in page
    with pytest.raises(CommandError, match="zona"):
        command("compromised", public_text(KEY), "--from", "2026-03-01", "--reason", "x")


def test_method_page_when_nothing_was_signed_then_makes_no_key(client, key_file):
    assert "Belum ada hasil yang ditandatangani." in client.get(reverse("method")).content.decode()
    assert not key_file.exists()
