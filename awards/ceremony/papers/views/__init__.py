"""Screens of the papers."""
