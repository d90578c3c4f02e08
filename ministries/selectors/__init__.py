"""Questions about ministries, one topic a module."""
