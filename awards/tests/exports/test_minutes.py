"""The minutes as people sign them: moments and days as Indonesians write them."""

from awards.exports.minutes import as_read, minutes_copy_pdf, minutes_pdf
from paritrana.lib.canonical import digest

CONTENT = {
    "number": 1,
    "edition": "Paritrana 2025",
    "category": "Kabupaten/Kota",
    "panel": "Tim 9",
    "decree_number": "SK 188/2026",
    "decree_on": "2026-02-03",
    "opened_at": "2026-11-25T23:42:00+00:00",
    "closed_at": "2026-11-26T01:05:00+00:00",
    "jurors": [
        {
            "name": "Sari",
            "seat": "Akademisi",
            "is_chair": True,
            "is_secretary": False,
            "is_shadow": False,
            "left_on": "2026-11-20",
            "excuse": "",
        }
    ],
    "conflicts": [],
    "decisions": [],
    "closing_note": "",
    "digests": {"rulebook": "a" * 64},
}


def test_minutes_then_moments_stand_in_indonesian_time_and_days_in_words():
    shown = as_read(CONTENT)

    assert (shown["decree"], shown["opened_at"], shown["closed_at"], shown["jurors"][0]["left_on"]) == (
        "SK 188/2026, 3 Februari 2026",
        "26 November 2026 06.42 WIB",
        "26 November 2026 08.05 WIB",
        "20 November 2026",
    )


def test_minutes_without_decree_then_a_dash_and_still_a_paper():
    content = {**CONTENT, "decree_number": "", "decree_on": None}

    assert as_read(content)["decree"] == "–"
    assert minutes_pdf(content, digest(content)).startswith(b"%PDF")


def test_minutes_made_then_dated_by_the_end_of_the_sitting():
    paper = minutes_pdf(CONTENT, digest(CONTENT))

    assert b"20261126010500" in paper


def test_copy_then_another_paper_of_the_same_digest():
    copy = minutes_copy_pdf(CONTENT, digest(CONTENT), reader="Sari")

    assert copy.startswith(b"%PDF")
    assert copy != minutes_pdf(CONTENT, digest(CONTENT))
