"""Jury panels: exact values per entry, comparability, and what the panel's own marks say about it."""
