"""What verification decides."""
