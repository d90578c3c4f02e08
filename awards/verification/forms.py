"""A verdict as a form: the reason code first, words second."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.rulebooks.parsing.questionnaire import QuestionKind
from awards.submissions.forms.sections import RegisterWidget, answer_widget
from awards.submissions.selectors.sheets import Item
from awards.verification.models import FindingReason, ObjectionState, Verdict
from awards.verification.services.findings import Ruling

REASONS = (
    ("", _("pilih alasan")),
    *(choice for choice in FindingReason.choices if choice[0] != FindingReason.OBJECTION),
)


class ProseField(forms.CharField):
    """Words in a text area: a line break counts once, as in the browser that limits what is typed."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


class CorrectionForm(forms.Form):
    """A form whose `value` is typed or chosen like the answer itself: a register row by row, a choice from its list."""

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = item.question
        if question.kind is QuestionKind.CHOICE:
            choices = [("", _("pilih jawaban")), *((choice.code, choice.label) for choice in question.choices)]
            self.fields["value"].widget = forms.Select(choices=choices)
        elif question.kind is QuestionKind.REGULATIONS:
            self.fields["value"].widget = RegisterWidget(button="button")
        else:
            self.fields["value"].widget = answer_widget(question, {"autocomplete": "off"})
        if question.kind in {QuestionKind.REGULATIONS, QuestionKind.TEXT}:
            self.fields["value"].initial = item.typed


class RulingForm(CorrectionForm):
    """Which verdict on which version of the answer."""

    verdict = forms.ChoiceField(label=_("Putusan"), choices=Verdict.choices)
    reason_code = forms.ChoiceField(label=_("Alasan"), choices=REASONS, required=False)
    value = forms.CharField(label=_("Nilai hasil koreksi"), required=False, max_length=20_000)
    note = ProseField(
        label=_("Catatan untuk peserta"), required=False, max_length=4000, widget=forms.Textarea({"rows": "2"})
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def ruling(self) -> Ruling:
        return Ruling(
            verdict=Verdict(self.cleaned_data["verdict"]),
            value=self.cleaned_data["value"],
            reason_code=self.cleaned_data["reason_code"],
            note=self.cleaned_data["note"],
        )


class ClarificationForm(forms.Form):
    """Which answers open again, what is asked, until when."""

    questions = forms.MultipleChoiceField(label=_("Jawaban yang ditanyakan"), widget=forms.CheckboxSelectMultiple)
    message = ProseField(label=_("Pertanyaan kepada peserta"), max_length=4000, widget=forms.Textarea({"rows": "3"}))
    due_at = forms.DateTimeField(
        label=_("Batas jawab (WIB)"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )

    def __init__(self, items: Sequence[Item], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (item.question.code, f"{item.question.number} {item.question.label}") for item in items
        ]


class ObjectionForm(forms.Form):
    """Why the verdict is wrong, with the date that the file proves, if there is a file."""

    text = ProseField(label=_("Alasan sanggahan"), max_length=4000, widget=forms.Textarea({"rows": "4"}))
    proves_on = forms.DateField(
        label=_("Tanggal keadaan yang dibuktikan berkas"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


class ObjectionDecisionForm(CorrectionForm):
    """The decision on an objection; the value counts only when it is upheld."""

    outcome = forms.ChoiceField(
        label=_("Putusan"),
        choices=[
            ("", _("pilih putusan")),
            *((state.value, state.label) for state in (ObjectionState.UPHELD, ObjectionState.DISMISSED)),
        ],
    )
    value = forms.CharField(label=_("Nilai yang berlaku (bila diterima)"), required=False, max_length=20_000)
    decision = ProseField(
        label=_("Pertimbangan yang dibaca peserta"), max_length=4000, widget=forms.Textarea({"rows": "4"})
    )

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        """Begin from the claim: whoever upholds an objection says that the entrant was right."""
        super().__init__(item, *args, **kwargs)
        self.fields["value"].initial = item.typed
