"""The shape of the house, where the import contracts of pyproject.toml cannot see it."""

import ast
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin

from paritrana.accounts.admin_access import ScopedAdminMixin

OWN = ("paritrana.", "regions", "ministries", "employers", "awards")
JUNK_DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "core", "base_classes"}
FLOOR = ["paritrana.audit", "paritrana.accounts", "paritrana.jobs", "paritrana.mail", "paritrana.imports"]
REFERENCE = ["regions", "ministries"]
STAGES = [
    f"awards.models.{stage}"
    for stage in (
        "editions",
        "rulebooks",
        "entries",
        "submissions",
        "verification",
        "jury",
        "runs",
        "publication",
        "ceremony",
    )
]
# From upstream to downstream; regions and ministries are neighbours that do not know each other.
ORDER = {prefix: place for place, prefix in enumerate([*FLOOR, "regions", "employers", *STAGES])}
ORDER["ministries"] = ORDER["regions"]


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith(OWN)]


def prefix_of(model):
    return next(prefix for prefix in ORDER if model.__module__ == prefix or model.__module__.startswith(f"{prefix}."))


def source_files():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    if listed.returncode:
        names = [str(path.relative_to(settings.BASE_DIR)) for path in Path(settings.BASE_DIR).glob("*/**/*.py")]
    else:
        names = listed.stdout.split()
    return [
        name for name in names if name.startswith(("paritrana/", "regions/", "ministries/", "employers/", "awards/"))
    ]


def test_foreign_keys_when_followed_then_none_points_downstream():
    downstream = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in [*model._meta.get_fields()]
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and field.related_model in own_models()
        and ORDER[prefix_of(field.related_model)] > ORDER[prefix_of(model)]
    ]

    assert downstream == []


def test_regions_and_ministries_when_followed_then_do_not_know_each_other():
    crossing = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        if prefix_of(model) in REFERENCE
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model in own_models()
        and prefix_of(field.related_model) in REFERENCE
        and prefix_of(field.related_model) != prefix_of(model)
    ]

    assert crossing == []


def test_names_of_modules_when_listed_then_no_junk_drawer():
    drawers = [name for name in source_files() if JUNK_DRAWERS & {Path(name).stem, *Path(name).parent.parts}]

    assert drawers == []


@pytest.mark.parametrize("kind", ["files over 400 lines", "functions over 40 lines"])
def test_sizes_when_measured_then_within_the_house_figures(kind):
    too_long = []
    for name in source_files():
        path = Path(settings.BASE_DIR) / name
        if "/migrations/" in name or "/tests/" in name or not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        if kind.startswith("files"):
            if text.count("\n") > 400:
                too_long.append(name)
            continue
        too_long += [
            f"{name}:{node.lineno} {node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or node.lineno) - node.lineno + 1 > 40
        ]

    assert too_long == []


def test_tests_when_listed_then_each_lies_beside_its_source():
    strays = [name for name in source_files() if Path(name).name.startswith("test_") and "/tests/" not in name]

    assert strays == []


def test_admin_classes_when_registered_then_all_of_ours_are_scoped():
    unscoped = [
        model._meta.label
        for model, admin_class in admin.site._registry.items()
        if model in own_models() and not isinstance(admin_class, ScopedAdminMixin)
    ]

    assert unscoped == []


def test_models_when_listed_then_every_own_one_speaks_indonesian():
    nameless = [
        model._meta.label for model in own_models() if str(model._meta.verbose_name) == model._meta.object_name.lower()
    ]

    assert nameless == []


def test_days_when_taken_from_a_moment_then_in_indonesia_and_not_in_utc():
    """Between midnight and seven in Jakarta it is still yesterday in UTC: `timezone.localdate(at)` knows."""
    found = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name in source_files()
        if "/tests/" not in name
        for node in ast.walk(ast.parse(Path(settings.BASE_DIR, name).read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and ast.unparse(node.func.value).endswith(("at", "now", "now()"))
    ]

    assert found == []
