"""Short rulebooks as text, so that a test states only what it is about."""

HEAD = """
[rulebook]
code = "uji"
title = "Uji"
version = "1"
illustrative = true
"""

ROUNDING = """
[rounding]
total = 2
"""


def leaf(code, rule, *, parent="total", column=None, source="contribution", more=""):
    read = f'column = "{column or code}"' if column != "" else ""
    return f"""
[[criteria]]
code = "{code}"
parent = "{parent}"
name = "Kriteria {code}"
source = "{source}"
{read}
{more}
normalise = {{ {rule} }}
"""


def root(join="sum", more=""):
    return f"""
[[criteria]]
code = "total"
name = "Total"
join = "{join}"
{more}
"""


POINTS = 'kind = "points"'
PERCENT = 'kind = "goalposts", worst = 0, best = 100'


def book(*parts, rounding=ROUNDING, head=HEAD):
    return head + rounding + "".join(parts)
