"""What is called pure is of use without Django: a program that has none can score a table."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "celery", "kombu", "rest_framework"}:
            raise ImportError(name)

sys.meta_path.insert(0, Refuse())

import awards.engine
import awards.rulebooks.parsing.dials
import awards.rulebooks.parsing.jury_sheet
import awards.rulebooks.parsing.questionnaire
import awards.submissions.parsing.answer_sheet
import awards.submissions.parsing.files
import paritrana.lib.problems

try:
    awards.engine.load_rulebook("code = ]")
except awards.engine.RulebookError as refused:
    print(refused)
"""


def test_pure_parts_when_django_is_absent_then_they_work_and_refuse_by_code():
    found = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "rulebook.toml-at (line=1, column=8)\n"
