"""Every command of ours speaks both languages, and knows the one asked for before it reads its options."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.utils import translation

from paritrana.commands import SpeakingCommand, asked_for

OURS = sorted(
    name
    for name, app in get_commands().items()
    if app in {config.name for config in apps.get_app_configs() if "site-packages" not in config.path}
    and name != "migrate"  # Django's own words
)


@pytest.mark.parametrize("name", OURS)
def test_command_when_help_is_read_in_english_then_it_is_no_indonesian(name):
    command = import_module(f"{get_commands()[name]}.management.commands.{name}").Command()
    with translation.override("id"):
        indonesian = command.create_parser("manage.py", name).format_help()
    with translation.override("en"):
        parser = command.create_parser("manage.py", name)
        english = parser.format_help()

    assert isinstance(command, SpeakingCommand)
    told = [parser.description, *(action.help for action in parser._actions)]
    assert english != indonesian
    assert [text for text in told if text and str(text) in indonesian and " " in text and text not in FRAMEWORK] == []


FRAMEWORK = {action.help for action in SpeakingCommand.__mro__[1]().create_parser("manage.py", "none")._actions}


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "id"),
        (["--language", "en"], "en"),
        (["run", "--language=en", "--help"], "en"),
        (["--language"], "id"),
        (["--language", "fr"], "id"),
    ],
)
def test_language_when_asked_for_then_known_before_the_options_are_read(arguments, language):
    assert asked_for(arguments) == language
