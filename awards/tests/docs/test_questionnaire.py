"""The example of docs/questionnaire.md is a questionnaire, and its table names every kind there is."""

import re
from pathlib import Path

from django.conf import settings

from awards.rulebooks.parsing.questionnaire import EVIDENCE_TYPES, QuestionKind, load_questionnaire

PAGE = (Path(settings.BASE_DIR) / "docs" / "questionnaire.md").read_text(encoding="utf-8")


def test_example_when_read_then_it_holds_what_the_page_says():
    questionnaire = load_questionnaire(re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1])

    assert [condition.expects_yes for condition in questionnaire.conditions] == [True, False]
    assert [question.number for question in questionnaire.questions] == ["1.1", "1.2", "1.3"]
    assert questionnaire.columns == {
        "pekerja_rentan", "sumber_dana", "peraturan", "peraturan_count", "peraturan_budget", "peraturan_occupations",
        "peraturan_duty",
    }  # fmt: skip


def test_table_when_compared_with_the_parser_then_no_kind_is_left_out():
    assert [word for word in (*QuestionKind, *EVIDENCE_TYPES) if f"`{word}`" not in PAGE] == []
