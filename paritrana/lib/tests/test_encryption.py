import pytest

from paritrana.lib.encryption import MARK, UnreadableTextError, decrypted, encrypted, is_current

OLD, NEW = "kunci-lama-" * 4, "kunci-baru-" * 4
# Made once, with the old key: rows that lie in databases must be read for ever.
STORED = "fernet:gAAAAABqdDKAAAECAwQFBgcICQoLDA0OD9ted7wiqZmaGdIgQHEVzlussbGsonliPZ1vGkyeg1v3GkXD0hCD6SONmYM8IXMczw=="


def test_text_when_encrypted_then_marked_unreadable_and_another_each_time():
    first, second = (encrypted("JBSWY3DP", keys=[OLD], purpose="a") for _ in range(2))

    assert (first.startswith(MARK), "JBSWY3DP" in first, first == second) == (True, False, False)
    assert decrypted(first, keys=[OLD], purpose="a") == "JBSWY3DP"


def test_text_when_stored_before_there_was_a_key_then_read_as_it_is():
    assert decrypted("JBSWY3DP", keys=[OLD], purpose="a") == "JBSWY3DP"


def test_text_when_stored_by_earlier_code_then_read():
    assert decrypted(STORED, keys=[OLD], purpose="a") == "JBSWY3DP"


def test_text_when_keys_were_rotated_then_the_old_one_still_opens_and_the_new_one_encrypts():
    stored = encrypted("JBSWY3DP", keys=[OLD], purpose="a")

    assert decrypted(stored, keys=[NEW, OLD], purpose="a") == "JBSWY3DP"
    assert decrypted(encrypted("JBSWY3DP", keys=[NEW, OLD], purpose="a"), keys=[NEW], purpose="a") == "JBSWY3DP"


@pytest.mark.parametrize(
    ("stored", "purpose"),
    [
        (encrypted("JBSWY3DP", keys=[OLD], purpose="a"), "a"),
        (encrypted("JBSWY3DP", keys=[NEW], purpose="b"), "a"),
        (encrypted("JBSWY3DP", keys=[NEW], purpose="a")[:-6], "a"),
        (f"{MARK}apa saja", "a"),
        (f"{MARK}ékor", "a"),
        (MARK, "a"),
    ],
    ids=["another key", "another purpose", "cut off", "no token", "no ascii", "nothing"],
)
def test_text_when_no_key_opens_it_then_says_so(stored, purpose):
    with pytest.raises(UnreadableTextError):
        decrypted(stored, keys=[NEW], purpose=purpose)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (encrypted("JBSWY3DP", keys=[NEW], purpose="a"), True),
        (encrypted("JBSWY3DP", keys=[OLD], purpose="a"), False),
        ("JBSWY3DP", False),
    ],
    ids=["first key", "second key", "plain"],
)
def test_current_when_asked_then_only_what_the_first_key_encrypted(stored, expected):
    assert is_current(stored, keys=[NEW, OLD], purpose="a") is expected
