"""Handlers of background jobs; each takes an id, makes one call, and may run twice without harm."""

from awards.submissions.tasks import deadlines as deadlines
from awards.submissions.tasks import evidence as evidence
from awards.submissions.tasks import reminders as reminders
