"""The inventory of personal data against the models: nothing that can hold words is in neither list."""

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from paritrana.accounts.models import User
from paritrana.accounts.personal_data import INVENTORY, NOT_PERSONAL, acts, records

WORDY = (
    models.BinaryField,
    models.CharField,
    models.FileField,
    models.GenericIPAddressField,
    models.JSONField,
    models.TextField,
)
OF_HISTORY = {"history_change_reason"}


def all_models():
    return apps.get_models(include_auto_created=True)


def places_of(models_):
    """Return every field that can hold words and offers no closed list of them, a history's under its model's name."""
    found = set()
    for model in models_:
        name = model.__name__.removeprefix("Historical")
        for field in model._meta.concrete_fields:
            is_free = isinstance(field, WORDY) and not field.choices
            if is_free and not (name != model.__name__ and field.name in OF_HISTORY):
                found.add(f"{model._meta.app_label}.{name}.{field.name}")
    return found


def listed_as_personal():
    return [place for record in records() for place in record.places]


def listed_as_not_personal():
    return [f"{model}.{name}" for model, names in NOT_PERSONAL.items() for name in names.split()]


def unlisted(models_):
    return sorted(places_of(models_) - {*listed_as_personal(), *listed_as_not_personal()})


def test_fields_of_all_models_when_they_can_hold_words_then_each_is_in_the_inventory_or_listed_as_not_personal():
    assert unlisted(all_models()) == []


@isolate_apps("paritrana.accounts")
def test_fields_of_a_new_model_when_in_neither_list_then_they_are_named():
    class Newcomer(models.Model):
        full_name = models.CharField(max_length=9)
        email = models.EmailField()
        address = models.GenericIPAddressField()
        note = models.TextField()
        portrait = models.FileField()
        more = models.JSONField()
        state = models.CharField(max_length=9, choices=[("a", "A")])
        count = models.IntegerField()

        class Meta:
            app_label = "accounts"

        def __str__(self):
            return self.full_name

    assert unlisted([Newcomer]) == [
        f"accounts.Newcomer.{name}" for name in ("address", "email", "full_name", "more", "note", "portrait")
    ]


def test_lists_when_held_together_then_no_field_is_listed_twice_or_is_none():
    listed = [*listed_as_personal(), *listed_as_not_personal()]

    assert len(listed) == len(set(listed))
    assert sorted(set(listed) - places_of(all_models())) == []


def test_records_when_they_name_their_person_then_every_way_leads_to_an_account():
    astray = []
    for record in records():
        for owner in record.owners:
            end = record.model_class()
            for step in [] if owner == "pk" else owner.split("__"):
                field = end._meta.get_field(step)
                end = field.related_model if field.is_relation else type(field)
            if end is not (models.CharField if record.is_by_name else User):
                astray.append((record.model, owner))

    assert astray == []


def test_records_when_they_keep_fields_back_or_show_others_beside_then_fields_of_the_model():
    astray = [record.model for record in records() if not record.kept_back <= set(record.names)]
    beside = [f"{record.model}.{name}" for record in records() for name in record.beside.split()]

    assert (astray, sorted(set(beside) - set(listed_as_not_personal()))) == ([], [])


def test_inventory_when_read_in_english_then_no_word_of_it_is_left_in_indonesian():
    def said():
        return [
            str(text)
            for subject in INVENTORY
            for record in subject.records
            for text in (
                subject.title,
                record.what,
                record.purpose,
                record.ground.label,
                record.keeping.label,
                record.erasure.label,
            )
        ]

    indonesian = said()
    with translation.override("en"):
        english = said()

    assert all(english)
    assert [text for text, other in zip(indonesian, english, strict=True) if text == other] == []


def test_references_to_accounts_when_walked_then_the_trail_the_marks_and_the_signatures_are_among_them():
    found = {f"{model._meta.label}.{name}" for model, name in acts()}

    assert {"audit.AuditEntry.actor", "awards.SignOff.user", "awards.Juror.user", "awards.Finding.officer"} <= found
