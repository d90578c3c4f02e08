"""A small contest as files: a rulebook, a table and the jury's marks."""

RULEBOOK = """
[rulebook]
code = "uji"
title = "Lomba uji"
version = "1"
illustrative = true
weight_total = 100
[rounding]
total = 2
[rank]
on = "rounded"
direction = "higher"
[[panels]]
code = "juri"
method = "mean"
[[criteria]]
code = "total"
name = "Nilai akhir"
join = "arithmetic"
[[criteria]]
code = "cakupan"
parent = "total"
name = "Cakupan"
weight = 60
source = "contribution"
column = "Cakupan %"
normalise = { kind = "goalposts", worst = 0, best = 100 }
[[criteria]]
code = "wawancara"
parent = "total"
name = "Wawancara"
weight = 40
source = "jury"
jury = "wawancara"
panel = "juri"
normalise = { kind = "goalposts", worst = 0, best = 10 }
"""

TABLE = "Nama;Cakupan %\nAlfa;80,5\nBeta;70\nGama;100\nDelta;\n"

MARKS = """peserta;juri;kriteria;nilai
Alfa;J1;wawancara;7
Alfa;J2;wawancara;8
Beta;J1;wawancara;9
Beta;J2;wawancara;9,5
Gama;J1;wawancara;5
Gama;J2;wawancara;5
Delta;J1;wawancara;5
Delta;J2;wawancara;
"""

RELATIVE = """
[rulebook]
code = "nisbi"
title = "Nisbi"
version = "1"
illustrative = true
[rounding]
total = 2
[rank]
on = "rounded"
direction = "higher"
[[populations]]
code = "acuan"
name = "Tahun lalu"
kind = "given"
[[criteria]]
code = "total"
name = "Nilai akhir"
join = "sum"
[[criteria]]
code = "x"
parent = "total"
name = "X"
source = "contribution"
column = "x"
normalise = { kind = "min_max", reference = "acuan", direction = "higher" }
"""


def write(folder, **texts):
    """Write each text under its name; two underscores stand for the dot of the ending."""
    paths = {}
    for name, text in texts.items():
        path = folder / name.replace("__", ".")
        path.write_text(text, encoding="utf-8")
        paths[name.split("__")[0]] = path
    return paths
