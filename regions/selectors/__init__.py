"""Questions about regions, one topic a module."""
