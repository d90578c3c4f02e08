"""Decisions that write regions' rows, one topic a module."""
