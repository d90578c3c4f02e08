"""The two sides of an answer that was changed twice, as the form and its script show them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.rulebooks.parsing.questionnaire import Question
from awards.submissions.models.answers import Answer
from awards.submissions.parsing.answers import as_typed
from awards.submissions.services.answers import Write
from paritrana.accounts.models import User


@dataclass(frozen=True, slots=True)
class Side:
    """What is stored when this side is chosen, whole: whose it is, the answer and its remark."""

    label: str
    value: str
    note: str


def sides(question: Question, write: Write, current: Answer | None, reader: User) -> tuple[Side, Side]:
    """Return what the reader typed and what is stored; a part that the reader did not touch stays as stored."""
    stored_value, stored_note = (current.value, current.note) if current else ("", "")
    mine = Side(
        _("Anda ketik"),
        as_typed(question, stored_value if write.value is None else write.value),
        stored_note if write.note is None else write.note,
    )
    return mine, Side(_stored_by(current, reader), as_typed(question, stored_value), stored_note)


def _stored_by(current: Answer | None, reader: User) -> str:
    if current is None:
        return _("Tersimpan")
    if current.updated_by_id == reader.pk:
        return _("Tersimpan dari tab atau perangkat Anda yang lain")
    return _("Tersimpan oleh %(name)s") % {"name": current.updated_by.get_full_name() or current.updated_by.username}
