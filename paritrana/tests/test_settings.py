"""The settings as a machine's environment makes them: read from a copy of the module, with files of its own."""

import re
import runpy
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler

SOURCE = Path(settings.BASE_DIR) / "paritrana" / "settings.py"
NAMES = sorted(set(re.findall(r'env\.\w+\(\s*"(\w+)"', SOURCE.read_text("utf-8"))))
OBJECTS = {"UNFOLD", "LOGGING"}  # hold functions and formatters, which are new with every reading


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read the settings with nothing in the environment but what is given."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "paritrana").mkdir()
    copy = shutil.copy(SOURCE, tmp_path / "paritrana")

    def read(**given):
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(name, value)
            found = runpy.run_path(copy)
        return {
            **{name: value for name, value in found.items() if name.isupper() and name not in OBJECTS},
            "log": (found["LOGGING"]["root"], found["LOGGING"]["handlers"]),
        }

    return read


@pytest.mark.parametrize("empty", ["", "  "], ids=["nothing", "blanks"])
@pytest.mark.parametrize("name", NAMES)
def test_setting_when_left_empty_then_as_if_it_were_absent(read, name, empty):
    around = {"DATABASE_URL": "postgresql://a:b@c:5433/d"} if name == "CONN_MAX_AGE" else {}

    assert read(**around, **{name: empty}) == read(**around)


def test_settings_when_all_are_left_empty_then_the_defaults_of_one_machine(read, tmp_path):
    found = read(**dict.fromkeys(NAMES, ""))

    assert ConnectionHandler(found["DATABASES"])["default"].vendor == "sqlite"
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "var" / "paritrana.sqlite3")
    assert found["STATIC_ROOT"] == tmp_path / "var" / "static"
    assert found["MFA_REQUIRED_FOR_STAFF"] is True
    assert (found["JOB_LEASE_SECONDS"], found["CELERY_BROKER_URL"]) == (30, "files://localhost/")


def test_settings_when_given_then_not_the_defaults(read):
    found = read(DATABASE_URL="postgresql://a:b@c:5433/d", CONN_MAX_AGE="7", MFA_REQUIRED_FOR_STAFF="0")

    assert found["DATABASES"]["default"]["HOST"] == "c"
    assert found["DATABASES"]["default"]["CONN_MAX_AGE"] == 7
    assert found["MFA_REQUIRED_FOR_STAFF"] is False


def test_factor_keys_when_given_then_a_list_and_a_short_one_is_refused(read):
    first, second = "a" * 32, "b" * 40

    assert read(FACTOR_KEYS=f"{first}, {second}")["FACTOR_KEYS"] == [first, second]
    with pytest.raises(ImproperlyConfigured, match="FACTOR_KEYS"):
        read(FACTOR_KEYS=f"{first},rahasia")


def test_example_of_the_environment_when_read_then_it_names_every_setting_and_no_other():
    root = Path(settings.BASE_DIR)
    shown = re.findall(r"^#?([A-Z_]+)=", (root / ".env.example").read_text("utf-8"), re.MULTILINE)
    by_compose = set(re.findall(r"\$\{(\w+)", (root / "docker-compose.yml").read_text("utf-8")))

    assert sorted(shown) == sorted({*NAMES, *by_compose})
