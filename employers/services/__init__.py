"""Decisions that write employers' rows, one topic a module."""
