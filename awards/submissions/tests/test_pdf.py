"""Active content of PDFs, wherever it hides; locks that open without a password; looks that stay linear."""

import base64
import time
import zlib
from contextlib import suppress

import pytest

from awards.sentences import sentence
from awards.submissions.parsing.files import FileRefusedError
from awards.submissions.parsing.pdf import LockedError, active_content
from awards.submissions.parsing.pdf_locks import empty_password_lock
from awards.submissions.tests.test_files import PDF, inspect, pdf

# One empty page each, made with pypdf 7.1.1; the owner's password is "pemilik". Packed by zlib.
LOCKED = {
    "RC4 40": (
        "eNqNUbtu3DAQ7PkV21wZ802KgHBFbB9gOIEN+dEELvhYXhQcJENHA3Z+MkX+IPmR8GQYFnIpQpDNzM7scnZ1fbb5wE8kWf36/eMn"
        "EcBgDN9I2xJ6+/KIQK/9FveEno5PQwFO6GWf9vAFVC3s4IGs1wSHdJDII+mpL343bsmrBxy8u4VA/bMXoR3ux6cpVkVlajn9jKn3"
        "H8fn2padsPnp+T4crCesg/3trRfe94exOxCEfsJhW76CYlUHSjjljBWuEpt+V3ACelP8kPyUCL2ClgmBRiKXxslsAudC2mAUM1FZ"
        "E6SNsnEhOeFDI9Gj1VwoZFobhSpLx+rkd9DyJgaPwuvMOEvKCMNRMGTc+SidsDYHqSRDjdxpH0XIqeHOcpWYSMLjevGr5wkzYWAI"
        "ezscjNZSQ4Z3rCY0MwuMa3hlhnfMqiOs/vAIE0ttmXy/w2mO9ab/jnUU2o1jATnnTy/O6o5aHXSImaWUY5BN4zM6F3xNJrKcbMT1"
        "/5TU3Z4PcXp5LKDflrsvfipzCHV5ZLU6v9qQPxlatSc="
    ),
    "RC4 128": (
        "eNqNUctuFDEQvPsr+rJH4lfbY0ujPZBkJQQo0SZwQTn40V4GrWai2YmU8JMc+AP4EbwTRRmxHLDsg6u6yu3q1fXF5o0802z16/eP"
        "n0yBgCF+Y23L+O3TPQG/Djs6MH4+PPQTSMbfd/kAXwBr4Rbu2HrNqM9HiT6Rnocp7Icde/aAo/d2IcB/vsX4lg7Dw5iqojK1nH+k"
        "3IW3w2N9VpyJ+Zh53x2tR6qN/e1tFt6fQVVT0Ix/oH43fQWpXBUCKo/eNspXetPtJxqB30yhz2HMjF9B2zjpvPWi0Ql18MYnbxw6"
        "m7IsFCMqp5KM0cvgfQ5ByIDklEumBE+GYm39E7QFyZachS1KpUxOJue9j9hQahBjUS7WEkNIjXEBpUUh6t2WUqqlcOvFtx5HKkyA"
        "ZeJlSbDGaAMFXrEa0cwsMGngmelfsQZPMKn0CaaW2mkM3Z7GOdeb7jvVVvh2GCbQ8wD4u4s6pNY7kY21ulFobQ3DNyQ8hiisVlgw"
        "rv+npA73sk/j0/0E5mW6hymM0xwCasFWq8urDfsDJIWzKg=="
    ),
    "AES 128": (
        "eNqNUk2P0zAQvftXzKVH1t+OLVWVln5ICFa7amEvaA/j2O4WlaRKXbTLn+TAP4A/gpOytKIciBIrM/Pe8/h5RnezxSt+Jcnox89v"
        "34kABq3/RMZjQt8/7yLQO1zHPaHT9tBk4IS+3YQ9fARVgEt4IJMJiU3oKfKCOsWM23ZNjhrQay/PCOqfexG6jPv20NWFUSoFTm9i"
        "2ODr9qlsy67Y8Onhfeilu1ga+1tbn2nfgyqi/fIuNuv8CFzYQgQlnHKmEk4Quthsc+yArjI2AbtA6C2MK8utM45VslYSnXa101ZZ"
        "UweeovdKWFFz7x1H5wIi46iiFbbWCV3U0ZfWP8BYKhssKhFFjR6j0FZiclUwmDSGKgnrkypwFStdcNwoxkpsUkpFktmiMl30VpTm"
        "wu+/60N+nH/pD05nbX27i00PugF6PV/di9NBTW9Jb+Eqf17AUaAPuj/BybKnLibCwBD28nAwWksNCU65Yv9QOctxDcdKc8pV6iLH"
        "hbzIiXNu7nCzjd1wZ6vN11haocu2zSCHy6VvZmUAxgy1rxxaz5FZIZKqDBPFMikrb1wtJ/8DKYMzb+rueZdBv0zOPmOXBxO0EGQ0"
        "mt8uyC+gcswM"
    ),
    "AES 256": (
        "eNqNU81uEzEQvvspfMmRrv/HlqJIpU0kBFWiBHpBPfhn3Aa1u9Vmi1pekgNvQF+E2ZTSiHLA2pVmxjPfjD9/nqxOF2/kkWaTn4/f"
        "fzDFBe/SFzadsubjwy3yZhUvcceak+6uHbhkzftt2fHP3FDiml+w2YxhW8YS/ar0JA7xurtkTxh8xF4fFJh/9mLNGnfdXZ+pgnYo"
        "vTnDso1vu3tqK47E/rf772KE7pEG+xvbHmCfc0ug3LHmA7aXwxVXluwVNyqY4EAFxZrF9nrAnjebIbYl9oU1Sz7F6KrxOvnqoy+x"
        "QpZFhBqjthlztFCrUdoZK2p2tZgcA0idkgYMVRXjrUHpqreeQkmJ4o1LElAXsEk7TUf7xKfSQ/WgpRMppGxUcggl0IJUrJcpg44m"
        "e+UjGolQTco+a3KNNyIbBFecstoqjYUm0TJ4b3UQIcrqc7bU5WQxUkmHK7+t47vhav51JK457fLyFtsx6Yw3x/PNuf5DlFYjpeMV"
        "bIabBX8CGJ3+xVnO+TQIgY7mNtEnq4x2NdUKSSTQqhqZhSsKqhSpKmGMFzYbAONiTIi5GDkSQTDJonFBJ8giQFa+VOEDUS1LhErH"
        "ES7nQuDaE1HSYZQRC6BS2RKBSRHMCvsb0o3JdC8OXIKoImJVkJyUyQePSpA1O5DKfY+VCZKHeF6SO0uE8spfYiS7/c5BTFr+tNO+"
        "xMC8ikmlX8XUYe3Qx+019nutbrbfcFTquusGrveibt6dkvCnoENAJPU4CSJhcSQ30kYi3dC1Rz37nxR6MPM29w+3A7fPL2Y3xH7Y"
        "kwAg2GQyXy7YL+QbEM0="
    ),
    "RC4 128 with a password": (
        "eNqNUbtuGzEQ7PkV26iM+eZRwEFFbAswnMCG/GgCF3wslQuEO+NEA3Z+MkX+IPmRrM4wfIhShCALzu7M7s4urs/WH+SJZotfv3/8"
        "ZAoEDPEba1vGb18eEfh12OKe8dPhqa8gGb/s8h6+gKHEDTyw1Yphnw8UfUQ9DTXshi171YCD9mZGMP+sxfgG98PTmIhBEUrnnzF3"
        "4ePwTGXFiZiene7DQXpEauxvbTvTvgdFoqAZ/4T9tn4FqTwRwailWbpGLSm87nYVR+A3NfQ5jJnxK2iVSi6KUAxmn2VJpsmRKGga"
        "V0LMXjiTTC5CiyIwCZSRJHNQVicjUkRq/Q5ao12UGJXwlGd9sj6rtAxK5dw0MiflI1WwaLCxPhjpjBD0d6WUIKTwq9lYzyMWJsAx"
        "8XYkOGu1hQLvGFk0RWaYtPAa6d+xxhxhUukjTM25dQzdDsfJ15vuO1IrfDMMFfS0AH5xRktqTYOxZEXWKJ+0VpJGksGnxmnroxSr"
        "/0mh5Z73aXx5rGDftruvYayTCUYLtlicX63ZHwTDs+U="
    ),
    "AES 256 with a password": (
        "eNqNk8FuEzEQhu9+Cl9ypGuP7bEtRZFKm0gIqkQN9IJ68HrGbVCbrTZbVHhJDrwBvAjelNKIcmC1K9njmW/sf39PVqeLV/rIiMmP"
        "n9++C5BKdu0nMZ2K5v2XO5bNKl3xTjQn3f12kFo0bze0kx+lrYnn8lLMZoK3NJaYF6UnaUg33ZV4ZMiRfX5QYP/ZSzTnvOvu+1wr"
        "6kpNb86YNul191DbqiO1/9z+vRzRPdeN/c12B+wL6SpUomje8fZquJbg6nglLUQb0UME0Sw2NwP3slkPaUupJ9Es5TRGh9YYq9lg"
        "8NHkZKKClorxBUpLZAuaXEwkEw0yMkOCQikq4goOLWVtWuAUW2dzCew1egbllUVqna9H+yCnHMCgY6DgM3JyxXrrOZPKhp1j5Uir"
        "hG1WOWKboLKcQiTAugUXveIWFGQdENE4F2ILydQuvvXkMCDVLieLUcp6OPo9Or4fruefR+Ga0y4v73g7Jp3J5ni+vjB/hDIwSjr+"
        "gvVwu5CPgHHSP0+WczmtgnAyACGgTc5bjTmpSElrpz37mFQCH4uNOZri2np8rXS2Eap0NoAahagYgFRaTBCoULE5G+JSAharGFMs"
        "yirwtphcf0kVwKtYtNEOApPTbatcxay4v62+MaQMxuADAdRuCYsjBqAKTY4wzw6s8tBzEaraQz09WqJzxskin2PVdvuVg5h28nFl"
        "+xzz9kVMg3kRg8PaoU+bG+73Xl1vvvLo1POuG6TZm7p5c1qNP2V0wXBVNiBwLuzJR10AdaiOSRZn/5NSL8x8m/svd4N0TzdmN6R+"
        "2IvgvRKTyXy5EL8Al1sOwA=="
    ),
}
SCRIPT = b"<</S /JavaScript /JS (app.alert(1))>>"
MEGABYTES = 10 * 1024 * 1024


def locked(name: str) -> bytes:
    return zlib.decompress(base64.b64decode(LOCKED[name]))


def packed(content: bytes, extra: bytes = b"") -> bytes:
    body = zlib.compress(b"1 0 " + content)
    return b"<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode %s/Length %d>>\nstream\n%s\nendstream" % (
        extra,
        len(body),
        body,
    )


@pytest.mark.parametrize(
    ("content", "part"),
    [
        pytest.param(pdf(SCRIPT), "skrip", id="script"),
        pytest.param(pdf(SCRIPT.replace(b"/JavaScript", b"/J#61vaScr#69pt")), "skrip", id="script behind escapes"),
        pytest.param(pdf(packed(SCRIPT)), "skrip", id="script in an object stream"),
        pytest.param(pdf(packed(SCRIPT).replace(b"/ObjStm", b"/Fo")), "skrip", id="object stream of no name"),
        pytest.param(pdf(packed(SCRIPT + bytes(range(256)) * 8)[:-60]), "dikemas", id="object stream that breaks off"),
        pytest.param(pdf(b"<</X (stream\n) >>", packed(SCRIPT)), "skrip", id="behind a false stream"),
        pytest.param(pdf(b"<</XFA [1 0 R]>>"), "skrip", id="scripted form"),
        pytest.param(pdf(b"<</S /Launch /F (a.exe)>>"), "menjalankan program", id="launch"),
        pytest.param(pdf(packed(b"<</S /L#61unch>>")), "menjalankan program", id="launch, escaped and packed"),
        pytest.param(pdf(b"<</S /SubmitForm>>"), "mengirim", id="sends"),
        pytest.param(pdf(b"<</Subtype /RichMedia>>"), "media", id="media"),
        pytest.param(pdf(packed(SCRIPT, b"/DecodeParms <</Predictor 12>> ")), "dikemas", id="packed with a predictor"),
        pytest.param(pdf(packed(b" " * 70_000_000)), "dikemas", id="packed bomb"),
    ],
)
def test_inspect_file_when_a_pdf_holds_what_starts_something_then_refused_and_named(tmp_path, content, part):
    with pytest.raises(FileRefusedError) as refusal:
        inspect(tmp_path, "a.pdf", content)

    assert part in sentence(refusal.value.problems[0])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PDF, id="a plain document"),
        pytest.param(pdf(b"(JavaScript and Launch, said in words)"), id="words"),
        pytest.param(pdf(b"<</JavaScriptures 1 /Launching 2>>"), id="longer names"),
        pytest.param(pdf(packed(b"<</Type /Font>>")), id="an object stream"),
        pytest.param(pdf(b"(/Encrypt is what locks a file)"), id="words of locks"),
        pytest.param(b"sebaris sebelum\n" + pdf(b"<<>>"), id="a line before the beginning"),
    ],
)
def test_inspect_file_when_a_pdf_starts_nothing_then_taken(tmp_path, content):
    assert inspect(tmp_path, "a.pdf", content).kind == "pdf"


@pytest.mark.parametrize("name", [name for name in LOCKED if "password" not in name])
def test_inspect_file_when_a_locked_pdf_opens_without_a_password_then_taken(tmp_path, name):
    assert inspect(tmp_path, "a.pdf", locked(name)).page_count == 1


@pytest.mark.parametrize("name", [name for name in LOCKED if "password" in name])
def test_inspect_file_when_a_pdf_wants_a_password_then_refused(tmp_path, name):
    with pytest.raises(FileRefusedError) as refusal:
        inspect(tmp_path, "a.pdf", locked(name))

    assert "berkata sandi" in sentence(refusal.value.problems[0])


def test_active_content_when_a_locked_pdf_packs_a_script_then_found():
    content = locked("RC4 128")
    hidden = empty_password_lock(content).opened(90, 0, zlib.compress(b"1 0 " + SCRIPT))  # RC4 both locks and opens

    added = content + b"\n90 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj" % hidden

    assert (active_content(content), active_content(added)) == (None, "script")


def test_active_content_when_locked_by_a_handler_of_its_own_then_not_looked_into():
    with pytest.raises(LockedError):
        active_content(locked("AES 256").replace(b"/Standard", b"/Strange1"))


@pytest.mark.parametrize(
    "mark",
    [
        b"/Type /Pages /Count 1 ",
        b"/Count 1 ",
        b"/",
        b"/J#61",
        b"stream\n",
        b"1 0 obj ",
        b"/ObjStm ",
        b"<<",
        b"/Encrypt 1 0 R ",
    ],
    ids=str,
)
def test_inspect_file_when_ten_megabytes_repeat_a_mark_then_answered_soon(tmp_path, mark):
    content = pdf(mark * (MEGABYTES // len(mark)))
    began = time.process_time()

    with suppress(FileRefusedError):
        inspect(tmp_path, "a.pdf", content)

    assert time.process_time() - began < 5
