import pytest

from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.selectors.sealed import (
    NoSealedRulebookError,
    RulebookTamperedError,
    questionnaire_of,
    sealed_rulebook,
    text_digest,
)
from awards.rulebooks.services import (
    AnotherRulebookSealedError,
    RulebookRefusedError,
    RulebookSealedError,
    add_rulebook_version,
    retire_rulebook,
    revise_draft,
    seal_rulebook,
)
from awards.sentences import refusal
from awards.tests.factories.editions import NOW, QUESTIONS, RULES, CategoryFactory
from employers.tests.importing import check
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry
from paritrana.uploads.selectors import reading_notes
from regions.tests.factories import RegencyFactory, ScoreSheetLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return factories.organiser()


GATE = """
[[gates]]
code = "tunggakan"
name = "Tanpa tunggakan"
column = "arrears_lst"
must_be = "at_most"
limit = 0
reason = "Masih menunggak."
"""
MEASURE = """
[[measures]]
code = "cakupan"
name = "Cakupan"
kind = "percentage"
numerator = ["vulnerable_coverd"]
denominator = ["kolom_entah_apa"]
"""
CASES = """
[[criteria]]
code = "dini"
parent = "total"
name = "Lebih awal"
normalise = { kind = "cases", otherwise = 0, cases = [
  { name = "banyak", points = 1, when = { column = "sponsord", at_least = 5 } },
] }
"""


def draft(organiser, text=RULES + QUESTIONS, category=None):
    category = category or CategoryFactory()
    return add_rulebook_version(category=category, title="Uji", text=text, actor=organiser, at=NOW)


def test_seal_rulebook_when_sound_then_digests_date_and_audit(organiser):
    rulebook = seal_rulebook(rulebook=draft(organiser), actor=organiser, at=NOW)

    assert (rulebook.state, rulebook.sealed_at, rulebook.sealed_by) == (RulebookState.SEALED, NOW, organiser)
    assert rulebook.text_digest == text_digest(rulebook.text)
    assert sealed_rulebook(rulebook.category) == rulebook
    assert len(questionnaire_of(rulebook).questions) == 4
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["rulebook.add", "rulebook.seal"]


def test_seal_rulebook_when_a_measure_reads_a_published_score_sheet_then_its_names_are_right(organiser):
    ScoreSheetLineFactory(variable="kolom_entah_apa")
    text = RULES + MEASURE.replace("vulnerable_coverd", "vulnerable_covered_apbd") + QUESTIONS

    rulebook = seal_rulebook(rulebook=draft(organiser, text), actor=organiser, at=NOW)

    assert rulebook.state == RulebookState.SEALED


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param(RULES, "membaca jawaban sponsored, tetapi kuesioner tidak menanyakannya", id="no question asked"),
        pytest.param(
            RULES.replace('"sponsored"', '"sponsord"') + QUESTIONS,
            "«Pekerja rentan» membaca jawaban sponsord, tetapi kuesioner tidak menanyakannya. Yang mirip: sponsored.",
            id="a misspelt question",
        ),
        pytest.param(
            RULES + CASES + QUESTIONS,
            "Kriteria «Lebih awal» membaca sponsord, tetapi tidak ada pertanyaan atau data yang bernama itu. "
            "Yang mirip: sponsored, sponsored_sum.",
            id="a misspelt question of a condition",
        ),
        pytest.param(
            RULES + GATE + QUESTIONS,
            "Syarat «Tanpa tunggakan» membaca arrears_lst, tetapi tidak ada pertanyaan atau data yang bernama itu. "
            "Yang mirip: arrears_last.",
            id="a misspelt variable of a gate",
        ),
        pytest.param(
            RULES + MEASURE + QUESTIONS,
            "Ukuran «Cakupan» membaca vulnerable_coverd, tetapi tidak ada pertanyaan atau data yang bernama itu. "
            "Yang mirip: vulnerable_covered,",
            id="a misspelt variable of a measure",
        ),
        pytest.param(
            RULES + MEASURE + QUESTIONS,
            "Ukuran «Cakupan» membaca kolom_entah_apa, tetapi tidak ada pertanyaan atau data yang bernama itu. "
            "Perbaiki ejaannya.",
            id="a variable like none",
        ),
        pytest.param(
            RULES + '\n[groups]\nby = ["provnce"]\n' + QUESTIONS,
            "dikelompokkan menurut provnce, tetapi tidak ada pertanyaan atau data yang bernama itu. "
            "Yang mirip: province",
            id="a misspelt group",
        ),
        pytest.param(
            RULES + QUESTIONS.replace('unit = "orang"', 'unit = "orang"\nregistry = "vulnerable_coverd"'),
            "menyandingkan jawaban dengan data vulnerable_coverd, tetapi tidak ada data yang bernama itu. "
            "Yang mirip: vulnerable_covered",
            id="a misspelt figure beside a claim",
        ),
        pytest.param(
            RULES.replace('on = "rounded"', 'on = "rounded"\ntie_break = [{ by = "pekrja", direction = "higher" }]')
            + QUESTIONS,
            "Penentu seri «pekrja» bukan kriteria, ukuran, atau jawaban isian",
            id="unknown tie break",
        ),
        pytest.param(RULES + QUESTIONS.replace('"integer"', '"whole"'), "jenis 'whole' tidak dikenal", id="question"),
        pytest.param(RULES.replace('join = "sum"', "") + QUESTIONS, "join", id="scoring"),
        pytest.param(RULES.replace('join = "sum"', 'join = "arithmetic"\nweight = 3') + QUESTIONS, "", id="weights"),
    ],
)
def test_seal_rulebook_when_faulty_then_refused_with_the_place_and_still_a_draft(organiser, text, part):
    rulebook = draft(organiser, text)

    with pytest.raises(RulebookRefusedError) as refused:
        seal_rulebook(rulebook=rulebook, actor=organiser, at=NOW)

    assert part in refusal(refused.value)
    assert Rulebook.objects.get().state == RulebookState.DRAFT


def test_sealed_rulebook_when_its_text_was_edited_by_sql_then_refused(organiser):
    rulebook = seal_rulebook(rulebook=draft(organiser), actor=organiser, at=NOW)
    Rulebook.objects.filter(pk=rulebook.pk).update(text=rulebook.text + "\n# satu huruf")

    with pytest.raises(RulebookTamperedError) as refusal:
        sealed_rulebook(rulebook.category)

    assert str(refusal.value) == (
        "Teks juknis Uji v1 berubah setelah disegel, sehingga tidak dipakai. Nilai dan isian tidak berubah."
        " Pulihkan teks aslinya atau segel versi baru, dan laporkan kepada auditor."
    )


def test_sealed_rulebook_when_there_is_only_a_draft_then_refused(organiser):
    rulebook = draft(organiser)

    with pytest.raises(NoSealedRulebookError):
        sealed_rulebook(rulebook.category)


def test_seal_rulebook_when_another_is_sealed_then_refused_until_that_is_retired(organiser):
    first = seal_rulebook(rulebook=draft(organiser), actor=organiser, at=NOW)
    second = draft(organiser, category=first.category)

    with pytest.raises(AnotherRulebookSealedError):
        seal_rulebook(rulebook=second, actor=organiser, at=NOW)
    retire_rulebook(rulebook=first, reason="Ada koreksi bobot", actor=organiser, at=NOW)
    seal_rulebook(rulebook=second, actor=organiser, at=NOW)

    assert (second.version, second.state) == (2, RulebookState.SEALED)


def test_revise_draft_when_sealed_then_refused_and_unchanged(organiser):
    rulebook = seal_rulebook(rulebook=draft(organiser), actor=organiser, at=NOW)

    with pytest.raises(RulebookSealedError):
        revise_draft(rulebook=rulebook, title="Lain", text="", actor=organiser, at=NOW)

    assert Rulebook.objects.get().title == "Uji"


SCORE_SHEET = "kode_wilayah;variabel;awal_periode;akhir_periode;poin;keadaan_per;sumber;sintetis\n"


def score_sheet(organiser, *variables):
    RegencyFactory(code="52.03")
    rows = [f"52.03;{name};2024-01-01;2024-12-31;7,5;2024-12-31;Lembar nilai;ya\n" for name in variables]
    return check("lembar-nilai", SCORE_SHEET + "".join(rows), organiser)


def test_score_sheet_when_no_rulebook_reads_a_variable_then_it_is_said_before_it_is_applied(organiser):
    draft(organiser)

    batch = score_sheet(organiser, "sponsored", "sponsord")

    assert (batch.state, batch.notes) == ("checked", [{"code": "unread_words", "words": ["sponsord"]}])
    assert reading_notes(batch) == [
        "Tidak dibaca juknis mana pun, jadi tidak akan dinilai: sponsord. Periksa ejaannya."
    ]


def test_score_sheet_when_there_is_no_rulebook_yet_then_nothing_is_said(organiser):
    assert score_sheet(organiser, "sponsord").notes == []
