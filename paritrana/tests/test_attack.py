"""What `.ci/attack.py` says of its attacks, and how much of the compose file it starts; each attack tests itself."""

import contextlib
import importlib
import sys
from pathlib import Path

import pytest
from django.conf import settings

CI = Path(settings.BASE_DIR) / ".ci"
MODULES = ("attack", "attack_copy", "attack_faults", "attack_strangers", "with_services")


@pytest.fixture
def attack(monkeypatch):
    """The programs of `.ci` find each other beside themselves; afterwards nobody else finds them."""
    monkeypatch.syspath_prepend(str(CI))
    yield importlib.import_module("attack")
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def copies(attack, monkeypatch):
    @contextlib.contextmanager
    def nothing():
        yield None

    def place(*attacks):
        monkeypatch.setitem(attack.FORMS, "embedded", (nothing, attacks))

    return place


def got_through(copy):
    raise sys.modules["attack_copy"].GotThroughError("the door was open")


def absent(copy):
    raise sys.modules["attack_copy"].NotHereError("no nginx")


def held(copy):
    return None


@pytest.mark.parametrize(
    ("attacks", "required", "code", "said"),
    [
        pytest.param([held], "", 0, "held", id="held"),
        pytest.param([got_through], "", 1, "GOT THROUGH: GotThroughError: the door was open", id="got through"),
        pytest.param([absent, held], "", 0, "not here: no nginx", id="not here"),
        pytest.param([absent, held], "1", 1, "not here: no nginx", id="not here where all is required"),
    ],
)
def test_attack_when_over_then_its_table_and_its_code_say_how_it_went(
    attack, copies, monkeypatch, capsys, attacks, required, code, said
):
    monkeypatch.setenv("REQUIRE_ALL", required)
    copies(*[(f"attack {number}", one) for number, one in enumerate(attacks)])

    answer = attack.main(["embedded"])

    table = capsys.readouterr().out.partition("outcome")[2]
    assert (answer, said in table) == (code, True)


def test_attack_when_its_time_is_over_then_what_was_not_tried_is_a_failure(attack, copies, monkeypatch, capsys):
    monkeypatch.setattr(attack, "MOST_SECONDS", -1.0)
    copies(("held", held))

    answer = attack.main(["embedded"])

    assert (answer, "not tried" in capsys.readouterr().out) == (1, True)


def test_copy_when_started_as_in_production_then_with_the_commands_of_the_compose_file(attack):
    migrate, programs = sys.modules["attack_copy"].composed("127.0.0.1:8123")

    assert migrate[1:] == ["manage.py", "migrate", "--noinput"]
    assert {name: command[2:4] for name, command in programs.items()} == {
        "web": ["gunicorn", "paritrana.wsgi:application"],
        "worker": ["celery", "-A"],
        "beat": ["celery", "-A"],
    }
    assert "--bind=127.0.0.1:8123" in programs["web"]


def test_proxy_when_written_for_a_copy_then_it_is_the_template_with_its_two_values(attack, tmp_path):
    sys.modules["attack_copy"].proxy(tmp_path / "proxy", 8080, "127.0.0.1:8123")

    template = (Path(settings.BASE_DIR) / "docker/nginx.conf.template").read_text()
    written = (tmp_path / "proxy/default.conf").read_text()
    filled = template.replace("${WEB}", "127.0.0.1:8123").replace("${FORWARDED_PROTO}", "$scheme")
    assert written == filled.replace("listen 8080;", "listen 127.0.0.1:8080;")
    assert "${" not in written
