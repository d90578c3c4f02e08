import pytest
from django.utils import translation

from paritrana.mail import private_links
from paritrana.mail.delivery import message_of
from paritrana.mail.layout import LetterBlock, LetterPartKind, letter_blocks, underlined
from paritrana.mail.private_links import MARK, PrivateLinkGoneError, marked_link
from paritrana.mail.services import Letter, Stranger, queue_stranger_mail
from paritrana.mail.tests.factories import NOW, MailFactory
from paritrana.mail.wording import footer, site_link

TEXT = "Yth. Siti,\n\n{heading}\nDiminta 12 Mei.\nBuka isian: {link}\n\n- satu\n- dua\n\n{footer}"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_ADDRESS = "https://contoh.example"


def test_blocks_when_a_letter_is_read_then_headings_items_buttons_and_footer_are_told_apart():
    body = TEXT.format(heading=underlined("Klarifikasi"), link=site_link("home"), footer="-- \nDari kami.")

    assert letter_blocks(body) == (
        LetterBlock(LetterPartKind.WORDS, ("Yth. Siti,",)),
        LetterBlock(LetterPartKind.HEADING, ("Klarifikasi",)),
        LetterBlock(LetterPartKind.WORDS, ("Diminta 12 Mei.",)),
        LetterBlock(LetterPartKind.BUTTON, ("Buka isian",), "https://contoh.example/"),
        LetterBlock(LetterPartKind.ITEMS, ("satu", "dua")),
        LetterBlock(LetterPartKind.FOOTER, ("Dari kami.",)),
    )


def test_blocks_when_there_are_several_addresses_then_the_last_is_a_quiet_one():
    link = site_link("home")

    blocks = letter_blocks(f"Jawab: {link}\n\nSemua kabar: {link}\n\n-- \nDari kami.")

    assert [block.kind for block in blocks] == [LetterPartKind.BUTTON, LetterPartKind.LINK, LetterPartKind.FOOTER]


@pytest.mark.parametrize(
    "line", ["Buka: https://lain.example/x", "Buka: https://contoh.example.jahat.example/", "<a href='/x'>Buka</a>"]
)
def test_blocks_when_an_address_is_not_ours_then_it_is_no_button(line):
    assert [block.kind for block in letter_blocks(line)] == [LetterPartKind.WORDS]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("id", "Dikirim oleh Paritrana"), ("en", "Sent by Paritrana")])
def test_message_when_made_then_text_and_html_say_the_same_in_its_language(language, said):
    with translation.override(language):
        mail = MailFactory(body=f"Isi & <b>tebal</b>\n\n{footer()}", language=language)

    message = message_of(mail)

    ((html, kind),) = [(part.content, part.mimetype) for part in message.alternatives]
    assert kind == "text/html"
    assert message.extra_headers["Content-Language"] == language
    assert said in message.body
    assert said in html
    assert f'<html lang="{language}">' in html
    assert "Isi &amp; &lt;b&gt;tebal&lt;/b&gt;" in html


@pytest.mark.django_db
def test_private_link_when_the_mail_leaves_then_stands_in_it_and_never_in_what_is_kept(monkeypatch):
    monkeypatch.setitem(private_links._MAKERS, "uji", lambda key: f"/undangan/rahasia-{key}/")
    stranger = Stranger("siti@contoh.example", "id", "uji:7")
    letter = Letter("Undangan", f"Terima undangan: {marked_link()}")

    mail = queue_stranger_mail(stranger=stranger, letter=letter, key="undangan:7", send_before=NOW, at=NOW)

    assert queue_stranger_mail(stranger=stranger, letter=letter, key="undangan:7", send_before=NOW, at=NOW) is None
    assert MARK in mail.body
    assert "rahasia" not in mail.body
    assert message_of(mail).body == "Terima undangan: https://contoh.example/undangan/rahasia-7/"


@pytest.mark.django_db
def test_private_link_when_it_holds_no_longer_then_the_mail_is_not_made(monkeypatch):
    monkeypatch.setitem(private_links._MAKERS, "uji", lambda _key: "")

    with pytest.raises(PrivateLinkGoneError):
        message_of(MailFactory(private_link="uji:7"))
