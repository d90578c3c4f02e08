"""Django's `migrate`, which lifts the guards of kept rows for its own work and puts them back, also when it fails.

Migrations are one of the few lawful ways to change a kept row, and on SQLite they rebuild tables.
"""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import connections

from paritrana.audit import guards


class Command(DjangoCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        connection = connections[options["database"]]
        guards.lift(connection)
        try:
            super().handle(*args, **options)
        finally:
            guards.install(connection)
