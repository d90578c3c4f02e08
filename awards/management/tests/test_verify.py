"""`manage.py verify` recomputes; it finds one changed digit wherever it is."""

import hashlib
import json
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from awards.results.exports.tables import ranking_json
from awards.results.selectors.shown import Shown
from awards.rulebooks.models import Rulebook
from awards.runs.models import NodeScore, RunInput, RunMark, RunScore, ScoreRun
from awards.tests.factories import runs as factories
from paritrana.lib.canonical import canonical_json
from paritrana.lib.signatures import public_text, signature_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return factories.computed(factories.contest())


def verify(*arguments):
    stream = StringIO()
    try:
        call_command("verify", *arguments, stdout=stream)
    except SystemExit as end:
        return end.code, stream.getvalue()
    return 0, stream.getvalue()


def test_verify_when_nothing_was_touched_then_agrees(run):
    code, text = verify(str(run.public_id))

    assert code == 0
    assert "COCOK: sidik jari dan setiap nilai terhitung kembali sama." in text
    assert run.result_digest in text


def test_verify_when_named_by_edition_category_and_number_then_finds_the_run(run):
    assert verify("2024/kabkota/1")[0] == 0


def first_mismatch(run):
    code, text = verify(str(run.public_id), "--json")
    mismatch = json.loads(text)["mismatches"][0]
    return code, mismatch["what"]


@pytest.mark.parametrize(
    ("rows", "change", "what"),
    [
        (RunInput.objects.filter(variable="coverage", value="80"), {"value": "80.01"}, "input_digest"),
        (RunInput.objects.filter(variable="coverage", value="80"), {"source": "lain"}, "input_digest"),
        (RunMark.objects.all(), {"value": "9.1"}, "input_digest"),
        (RunScore.objects.filter(rank=1), {"score_text": "88.21"}, "score"),
        (RunScore.objects.filter(rank=2), {"rank": 1}, "rank"),
        (NodeScore.objects.filter(code="interview"), {"contribution": "30.01"}, "interview.contribution"),
        (ScoreRun.objects.all(), {"result_digest": "f" * 64}, "result_digest"),
        (Rulebook.objects.all(), {"text": factories.RULES.replace("Wawancara", "Wawancara 2")}, "rulebook_digest"),
    ],
    ids=["input", "source", "mark", "score", "rank", "node", "result digest", "rulebook"],
)
def test_verify_when_one_digit_was_changed_then_exits_1_and_names_it(run, rows, change, what):
    rows.update(**change)

    assert first_mismatch(run) == (1, what)


def test_verify_when_a_score_row_is_gone_then_exits_1(run):
    row = RunScore.objects.get(rank=3)
    row.nodes.all().delete()
    row.delete()

    assert verify(str(run.public_id))[0] == 1


def test_verify_when_run_does_not_exist_then_says_so():
    with pytest.raises(CommandError, match="tidak ada atau belum selesai"):
        verify("2024/kabkota/9")


def test_verify_bundle_when_file_is_sound_or_changed_then_answers_accordingly(people, tmp_path):
    publication = factories.published_contest(people)
    content = b"".join(ranking_json(Shown(publication.category, publication.run, publication)))
    (tmp_path / "sah.json").write_bytes(content)
    (tmp_path / "ubah.json").write_bytes(content.replace(b"Kota Mataram", b"Kota Lain"))
    (tmp_path / "bukan.json").write_bytes(b"{}")

    assert verify("--bundle", str(tmp_path / "sah.json"), "--public-key", publication.public_key)[0] == 0
    assert verify("--bundle", str(tmp_path / "ubah.json"))[0] == 1
    with pytest.raises(CommandError, match="bukan berkas pengumuman"):
        verify("--bundle", str(tmp_path / "bukan.json"))


@pytest.fixture
def content(people):
    publication = factories.published_contest(people)
    return json.loads(b"".join(ranking_json(Shown(publication.category, publication.run, publication))))


def verified(content, tmp_path, *options):
    (tmp_path / "hasil.json").write_text(json.dumps(content))
    return verify("--bundle", str(tmp_path / "hasil.json"), *options)


def test_verify_bundle_when_no_key_is_trusted_then_never_says_only_that_it_matches(content, tmp_path):
    code, text = verified(content, tmp_path)
    answer = json.loads(verified(content, tmp_path, "--json")[1])

    assert code == 3
    assert "UTUH, TETAPI TIDAK ADA YANG MENJAMIN KUNCINYA" in text
    assert content["public_key"] in text
    assert "COCOK" not in text
    assert (answer["is_sound"], answer["is_vouched_for"]) == (True, False)


def test_verify_bundle_when_forged_under_a_fresh_key_then_never_passes(content, tmp_path):
    genuine = content["public_key"]
    prizes = content["payload"]["prizes"]
    prizes[0]["name"], prizes[1]["name"] = prizes[1]["name"], prizes[0]["name"]
    forger, signed = Ed25519PrivateKey.generate(), canonical_json(content["payload"])
    content |= {
        "digest": hashlib.sha256(signed).hexdigest(),
        "signature": signature_text(forger, signed),
        "public_key": public_text(forger),
    }

    assert verified(content, tmp_path)[0] == 3
    assert verified(content, tmp_path, "--public-key", genuine)[0] == 1


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        (lambda content: content.update(signature=""), "Berkas ini tidak bertanda tangan"),
        (lambda content: content.pop("signature"), "«signature» tidak ada"),
        (lambda content: content.pop("payload"), "«payload» tidak ada"),
        (lambda content: content.pop("lines"), "«lines» tidak ada"),
        (lambda content: content["payload"].pop("rulebook"), "«payload.rulebook» tidak ada"),
        (lambda content: content["payload"].pop("result"), "«payload.ranking» tidak ada"),
        (lambda content: content["lines"][1].pop("score"), "baris hasil yang tidak lengkap"),
        (lambda content: content.update(payload=[]), "«payload» tidak ada"),
        (lambda content: content["payload"]["run"].update(number=1.5), "tidak pernah ditulis"),
        (lambda content: content["lines"][1].update(rank=1.0), "tidak pernah ditulis"),
        (lambda content: content["lines"][1].update(name="\ud800"), "tidak pernah ditulis"),
        (lambda content: content["lines"][1].pop("entry"), "baris hasil yang tidak lengkap"),
        (lambda content: content["lines"][1].update(marks=5), "baris hasil yang tidak lengkap"),
        (lambda content: content["lines"][1].update(inputs="coverage"), "baris hasil yang tidak lengkap"),
    ],
)
def test_verify_bundle_when_a_part_is_missing_or_strange_then_says_so_in_a_sentence(
    content, tmp_path, without, sentence
):
    without(content)

    with pytest.raises(CommandError, match=sentence) as refusal:
        verified(content, tmp_path)
    assert refusal.value.returncode == 2


def test_verify_bundle_when_it_is_deeper_than_any_file_then_says_that_it_is_no_json(tmp_path):
    (tmp_path / "deep.json").write_text('{"payload":' + "[" * 100_000)

    with pytest.raises(CommandError, match="bukan JSON yang utuh") as refusal:
        verify("--bundle", str(tmp_path / "deep.json"))
    assert refusal.value.returncode == 2


def test_verify_bundle_of_the_first_formats_when_marks_are_absent_then_says_so_in_a_sentence(content, tmp_path):
    payload = content["payload"]
    payload.pop("result")
    payload["ranking"] = content.pop("lines")[1:]

    with pytest.raises(CommandError, match="«payload.marks» tidak ada"):
        verified(content, tmp_path)


@pytest.mark.parametrize("strange", [True, 0, 10**400, ""])
def test_verify_bundle_when_an_entrant_has_no_code_of_ours_then_it_differs(content, tmp_path, strange):
    content["lines"][1].update(entry=strange)

    code, text = verified(content, tmp_path)

    assert code == 1
    assert "hitung ulang: BERBEDA" in text
