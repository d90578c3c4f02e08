"""A submission as people see it."""
