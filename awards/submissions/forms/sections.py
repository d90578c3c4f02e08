"""The questionnaire as a web form. It reads what was sent and says what is wrong; it never saves and never refuses."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.rulebooks.parsing.questionnaire import Question, QuestionKind
from awards.rulebooks.parsing.regulations import CLAUSES, MAXIMUM_ROWS, NONE_ROW, RANKS
from awards.sentences import sentence
from awards.submissions.parsing.answers import (
    MAXIMUM_TEXT,
    REGISTER_CELLS,
    read_answer,
    register_rows,
    register_text,
    says_none,
    shown_in_form,
    trace_of,
    whole_number,
)
from awards.submissions.selectors.sheets import Item, SectionSheet
from awards.submissions.services.answers import Seen, Write
from paritrana.pages.reader import reader_language

BLANK_ROWS = 2
MAXIMUM_RADIOS = 5


class RegisterWidget(forms.Widget):
    """Rows of a register of regulations; works without script, two blank rows are always ready.

    Where saving is harmless the button for more rows saves (`button` is "submit"); a verdict must not go out with it.
    """

    def __init__(self, *, button: str = "submit") -> None:
        super().__init__()
        self.button = button

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        if f"{name}-rows" not in data:
            return str(data.get(name, ""))
        count = min(whole_number(str(data[f"{name}-rows"])) or 0, MAXIMUM_ROWS)
        rows = [
            {key: data.get(f"{name}-{place}-{key}", "") for key in (*REGISTER_CELLS, *CLAUSES)}
            for place in range(count)
        ]
        return register_text(rows, is_without=bool(data.get(f"{name}-none")))

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        text = str(value or "")
        stored = register_rows(text)
        rows = [*(row for row in stored if row != NONE_ROW), *({} for _blank in range(BLANK_ROWS))][:MAXIMUM_ROWS]
        context = {
            "name": name,
            "rows": rows,
            "is_without": says_none(text),
            "ranks": RANKS[reader_language()].items(),
            "count": len(rows),
            "limit": MAXIMUM_ROWS,
            "button": self.button,
            "described_by": (attrs or {}).get("aria-describedby", ""),
        }
        return mark_safe(render_to_string("submissions/_register.html", context))  # noqa: S308 - a template's output

    def use_required_attribute(self, initial: Any) -> bool:
        return False


def answer_widget(question: Question, attrs: dict[str, str]) -> forms.Widget:
    """Return what an answer to this question is typed or chosen with, also where an officer corrects it."""
    if question.kind is QuestionKind.REGULATIONS:
        return RegisterWidget()
    if question.kind is QuestionKind.CHOICE:
        choices = [(choice.code, choice.label) for choice in question.choices]
        if question.is_required and len(choices) <= MAXIMUM_RADIOS:
            return forms.RadioSelect(attrs, choices)
        return forms.Select(attrs, [("", _("belum dijawab")), *choices])
    if question.kind is QuestionKind.TEXT:
        return forms.Textarea({**attrs, "rows": "5", "data-most": str(MAXIMUM_TEXT)})
    return forms.TextInput({**attrs, "inputmode": "decimal", "class": "num answer-figure"})


class AnswerField(forms.CharField):
    """Takes any text and says what is wrong with it; nothing typed is ever thrown away."""

    def __init__(self, question: Question, judged_on: datetime.date | None) -> None:
        super().__init__(
            label=_("Jawaban (%(unit)s)") % {"unit": question.unit} if question.unit else _("Jawaban"),
            required=False,
            widget=answer_widget(
                question,
                {"autocomplete": "off", "data-answer": question.code},
            ),
            strip=False,
        )
        self.question = question
        self.judged_on = judged_on

    def validate(self, value: str) -> None:
        problem = read_answer(self.question, value, judged_on=self.judged_on).problem
        if problem:
            raise ValidationError(sentence(problem))

    def get_bound_field(self, form: BaseForm, field_name: str) -> "BoundAnswer":
        return BoundAnswer(form, self, field_name)


class BoundAnswer(forms.BoundField):
    """Tie the field to its question, and to what is wrong with it, for those who listen."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        problem = [f"{self.auto_id}_error"] if self.errors else []
        return {**built, "aria-describedby": " ".join([f"label-{self.name}", *problem])}


class SectionForm(forms.Form):
    """One section: per question the answer, a remark, and the version that the writer saw."""

    def __init__(self, section: SectionSheet, data: QueryDict | Mapping[str, str]) -> None:
        super().__init__(data)
        self.section = section
        for item in section.items:
            code = item.question.code
            if item.question.kind is not QuestionKind.FILE:
                self.fields[code] = AnswerField(item.question, item.judged_on)
            self.fields[f"{code}__note"] = forms.CharField(
                label=gettext_lazy("Keterangan (bila perlu)"),
                required=False,
                widget=forms.Textarea({"rows": "2", "data-most": str(MAXIMUM_TEXT), "data-note": code}),
            )
            self.fields[f"{code}__version"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
            self.fields[f"{code}__seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def stored(cls, section: SectionSheet) -> "SectionForm":
        """Return the form showing what is stored, with the problems of what was typed."""
        return cls(section, stored_values(section.items))

    @property
    def refusal(self) -> str:
        """Say why nothing of this may be stored: a register whose number of rows cannot be read would lose its rows."""
        if not self.unreadable_registers:
            return ""
        return _(
            "Daftar peraturan ini tidak dapat dibaca. Tidak ada yang disimpan dan isian lama tetap. "
            "Periksa daftarnya, lalu simpan lagi."
        )

    @property
    def unreadable_registers(self) -> tuple[Item, ...]:
        return tuple(
            item
            for item in self.section.items
            if whole_number(str(self.data.get(f"{item.question.code}-rows", "0"))) is None
        )

    def writes(self) -> tuple[Write, ...]:
        """Return one write per question that the client sent; what it did not send is not touched."""
        return tuple(self._write(item) for item in self.section.items if self._is_sent(item))

    def _is_sent(self, item: Item) -> bool:
        code = item.question.code
        sent = {code, f"{code}__note", f"{code}-rows"}
        return f"{code}__version" in self.data and not sent.isdisjoint(self.data)

    def _write(self, item: Item) -> Write:
        code = item.question.code
        field = self.fields.get(code)
        value = note = None
        if field is not None and not {code, f"{code}-rows"}.isdisjoint(self.data):
            value = _plain(str(field.widget.value_from_datadict(self.data, {}, code) or ""))
        if f"{code}__note" in self.data:
            note = _plain(str(self.data[f"{code}__note"]))
        version = str(self.data[f"{code}__version"])
        key = str(self.data.get("write_key", ""))[:40]
        seen = Seen.read(str(self.data.get(f"{code}__seen", "")))
        # The script leaves out what nobody touched; a plain form sends everything.
        if seen and not key:
            value = None if value is not None and trace_of(value) == seen.value else value
            note = None if note is not None and trace_of(note) == seen.note else note
        return Write(question=code, value=value, note=note, version=whole_number(version) or 0, key=key, seen=seen)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")


def stored_values(items: tuple[Item, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in items:
        code = item.question.code
        values[code] = shown_in_form(item.question, item.typed)
        values[f"{code}__note"] = item.answer.note if item.answer else ""
        values[f"{code}__version"] = str(item.version)
        values[f"{code}__seen"] = str(seen_by_form(item))
    return values


def seen_by_form(item: Item) -> Seen:
    return Seen.of(item.question, item.typed, item.answer.note if item.answer else "")


class ReturnForm(forms.Form):
    """Why a submission goes back, and until when it may be mended."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan yang dibaca peserta"), widget=forms.Textarea({"rows": "4"}), max_length=4000
    )
    mend_until = forms.DateTimeField(
        label=gettext_lazy("Batas perbaikan (WIB)"), widget=forms.DateTimeInput({"type": "datetime-local"})
    )
