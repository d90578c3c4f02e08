"""The tables of each public page, declared once: the page, its CSV, its JSON and its metadata read them here."""
