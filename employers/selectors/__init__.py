"""Questions about employers, one topic a module."""
