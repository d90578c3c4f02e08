"""Decisions that write ministries' rows, one topic a module."""
