"""Refuse catalogues with empty or fuzzy entries, with compile errors, or older than the sources' texts.

Indonesian is the language of the sources: English must be complete; the Indonesian catalogue carries what packages
leave in English (the admin theme), and what is in it must be complete too.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("paritrana", "regions", "ministries", "employers", "awards", "templates", "static", "locale", "manage.py")
UNFINISHED = re.compile(r"(\d+) (?:fuzzy|untranslated)")


def main() -> int:
    if not shutil.which("msgfmt"):
        print("gettext is not installed: apt install gettext", file=sys.stderr)
        return 1
    faults = [fault for catalogue in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")) for fault in faults_of(catalogue)]
    faults += missing_in_english()
    print("\n".join(faults) if faults else "Translations: complete, nothing fuzzy.")
    return 1 if faults else 0


def faults_of(catalogue: Path) -> list[str]:
    with tempfile.NamedTemporaryFile(suffix=".mo") as compiled:
        checked = subprocess.run(
            ["msgfmt", "--check", "--statistics", "-o", compiled.name, str(catalogue)], capture_output=True, text=True
        )
        name = str(catalogue.relative_to(ROOT))
        if checked.returncode:
            return [f"{name}: {checked.stderr.strip()}"]
        faults = [f"{name}: {checked.stderr.strip()}"] if UNFINISHED.search(checked.stderr) else []
        shipped = catalogue.with_suffix(".mo")
        if not shipped.exists() or shipped.read_bytes() != Path(compiled.name).read_bytes():
            faults.append(f"{name}: the compiled catalogue beside it is absent or older (manage.py compilemessages)")
        return faults


def missing_in_english() -> list[str]:
    """Extract all texts anew in a copy, and compare with the English catalogues."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "tests", "*.mo"))
            elif source.exists():
                shutil.copy(source, copy / name)
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-location", "--no-wrap", "-v0"],
            cwd=copy,
            check=True,
        )
        catalogue = copy / "locale/en/LC_MESSAGES/django.po"
        checked = subprocess.run(
            ["msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", str(catalogue)],
            capture_output=True,
            text=True,
            check=True,
        )
    texts = re.findall(r'^msgid (".+"|""(?:\n".*")+)$', checked.stdout, flags=re.MULTILINE)
    return [f"locale/en: not translated: {text}" for text in texts]


if __name__ == "__main__":
    sys.exit(main())
