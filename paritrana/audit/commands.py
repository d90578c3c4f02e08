"""What was run on the machine itself, by whoever may: the trail keeps the commands that reach into the data."""

import getpass

import django
from django.contrib.auth import get_user_model
from django.core.management import execute_from_command_line
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

NOTED = frozenset(
    {
        "assign_role",
        "backup",
        "changepassword",
        "createsuperuser",
        "dbshell",
        "demo",
        "flush",
        "load_reference",
        "loaddata",
        "run_score",
        "shell",
    }
)
LONGEST = 300
NAMING = frozenset({"--email", "--full_name", "--username"})
"""Options after which somebody is named."""


def run(arguments: list[str]) -> None:
    """Run a command of manage.py and note it before, where there is a trail already."""
    name = arguments[1] if len(arguments) > 1 else ""
    if name in NOTED and "--help" not in arguments:
        django.setup()
        note_command(name, arguments[2:])
    execute_from_command_line(arguments)


def _without_names(options: list[str]) -> list[str]:
    """Put numbers of accounts for user names, and nothing for names and addresses that no account has yet."""
    accounts = get_user_model()._default_manager  # noqa: SLF001 - a documented door
    known = dict(accounts.filter(username__in=[_value(option) for option in options]).values_list("username", "pk"))
    told = []
    for before, option in zip(["", *options], options, strict=False):
        value = _value(option)
        hidden = f"#{known[value]}" if value in known else "…"
        is_name = value in known or "@" in value or before in NAMING or option.partition("=")[0] in NAMING
        told.append(option.removesuffix(value) + hidden if is_name and value else option)
    return told


def _value(option: str) -> str:
    return option.partition("=")[2] if option.startswith("--") else option


def note_command(name: str, options: list[str]) -> None:
    from paritrana.audit.models import AuditHead  # noqa: PLC0415 - models are there after the set-up only
    from paritrana.audit.services import record  # noqa: PLC0415

    try:
        if "audit_audithead" not in connection.introspection.table_names():
            return
    except DatabaseError:  # the command itself says what is wrong with the database
        return
    told: dict[str, object] = {
        "command": name,
        "options": " ".join(_without_names(options))[:LONGEST],
        "account": getpass.getuser(),
    }
    with transaction.atomic():
        record(action="machine.command", subject=AuditHead(id=1), actor=None, at=timezone.now(), changes=told)
