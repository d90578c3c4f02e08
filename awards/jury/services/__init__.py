"""Decisions of the jury's stage."""
