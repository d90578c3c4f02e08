"""A submission in each state; `open_category` sets the stage around it."""

import factory

from awards.editions.models import Category, StageKind
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.models.eligibility import EligibilityCheck
from awards.tests.factories.editions import DAY, NOW, CategoryFactory, RulebookFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from paritrana.accounts.tests.factories import UserFactory


def open_category(**fields) -> Category:
    """Return a category with sealed rules whose submission and verification stages are open at `NOW`."""
    category = CategoryFactory(**fields)
    RulebookFactory(category=category)
    StageFactory(category=category)
    StageFactory(category=category, kind=StageKind.VERIFICATION)
    return category


class EligibilityCheckFactory(factory.django.DjangoModelFactory):
    """The check before the form, passed."""

    class Meta:
        model = EligibilityCheck

    entry = factory.SubFactory(EntryFactory)
    answers = factory.LazyFunction(lambda: {"siap": True})
    is_eligible = True
    rulebook_digest = "d" * 64
    at = NOW - 5 * DAY
    answered_by = factory.SubFactory(UserFactory)


class SubmissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Submission

    entry = factory.SubFactory(EntryFactory)
    rulebook_digest = "d" * 64
    created_at = NOW - 5 * DAY


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    submission = factory.SubFactory(SubmissionFactory)
    question = "sponsored"
    value = "17.195"
    updated_at = NOW - DAY
    updated_by = factory.SubFactory(UserFactory)


def sent_submission(entry, *, officer=None, **answers) -> Submission:
    """Return a sent submission of an entry with the given answers by question code."""
    submission = SubmissionFactory(
        entry=entry,
        state=SubmissionState.SUBMITTED,
        submitted_at=NOW - DAY,
        submitted_by=officer,
        receipt_number=f"PA2025-{entry.pk}-1",
        digest="e" * 64,
        sends=1,
    )
    for question, value in answers.items():
        AnswerFactory(submission=submission, question=question, value=value)
    return submission
