"""The shape of the house, where the import contracts of pyproject.toml cannot see it."""

import ast
import collections
import subprocess
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.utils import translation
from django.utils.text import camel_case_to_spaces

from paritrana.accounts.admin_access import ScopedAdminMixin

OWN = ("paritrana.", "regions", "ministries", "employers", "awards")
JUNK_DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "core", "base_classes"}
MOST_NAMES = 15
MOST_PARAMETERS = 6
FRAMEWORK_NAMES = {"Command", "Meta"}
FLOOR = [f"paritrana.{home}" for home in ("audit", "accounts", "jobs", "mail", "uploads", "watch")]
REFERENCE = ["regions", "ministries"]
STAGES = [
    f"awards.{stage}.models"
    for stage in (
        "editions",
        "rulebooks",
        "entries",
        "news",
        "submissions",
        "verification",
        "jury",
        "runs",
        "publication",
        "ceremony.papers",
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


def class_names():
    """Yield each class of the product with its place; what Django itself looks for under one name is no homonym."""
    for name in source_files():
        path = Path(settings.BASE_DIR) / name
        if "/tests/" in name or "/migrations/" in name or not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in FRAMEWORK_NAMES:
                yield node.name, f"{name}:{node.lineno}"


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


def test_names_of_classes_when_listed_then_each_is_used_once():
    places = collections.defaultdict(list)
    for name, place in class_names():
        places[name].append(place)

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def doors():
    """Yield the `__init__` of each package of the product with the names it hands on."""
    for name in source_files():
        if not name.endswith("/__init__.py") or "/tests/" in name or "/migrations/" in name:
            continue
        handed_on = {
            alias.asname or alias.name
            for node in ast.walk(ast.parse(Path(settings.BASE_DIR, name).read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        yield name.removesuffix("/__init__.py"), handed_on


def own_door_imports(name):
    """Yield the packages around a module from whose door it takes something other than a module."""
    for node in ast.walk(ast.parse(Path(settings.BASE_DIR, name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            package = Path(settings.BASE_DIR, *node.module.split("."))
            if package in Path(settings.BASE_DIR, name).parents:
                modules = {path.stem for path in package.iterdir()}
                yield from (node.module for alias in node.names if alias.name not in modules)


def test_doors_when_counted_then_none_hands_on_more_than_fifteen_names():
    assert {package: len(names) for package, names in doors() if len(names) > MOST_NAMES} == {}


def test_services_and_selectors_when_packages_then_hand_on_nothing():
    """Who needs one imports the module that holds it: so the importer says what it depends on."""
    assert {
        package: names for package, names in doors() if package.endswith(("/services", "/selectors")) and names
    } == {}


def test_modules_when_read_then_none_goes_through_a_door_of_its_own_house():
    """The one kind of import cycle that the contracts, which compare neighbours, do not see."""
    inside_out = {
        name: found
        for name in source_files()
        if "/tests/" not in name and (found := sorted(set(own_door_imports(name)) - {"paritrana"}))
    }

    assert inside_out == {}


def parameters():
    """Yield each function of the product with the names it must be given; what it is a method of is not counted."""
    for name in source_files():
        if "/tests/" in name or "/migrations/" in name:
            continue
        for node in ast.walk(ast.parse(Path(settings.BASE_DIR, name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                stars = [star for star in (node.args.vararg, node.args.kwarg) if star]
                given = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *stars)]
                named = given[1:] if given[:1] in (["self"], ["cls"]) else given
                yield f"{name}:{node.lineno} {getattr(node, 'name', 'lambda')}", named


def test_functions_when_read_then_none_takes_more_than_six_things():
    """What belongs together travels as one value with a name (`AwardYear`, `PlenaryRuling`, `FileSlot`)."""
    assert {place: named for place, named in parameters() if len(named) > MOST_PARAMETERS} == {}


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


def test_models_when_listed_then_every_own_one_is_named_in_both_languages():
    nameless = []
    for model in (model for model in own_models() if not hasattr(model, "history_object")):
        for name in (model._meta.verbose_name, model._meta.verbose_name_plural):
            with translation.override("id"):
                indonesian = str(name)
            with translation.override("en"):
                english = str(name)
            derived = camel_case_to_spaces(model._meta.object_name)
            if indonesian in (derived, f"{derived}s") or indonesian == english:
                nameless.append((model._meta.label, indonesian, english))

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
