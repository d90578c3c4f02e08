import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from awards.engine import RulebookError, load_rulebook
from awards.engine.rulebook import rulebook_of
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import HEAD, PERCENT, POINTS, book, leaf, root
from awards.sentences import sentence
from paritrana.lib.problems import note

RULEBOOKS = Path(__file__).parents[3] / "fixtures" / "rulebooks"
ONE = root() + leaf("a", POINTS)
MEASURE = '[[measures]]\ncode = "m"\nname = "M"\n'
GATE = '[[gates]]\ncode = "g"\nname = "G"\nreason = "R."\n'
FIELD = '[[populations]]\ncode = "p"\nname = "P"\nkind = "field"\n'
PANEL = '[[panels]]\ncode = "p"\n'
JURY = 'jury = "j"\npanel = "p"'


def problems(text):
    with pytest.raises(RulebookError) as refusal:
        load_rulebook(text)
    return {problem.path: sentence(problem) for problem in refusal.value.problems}


@pytest.mark.parametrize("path", sorted(RULEBOOKS.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_rulebook_is_accepted_and_marked_illustrative(path):
    assert load_rulebook(path.read_text()).is_illustrative


def test_load_rulebook_of_broken_toml_names_the_place():
    assert "TOML" in problems("[rulebook\n")[""]


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (book(ONE, "[warna]\nx = 1\n"), "warna", "tidak dikenal"),
        (book(ONE, head=HEAD + "warna = 1\n"), "rulebook.warna", "tidak dikenal"),
        (book(ONE, head=HEAD.replace('"Uji"', "7")), "rulebook.title", "teks"),
        (book(ONE, head=HEAD.replace("true", '"ya"')), "rulebook.illustrative", "true atau false"),
        (book(ONE, head="rulebook = 3\n"), "rulebook", "berupa tabel"),
        (book(ONE, rounding="[rounding]\ntotal = -1\n"), "rounding.total", "bilangan bulat"),
        (book(ONE, rounding="[rounding]\ntotal = true\n"), "rounding.total", "bilangan bulat"),
        (book(ONE, rounding="[rounding]\ntotal = 13\n"), "rounding.total", "Paling banyak 12"),
        (book(ONE, rounding="[rounding]\ntotal = 1\nleaf = 13\n"), "rounding.leaf", "Paling banyak 12"),
        (book(root(), leaf("a", POINTS, more="digits = 13")), "criteria[2].digits", "Paling banyak 12"),
        (
            book(ONE, rounding='[rounding]\ntotal = 2\nmode = "naik"\n'),
            "rounding.mode",
            "half_away, half_even, half_down",
        ),
        (book(ONE, rounding='[rounding]\ntotal = 2\ncarry = ["total"]\n'), "rounding.carry", "leaf dan node"),
        (book(ONE, rounding="[rounding]\ntotal = 2\ncarry = [1]\n"), "rounding.carry", "daftar teks"),
        (book(""), "criteria", "tepat satu kriteria tanpa induk"),
        (book(root(), root()), "criteria", "sekarang ada 2"),
        (book("criteria = [1]\n", head="", rounding=""), "criteria[1]", "berupa tabel"),
        (book("criteria = []\n", head="", rounding=""), "criteria", "daftar yang tidak kosong"),
        (book(root()), "criteria.total", "tidak punya anak yang berbobot"),
        (book(ONE, leaf("a", POINTS)), "criteria[3].code", "dipakai dua kali"),
        (book(ONE, leaf("b", POINTS, parent="z")), "criteria[3].parent", "tidak ada"),
        (book(ONE, leaf("b", POINTS, parent="a")), "criteria[3].parent", "tidak dapat punya anak"),
        (book(ONE, root().replace('"total"', '"u"') + 'parent = "u"\n'), "criteria", "tidak tersambung"),
        (book(root(), leaf("a", POINTS, more="weight = 0")), "criteria[2].weight", "lebih besar daripada nol"),
        (book(root(), leaf("a", POINTS, more='weight = "x"')), "criteria[2].weight", "angka desimal"),
        (book(root(), leaf("a", POINTS, more="weight = nan")), "criteria[2].weight", "angka desimal"),
        (book(root(), leaf("a", POINTS, more="weight = true")), "criteria[2].weight", "angka desimal"),
        (book(root("arithmetic"), leaf("a", POINTS)), "criteria[2].weight", "Tulis bobot"),
        (
            book(root("arithmetic"), leaf("a", POINTS, more="weight = 0.9")),
            "criteria.total",
            "berjumlah 0,9, seharusnya 1.",
        ),
        (book(root("sum", "weight = 1"), leaf("a", POINTS)), "criteria[1].weight", "Puncak tidak berbobot"),
        (book(root("sum", "digits = 1"), leaf("a", POINTS)), "criteria[1].digits", "rounding.total"),
        (book(root("sum", 'effect = "bonus"'), leaf("a", POINTS)), "criteria[1].effect", "Puncak"),
        (book(ONE, leaf("b", POINTS, more='effect = "bonus"\nweight = 2')), "criteria[3].weight", "tidak berbobot"),
        (book(root("minimum"), leaf("a", POINTS, more="weight = 2")), "criteria.total", "tidak berbobot"),
        (book(root("sum", "at_least = 2\nat_most = 2"), leaf("a", POINTS)), "criteria[1].at_least", "lebih kecil"),
        (book(root("geometric"), leaf("a", POINTS, more="weight = 1")), "criteria[1].floor", "nilai dasar"),
        (book(root("harmonic", "floor = 0"), leaf("a", POINTS, more="weight = 1")), "criteria[1].floor", "nilai dasar"),
        (book(root("sum", "floor = 1"), leaf("a", POINTS)), "criteria[1].floor", "tidak berlaku"),
        (
            book(root("power_mean", "floor = 1"), leaf("a", POINTS, more="weight = 1")),
            "criteria[1].exponent",
            "pangkat",
        ),
        (book(root("sum", "available = { weight = 2 }"), leaf("a", POINTS)), "criteria[1].available", "antara 0 dan 1"),
        (book(root("sum", 'missing = "skip_and_rescale"'), leaf("a", POINTS)), "criteria[1].missing", "Puncak"),
        (
            book(root("sum", 'missing = "worst"\nmissing_reason = "x"'), leaf("a", POINTS)),
            "criteria[1].missing_score",
            "terburuk",
        ),
        (book(root("sum", 'missing = "group_median"'), leaf("a", POINTS)), "criteria[1].missing", "tanpa anak"),
        (book(root(), leaf("a", PERCENT, more='missing = "worst"')), "criteria[2].missing_reason", "alasan"),
        (
            book(root(), leaf("a", POINTS, more='missing = "worst"\nmissing_reason = "x"')),
            "criteria.a",
            "missing_score",
        ),
        (book(root(), leaf("a", POINTS, more='missing = "skip_and_rescale"')), "criteria.total", "bagian minimum"),
        (book(root(), leaf("a", POINTS, more="complement = true")), "criteria.a", "rentang nilai"),
        (
            book(root(), leaf("a", POINTS, more='adjust = [{ kind = "multiply" }]')),
            "criteria[2].adjust[1].column",
            "wajib",
        ),
        (book(root(), leaf("a", POINTS, column="")), "criteria[2].column", "tepat satu asal nilai"),
        (book(root(), leaf("a", POINTS, source="jury")), "criteria[2].source", "hanya sumber itu"),
        (
            book(root(), leaf("a", POINTS, column="", source="jury", more='jury = "j"')),
            "criteria[2].panel",
            "Tulis aturan panel",
        ),
        (book(root(), leaf("a", POINTS, more='panel = "p"')), "criteria[2].panel", "hanya berlaku untuk nilai juri"),
        (
            book(root(), leaf("a", POINTS, column="", source="jury", more=JURY)),
            "criteria.a",
            "Aturan panel «p» tidak ada",
        ),
        (book(root(), leaf("a", POINTS, column="", more='measure = "m"')), "criteria.a", "Ukuran «m» tidak ada"),
        (book(root(), leaf("a", 'kind = "min_max", reference = "p"')), "criteria.a", "Populasi acuan «p» tidak ada"),
        (
            book(
                root(),
                leaf("a", 'kind = "min_max", reference = "p"', column="", source="jury", more=JURY),
                FIELD,
                PANEL + 'method = "mean"\n',
            ),
            "criteria.a",
            "Nilai juri",
        ),
        (book(root(), leaf("a", 'kind = "levels", levels = { x = 1 }')), "criteria[2].normalise.levels", "dua tingkat"),
        (
            book(
                root(),
                leaf("a", 'kind = "levels", levels = { x = 1, y = 2 }', column="", more='measure = "m"'),
                MEASURE + 'kind = "sum"\ncolumns = "x"\n',
            ),
            "criteria.a",
            "tulis column",
        ),
        (
            book(root(), leaf("a", 'kind = "levels", levels = { x = 1, y = 2 }', more='missing = "group_median"')),
            "criteria.a",
            "nilai tengah",
        ),
        (
            book(root(), leaf("a", 'kind = "goalposts", worst = 1, best = 1')),
            "criteria[2].normalise.best",
            "sama dengan",
        ),
        (
            book(root(), leaf("a", 'kind = "goalposts", worst = 0, best = 1, transform = "ln"')),
            "criteria[2].normalise.transform",
            "di atas nol",
        ),
        (
            book(root(), leaf("a", 'kind = "goalposts", worst = -1, best = 1, transform = "sqrt"')),
            "criteria[2].normalise.transform",
            "di atas nol",
        ),
        (book(root(), leaf("a", PERCENT + ", target = [1]")), "criteria[2].normalise.target", "dua angka"),
        (book(root(), leaf("a", POINTS + ", range = [1, 1]")), "criteria[2].normalise.range", "dua angka"),
        (
            book(root(), leaf("a", 'kind = "bands", edges = [2, 1], points = [0, 1, 2], edge = "above"')),
            "criteria[2].normalise.edges",
            "Urutkan",
        ),
        (
            book(root(), leaf("a", 'kind = "bands", edges = [1], points = [0], edge = "above"')),
            "criteria[2].normalise.points",
            "diperlukan 2 nilai",
        ),
        (
            book(root(), leaf("a", 'kind = "bands", edges = [1], points = [0, 1]')),
            "criteria[2].normalise.edge",
            "above, below",
        ),
        (
            book(root(), leaf("a", 'kind = "bands", edges = [1], points = [2, 2], edge = "above"')),
            "criteria[2].normalise.points",
            "tidak membedakan",
        ),
        (
            book(root(), leaf("a", 'kind = "bands", edges = [1], points = [2], interpolate = true')),
            "criteria[2].normalise.edges",
            "dua batas",
        ),
        (
            book(
                root(), leaf("a", 'kind = "bands", edges = [1, 2], points = [2, 3], interpolate = true, edge = "above"')
            ),
            "criteria[2].normalise.edge",
            "Hapus",
        ),
        (
            book(root(), leaf("a", 'kind = "z_score", reference = "p", divisor = "sample", deviation = 0'), FIELD),
            "criteria[2].normalise.deviation",
            "lebih besar",
        ),
        (
            book(ONE, MEASURE, 'kind = "sum"\ncolumns = "x"\nguard = "wilson"\nz = 2\n'),
            "measures[1].guard",
            "hanya berlaku",
        ),
        (
            book(ONE, MEASURE, 'kind = "growth"\nnow = "x"\nbefore = "y"\nguard = "wilson"\nz = 2\n'),
            "measures[1].guard",
            "pertumbuhan",
        ),
        (
            book(ONE, MEASURE, 'kind = "ratio"\nnumerator = "x"\ndenominator = "y"\nguard = "wilson"\nz = 0\n'),
            "measures[1].z",
            "lebih besar",
        ),
        (book(ONE, (MEASURE + 'kind = "sum"\ncolumns = "x"\n') * 2), "measures", "dipakai dua kali"),
        (book(ONE, GATE, 'must_be = "above"\nlimit = 1\n'), "gates[1].column", "tepat satu"),
        (
            book(ONE, GATE, 'when = { column = "x", above = 1 }\nmust_be = "above"\n'),
            "gates[1].must_be",
            "ditulis pada when",
        ),
        (book(ONE, GATE, "when = {}\n"), "gates[1].when.column", "tepat satu"),
        (book(ONE, GATE, 'when = { measure = "m", above = 1 }\n'), "gates.g", "Ukuran «m» tidak ada"),
        (book(ONE, GATE, 'must_be = "one_of"\nlabels = ["x"]\nmeasure = "m"\n'), "gates[1].measure", "membaca kolom"),
        (book(ONE, GATE, 'must_be = "above"\nlimit = 1\nmeasure = "m"\n'), "gates.g", "tidak ada"),
        (book(ONE, '[rank]\ntie_break = [{ by = "z" }]\n'), "rank.tie_break[1].direction", "higher, lower"),
        (book(ONE, PANEL + 'method = "mean"\ndrop_low = 1\n'), "panels[1].drop_low", "trimmed"),
        (book(ONE, FIELD + "columns = { a = [1] }\n"), "populations[1].columns", "hanya populasi itu"),
        (
            book(ONE, FIELD.replace("field", "frozen") + "columns = { a = [1], b = [1, 2] }\n"),
            "populations[1].columns",
            "sama panjang",
        ),
        (
            book(
                ONE,
                '[[bands]]\ncode = "a"\nname = "A"\nthreshold = 1\n[[bands]]\ncode = "b"\nname = "B"\nthreshold = 1\n',
            ),
            "bands",
            "ambang yang sama",
        ),
    ],
)
def test_load_rulebook_with_a_fault_says_where_and_what_to_do(text, path, words):
    found = problems(text)

    assert words in found.get(path, f"nothing at {path}: {found}")


def test_frozen_population_without_a_column_that_is_read_is_refused():
    frozen = FIELD.replace("field", "frozen") + "columns = { b = [1, 2] }\n"
    relative = 'kind = "min_max", reference = "p"'
    measure = MEASURE + 'kind = "sum"\ncolumns = ["b", "c"]\n'

    by_column = problems(book(root(), leaf("a", relative), frozen))
    by_measure = problems(book(root(), leaf("a", relative, column="", more='measure = "m"'), frozen, measure))

    assert "tidak memuat kolom a." in by_column["criteria.a"]
    assert "tidak memuat kolom c." in by_measure["criteria.a"]


def test_load_rulebook_with_two_faults_names_both():
    found = problems(book(root("arithmetic"), leaf("a", POINTS, more="weight = 0.9\nwarna = 1")))

    assert set(found) == {"criteria[2].warna", "criteria.total"}


def test_weights_of_a_hundred_are_accepted_where_declared():
    rulebook = load_rulebook(
        book(
            root("arithmetic"),
            leaf("a", POINTS, more="weight = 30"),
            leaf("b", POINTS, more="weight = 70"),
            head=HEAD + "weight_total = 100\n",
        )
    )

    assert [node.weight for node in rulebook.leaves] == [30, 70]


def test_criterion_of_an_unknown_code_is_a_key_error():
    with pytest.raises(KeyError):
        load_rulebook(book(ONE)).criterion("z")


def test_warnings_name_a_field_that_entrants_can_join():
    rulebook = load_rulebook(book(root(), leaf("a", 'kind = "min_max", reference = "p"'), leaf("b", POINTS), FIELD))

    assert rulebook.warnings == (note("rulebook.judged-by-the-field", name="Kriteria a", kind="min_max"),)
    assert "satu peserta titipan dapat mengubah pemenang" in sentence(rulebook.warnings[0])


def test_columns_are_all_that_the_rulebook_reads():
    text = book(
        root(),
        leaf("a", POINTS, more='adjust = [{ kind = "multiply", column = "f" }]'),
        MEASURE,
        'kind = "ratio"\nnumerator = ["x", "y"]\ndenominator = "n"\n',
        GATE,
        'must_be = "above"\nlimit = 1\ncolumn = "t"\n',
        '[groups]\nby = "prov"\n[rank]\ntie_break = [{ by = "x", direction = "lower" }]\n',
    )

    assert load_rulebook(text).columns == ("a", "f", "n", "prov", "t", "x", "y")


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        (lambda text: text.replace("total = 2", "total = 2 # dua"), True),
        (lambda text: text.replace('title = "Uji"\nversion = "1"', 'version = "1"\ntitle = "Uji"'), True),
        (lambda text: text.replace("worst = 0", "worst = 0.00"), True),
        (lambda text: text.replace("best = 100", "best = 99"), False),
        (lambda text: text + '[questionnaire]\nquestions = ["a", 2024-01-01, true]\n', False),
    ],
    ids=["comment", "order of keys", "trailing zeros", "goalpost", "questionnaire"],
)
def test_digest_changes_with_the_rules_only(change, is_same):
    text = book(root(), leaf("a", PERCENT))

    assert (load_rulebook(change(text)).digest == load_rulebook(text).digest) is is_same


def changed(document):
    """Yield the document with each value in turn replaced by something that does not belong there."""
    for key in list(document) if isinstance(document, dict) else range(len(document)):
        kept = document[key]
        for stranger in (3, "x", True, [], [3], {}, Decimal("NaN")):
            document[key] = stranger
            yield
        document[key] = kept
        if isinstance(kept, dict | list):
            yield from changed(kept)


@pytest.mark.parametrize("path", sorted(RULEBOOKS.glob("*.toml")), ids=lambda path: path.stem)
def test_rulebook_of_a_document_with_strangers_is_read_or_refused_but_never_breaks(path):
    document = tomllib.loads(path.read_text(), parse_float=Decimal)
    refused = 0

    for _ in changed(document):
        try:
            rulebook_of(document)
        except RulebookError as error:
            refused += len(error.problems) > 0

    assert refused > 100


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = [", "Berkas juknis bukan TOML yang sah: periksa tanda kutip"),
        ("a = 1\nb = = 2", "Berkas juknis bukan TOML yang sah pada baris 2, kolom 5: periksa tanda kutip"),
        ("[a]\n[a]", "pada baris 2, kolom 3: satu kunci atau bagian tertulis dua kali"),
        ("a = " + "9" * 5000, "1.000 digit tiap angka"),
    ],
    ids=["open", "sign", "twice", "number"],
)
def test_load_when_the_text_is_not_toml_then_says_where_in_indonesian(text, said):
    with pytest.raises(RulebookError) as caught:
        load_rulebook(text)

    assert said in sentence(caught.value.problems[0])


@pytest.mark.parametrize("number", ["1e60", "-1e60", "1e400", "1e-1001", "inf", "nan", str(10**60)])
def test_number_when_no_arithmetic_can_carry_it_then_refused(number):
    with refused(RulebookError, "paling banyak 60 angka"):
        load_rulebook(book(root(), leaf("a", f'kind = "points", range = [-5, {number}], clamp = true')))


def test_tie_break_when_it_names_a_column_nobody_else_reads_then_the_table_must_have_it():
    rulebook = load_rulebook(book(ONE, '[rank]\ntie_break = [{ by = "z", direction = "higher" }]\n'))

    assert (rulebook.tie_break_columns, "z" in rulebook.columns) == (("z",), True)


def chain(depth):
    parents = ["total", *(f"n{level}" for level in range(depth - 1))]
    nodes = [
        f"[[criteria]]\ncode = 'n{level}'\nparent = '{parent}'\nname = 'N'\njoin = 'sum'\n"
        for level, parent in enumerate(parents)
    ]
    return book(root(), *nodes, leaf("a", POINTS, parent=f"n{depth - 1}"))


def test_tree_when_it_is_deep_then_scored_and_when_it_is_bottomless_then_refused():
    assert len(list(load_rulebook(chain(98)).root.walk())) == 100
    with refused(RulebookError, "lebih dari 100 tingkat"):
        load_rulebook(chain(99))
    with refused(RulebookError, "lebih dari 100 tingkat"):
        load_rulebook(chain(3000))


@pytest.mark.parametrize(("total", "leaf"), [(12, 12), (11, 12), (4, 6)])
def test_rounding_when_stages_are_not_stated_then_two_more_digits_but_never_more_than_twelve(total, leaf):
    rounding = load_rulebook(book(ONE, rounding=f"[rounding]\ntotal = {total}\n")).rounding

    assert (rounding.leaf, rounding.node) == (leaf, leaf)
