"""The gate of `make check` that lets no dependency in whose licence would bind us."""

import importlib.util
import sys
from email import message_from_string
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def licences():
    place = Path(settings.BASE_DIR) / ".ci" / "licences.py"
    spec = importlib.util.spec_from_file_location("licences", place)
    module = sys.modules["licences"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["licences"]


def faults(licences, text, *, decided=None, runtime=("paket",), development=("paket",)):
    found = licences.faults_of(
        frozenset(runtime), frozenset(development), lambda name: message_from_string(text), decided or {}
    )
    return list(found)


def test_dependencies_that_are_installed_when_asked_then_each_is_free_or_decided(licences, capsys):
    status = licences.main()

    assert (status, "decided by name" in capsys.readouterr().out) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        "License-Expression: MIT",
        "License-Expression: GPL-2.0-only OR (MIT AND BSD-3-Clause)",
        "License-Expression: Apache-2.0 WITH LLVM-exception",
        "License: BSD-3-Clause",
        "License: New BSD",
        "Classifier: License :: OSI Approved :: MIT License",
        "Classifier: License :: OSI Approved :: MIT License\nLicense: Copyright 2020\n        and much more text",
        "License-Expression: MIT\nLicense: GPL",
    ],
    ids=["one", "a choice", "with an exception", "field", "old words", "classifier", "text in the field", "overruled"],
)
def test_licence_when_it_binds_nobody_then_no_fault(licences, text):
    assert faults(licences, text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("License-Expression: GPL-3.0-or-later", "GPL-3.0-or-later"),
        ("License-Expression: MIT AND LGPL-3.0-only", "MIT AND LGPL-3.0-only"),
        ("License-Expression: MIT OR", "MIT OR"),
        ("License-Expression: (MIT", "(MIT"),
        ("License-Expression: MIT MIT", "MIT MIT"),
        ("License-Expression: MIT WITH", "MIT WITH"),
        ("License: AGPL", "AGPL"),
        ("License: MIT\nClassifier: License :: OSI Approved :: GNU Affero General Public License v3", None),
        ("Classifier: License :: Other/Proprietary License", "Other/Proprietary License"),
        ("License: Permission is granted\n        to nobody", "names no licence"),
        ("Name: paket", "names no licence"),
        ("License: UNKNOWN", "names no licence"),
    ],
    ids=[
        "gpl",
        "both hold",
        "cut off",
        "not closed",
        "two words",
        "an exception without name",
        "word",
        "field and classifier differ",
        "proprietary",
        "text only",
        "silent",
        "unknown",
    ],
)
def test_licence_when_it_binds_or_is_unknown_then_a_fault_that_names_it(licences, text, says):
    says = says or "GNU Affero General Public License v3; MIT"

    assert faults(licences, text) == [f"paket, with which Paritrana runs: {says}: neither free nor decided by name"]


def test_decision_when_the_package_says_what_it_was_decided_for_then_no_fault(licences):
    decided = {"paket": licences.Decision("GPL-3.0-only", "a program of its own")}

    assert faults(licences, "License-Expression: GPL-3.0-only", decided=decided, runtime=()) == []


@pytest.mark.parametrize(
    ("text", "runtime", "development", "fault"),
    [
        ("License-Expression: SSPL-1.0", (), ("paket",), "now it says 'SSPL-1.0'"),
        ("License-Expression: GPL-3.0-only", ("paket",), ("paket",), "now Paritrana runs with it"),
        ("License-Expression: MIT", (), ("lain",), "no longer installed"),
    ],
    ids=["another licence", "no longer a tool only", "gone"],
)
def test_decision_when_its_ground_is_gone_then_it_must_be_taken_again(licences, text, runtime, development, fault):
    decided = {"paket": licences.Decision("GPL-3.0-only", "a program of its own")}

    found = faults(licences, text, decided=decided, runtime=runtime, development=development)

    assert len(found) == 1
    assert fault in found[0]


def test_package_when_locked_but_not_installed_then_a_fault(licences):
    def read(name):
        raise PackageNotFoundError(name)

    assert list(licences.faults_of(frozenset(), frozenset({"paket"}), read, {})) == [
        "paket, with which Paritrana is tested: not installed, so its licence cannot be read"
    ]


def test_lock_when_read_then_every_package_with_or_without_extras(licences, tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("# x==1\ncelery[redis]==5.7.0 \\\n    --hash=sha256:ab\n    # via\nboolean-py==5.0 ; x\n", "utf-8")

    assert licences.locked(lock) == {"celery", "boolean-py"}
