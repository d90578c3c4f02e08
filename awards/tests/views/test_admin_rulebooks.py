"""What the panel tells who writes a rulebook, before it is sealed."""

from django.contrib import admin

from awards.admin.rulebooks import RulebookAdmin
from awards.models import Rulebook
from awards.tests.factories.editions import QUESTIONS, RULES

POOL = '\n[[populations]]\ncode = "mereka"\nname = "Para peserta"\nkind = "field"\n'


def findings(text):
    return str(RulebookAdmin(Rulebook, admin.site).findings(Rulebook(text=text)))


def test_findings_when_the_rulebook_is_sound_then_says_so():
    assert findings(RULES + QUESTIONS) == "Tidak ada masalah. Juknis ini dapat disegel."


def test_findings_when_the_pool_can_be_joined_then_warns_with_the_reason():
    rules = RULES.replace('kind = "goalposts", worst = 0, best = 5', 'kind = "min_max", reference = "mereka"')

    found = findings(rules + POOL + QUESTIONS)

    assert found.startswith("Tidak ada masalah. Juknis ini dapat disegel.<ul><li>Kriteria «Regulasi»")
    assert "satu peserta titipan dapat mengubah pemenang" in found


def test_findings_when_there_are_faults_then_lists_them():
    assert findings(RULES).startswith("<ul><li>")
