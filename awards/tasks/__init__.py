"""Handlers of background jobs; each takes an id, makes one call, and may run twice without harm."""

from awards.tasks import evidence as evidence
from awards.tasks import jury as jury
from awards.tasks import reminders as reminders
from awards.tasks import submissions as submissions
