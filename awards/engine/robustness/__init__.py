"""How firmly a ranking stands: exact thresholds where they exist, seeded simulation where they do not."""
