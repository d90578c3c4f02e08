"""The rules that count for a category, refused when their sealed text was touched."""

import hashlib
from collections.abc import Collection

from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.parsing.questionnaire import Questionnaire, load_questionnaire
from paritrana.pages.reader import reader_language


class NoSealedRulebookError(Exception):
    """The category has no rules yet that may be used."""


class RulebookTamperedError(Exception):
    """The text of a sealed rulebook no longer matches its seal."""


def text_digest(text: str) -> str:
    """Return the SHA-256 of the very bytes of a rulebook's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def checked_text(rulebook: Rulebook) -> str:
    """Return the text of a sealed rulebook; raises `RulebookTamperedError` when it was edited after sealing."""
    if rulebook.state != RulebookState.DRAFT and text_digest(rulebook.text) != rulebook.text_digest:
        raise RulebookTamperedError(
            _(
                "Teks juknis %(rulebook)s berubah setelah disegel, sehingga tidak dipakai. Nilai dan isian tidak"
                " berubah. Pulihkan teks aslinya atau segel versi baru, dan laporkan kepada auditor."
            )
            % {"rulebook": rulebook}
        )
    return rulebook.text


def sealed_rulebook(category: Category) -> Rulebook:
    """Return the category's sealed rulebook with its seal checked."""
    rulebook = Rulebook.objects.filter(category=category, state=RulebookState.SEALED).first()
    if rulebook is None:
        raise NoSealedRulebookError(
            _("Kategori %(category)s belum memiliki juknis yang disegel. Hubungi penyelenggara.")
            % {"category": category}
        )
    checked_text(rulebook)
    return rulebook


def without_questionnaire(categories: Collection[Category]) -> frozenset[int]:
    """Return the keys of those whose sealed rulebook asks nothing: nobody owes a form there. One query."""
    rows = Rulebook.objects.filter(category__in=categories, state=RulebookState.SEALED)
    return frozenset(key for key, text in rows.values_list("category", "text") if not load_questionnaire(text).sections)


def questionnaire_of(rulebook: Rulebook) -> Questionnaire:
    """Return the questions of a rulebook in the language that is read, its seal checked."""
    return load_questionnaire(checked_text(rulebook), reader_language())
