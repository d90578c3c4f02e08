"""The verification desk."""
