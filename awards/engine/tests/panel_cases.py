"""Published panels the tests of `awards.engine.panel` share; figures only, each with its source."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from awards.engine.marks import GivenMark


def mark(entity: str, juror: str, value: str | int, criterion: str = "K") -> GivenMark:
    return GivenMark(entity, juror, criterion, Decimal(value))


def marks_of(rows: Mapping[str, Sequence[str | int | None]], jurors: Sequence[str]) -> list[GivenMark]:
    """Marks from a table of entries by jurors, None where a juror did not mark."""
    return [
        mark(entity, juror, value)
        for entity, row in rows.items()
        for juror, value in zip(jurors, row, strict=True)
        if value is not None
    ]


# Balanced incomplete block design of catalysts (entries) in batches (jurors).
# Montgomery, Design and Analysis of Experiments, 5th ed. (Wiley, 2001), section 4-4 (catalyst experiment).
CATALYSTS = marks_of(
    {"1": (73, 74, None, 71), "2": (None, 75, 67, 72), "3": (73, 75, 68, None), "4": (75, None, 72, 75)},
    ("B1", "B2", "B3", "B4"),
)

# Six targets marked by four judges: Shrout and Fleiss, "Intraclass correlations", Psychol. Bull. 86 (1979), Table 2.
SHROUT_FLEISS = marks_of(
    {
        "S1": (9, 2, 5, 8),
        "S2": (6, 1, 3, 2),
        "S3": (8, 4, 6, 8),
        "S4": (7, 1, 2, 6),
        "S5": (10, 5, 6, 9),
        "S6": (6, 2, 4, 7),
    },
    ("J1", "J2", "J3", "J4"),
)

# Penicillin: six samples (entries) on 24 plates (jurors). Davies and Goldsmith (eds), Statistical Methods in Research
# and Production, 4th ed. (Oliver and Boyd, 1972), section 6.6; as data set `Penicillin` of R package lme4.
_ZONES = """
27 23 26 23 23 21  27 23 26 23 23 21  25 21 25 24 24 20  26 23 25 23 23 20  25 22 26 22 23 20  24 22 25 23 22 19
24 20 23 21 22 19  26 22 26 24 24 21  24 21 24 22 22 20  24 21 24 23 22 19  26 23 26 24 24 21  25 22 26 24 24 20
26 24 26 24 25 22  26 23 26 23 23 20  26 23 25 24 24 22  25 22 25 23 23 20  25 21 24 23 23 20  25 22 24 23 23 19
24 21 23 21 21 19  26 23 26 24 24 21  25 21 24 22 22 18  25 22 25 22 22 20  24 21 24 22 24 19  24 21 24 22 21 18
"""
PENICILLIN = [mark("ABCDEF"[place % 6], f"plate {place // 6:02}", zone) for place, zone in enumerate(_ZONES.split())]

# Dyestuff: yields of five preparations from each of six batches; ibid., section 6.4; `Dyestuff` of lme4.
DYESTUFF = (
    (1545, 1440, 1440, 1520, 1580),
    (1540, 1555, 1490, 1560, 1495),
    (1595, 1550, 1605, 1510, 1560),
    (1445, 1440, 1595, 1465, 1545),
    (1595, 1630, 1515, 1635, 1625),
    (1520, 1455, 1450, 1480, 1445),
)
