"""The API for machines: read-only, the same visibility rule as the pages, tokens for auditors."""
