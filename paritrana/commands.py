"""Commands that speak the language asked for: `--language en` on any of them, else the installation's own."""

import argparse
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class SpeakingCommand(BaseCommand):
    """Everything the command prints, its help and refusals included, is in the language that the option names."""

    help: str | Promise  # type: ignore[assignment] # told anew for every reader, by create_parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Switch the language on before the options are read: `--help` is written while they are."""
        with translation.override(asked_for(argv[2:])):
            super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = str(self.help)
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            default=settings.LANGUAGE_CODE,
            help=_("bahasa keluaran: id (Indonesia) atau en (Inggris)"),
        )
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        with translation.override(options["language"]):
            return super().execute(*args, **options)


def asked_for(arguments: Sequence[str]) -> str:
    """Return the language that the arguments name; what else they say is for the command's own parser to judge."""
    reader = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    reader.add_argument("--language", default=settings.LANGUAGE_CODE)
    try:
        language = str(reader.parse_known_args(arguments)[0].language)
    except argparse.ArgumentError:
        return settings.LANGUAGE_CODE
    return language if language in LANGUAGES else settings.LANGUAGE_CODE
