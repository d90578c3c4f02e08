"""Reference files as they ship, read without a database."""
