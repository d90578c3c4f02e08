"""What verification knows."""
