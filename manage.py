#!/usr/bin/env python
"""Run Django's management commands for Paritrana."""

import os
import sys

from paritrana.audit.commands import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
    run(sys.argv)
