"""Entrants and what they send, in the panel; importing the modules registers them."""

from awards.submissions.admin import entries, evidence, extensions, submissions

__all__ = ["entries", "evidence", "extensions", "submissions"]
