"""What the evening needs beside a signed result; who won, and in which order, is read there and nowhere else."""

from paritrana.audit.guards import RowGuard

GUARDS: tuple[RowGuard, ...] = ()
"""Rows of the evening that say what was, and are never rewritten."""
