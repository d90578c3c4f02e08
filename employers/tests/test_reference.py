"""Loading the reference data that ships with the project, and refusing what does not add up."""

import datetime
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employers.management.commands.load_reference import FOLDER
from employers.models.employers import KbliSection, ProgrammeObligation
from employers.services.reference import load_reference
from ministries.models import Ministry
from paritrana.audit.models import AuditEntry
from regions.models.programme import NationalFigure, ParticipantReport
from regions.models.regions import AliasKind, DefaultZone, Region, RegionAlias
from regions.models.workforce import SectorEmployment, WorkforceFigure

AT = datetime.datetime(2026, 1, 5, 2, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "reference")


def replace(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def totals():
    models = (Region, RegionAlias, DefaultZone, WorkforceFigure, SectorEmployment, ParticipantReport, NationalFigure,
              Ministry, KbliSection, ProgrammeObligation)  # fmt: skip
    return [model.objects.filter(retired_on=None).count() for model in models]


def test_load_reference_when_shipped_files_then_loads_everything_once():
    load_reference(folder=FOLDER, villages=None, at=AT)
    with CaptureQueriesContext(connection) as queries:
        again = load_reference(folder=FOLDER, villages=None, at=AT)

    assert totals() == [553, 40, 5, 1659, 1326, 34, 64, 101, 43, 13]
    assert all(count.is_quiet for count in again)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert AuditEntry.objects.count() == 1


def test_load_reference_when_papua_then_joins_by_statistics_code():
    load_reference(folder=FOLDER, villages=None, at=AT)

    employed = dict(
        WorkforceFigure.objects.filter(as_of="2023-08-31", region__code__in=["91", "92", "96"]).values_list(
            "region__full_name", "employed"
        )
    )
    report = ParticipantReport.objects.get(code="91")
    assert employed == {"Provinsi Papua": 432237, "Provinsi Papua Barat": 283175, "Provinsi Papua Barat Daya": 277708}
    assert sorted(report.provinces.values_list("code", flat=True)) == ["91", "93", "94", "95"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("provinces.csv", "5623479", "5623478", "jumlah kolom population_2024h2"),
        ("regencies.csv", "11.01,11,kabupaten", "11.01,11,kota", "jumlah baris untuk type = kabupaten"),
        ("labour_force.csv", "139852377", "139852378", "jumlah kolom employed"),
        ("labour_force.csv", "province,91,94,", "province,91,91,", "kode BPS 91 tidak cocok"),
        ("bpjs_participants.csv", "583638", "-583638", "memuat '-583638'"),
        ("region_aliases.csv", "former_code,91.01,93.01", "former_code,91.01,93.02", "jumlah kolom region_code"),
        ("manifest.toml", "rows = 101", "rows = 100", "seharusnya 100"),
    ],
    ids=["sum", "count", "national sum", "wrong code system", "negative", "alias", "manifest"],
)
def test_load_reference_when_file_does_not_add_up_then_nothing_changes(folder, name, old, new, message):
    replace(folder / name, old, new)

    with pytest.raises(CommandError, match=message) as refused:
        call_command("load_reference", folder=folder, stdout=StringIO())

    assert "Tidak ada data yang diubah" in str(refused.value)
    assert totals() == [0] * 10


def test_load_reference_when_an_alias_means_no_region_then_nothing_changes(folder):
    replace(folder / "region_aliases.csv", ",81.03,", ",81.99,")
    replace(folder / "manifest.toml", '"647.30"', '"648.26"')

    with pytest.raises(CommandError, match="wilayah 81.99 tidak dikenal"):
        call_command("load_reference", folder=folder, stdout=StringIO())

    assert totals() == [0] * 10


def test_load_reference_when_papua_was_split_then_the_register_leads_to_the_codes_of_today():
    load_reference(folder=FOLDER, villages=None, at=AT)

    led = RegionAlias.objects.filter(kind=AliasKind.FORMER_CODE).order_by("written")

    assert [(alias.written, alias.region_id, alias.source) for alias in led][::25] == [
        ("91.01", "93.01", "UU 14/2022"),
        ("92.71", "96.71", "UU 29/2022"),
    ]
    assert not Region.objects.filter(code__in=[alias.written for alias in led]).exists()


@pytest.mark.parametrize("name", ["manifest.toml", "zones.csv", "region_aliases.csv"])
def test_load_reference_when_file_is_gone_then_says_which(folder, name):
    (folder / name).unlink()

    with pytest.raises(CommandError, match=name):
        call_command("load_reference", folder=folder, stdout=StringIO())


def test_load_reference_when_row_left_the_file_then_is_retired_and_comes_back(folder):
    load_reference(folder=folder, villages=None, at=AT)
    lines = (folder / "ministries.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    without = [line for line in lines if not line.startswith("kementerian-haji-dan-umrah")]
    (folder / "ministries.csv").write_text("".join(without), encoding="utf-8")
    replace(folder / "manifest.toml", "rows = 101", "rows = 100")
    replace(folder / "manifest.toml", 'where = { category = "kementerian" }\nrows = 42',
            'where = { category = "kementerian" }\nrows = 41')  # fmt: skip

    load_reference(folder=folder, villages=None, at=AT)
    retired = Ministry.objects.get(slug="kementerian-haji-dan-umrah")
    load_reference(folder=FOLDER, villages=None, at=AT)

    assert retired.retired_on == AT.date()
    assert retired.history.count() == 3
    assert Ministry.objects.get(slug="kementerian-haji-dan-umrah").retired_on is None


def test_load_reference_when_villages_are_given_then_loads_districts_and_villages(folder, tmp_path):
    villages = tmp_path / "desa.csv"
    villages.write_text(
        "kode,nama\n11,Aceh\n11.01,Aceh Selatan\n11.01.01,Bakongan\n11.01.01.2001,Keude Bakongan\n"
        "11.01.01.1001,Contoh\n",
        encoding="utf-8",
    )
    for old, new in (("rows = 7285", "rows = 1"), ("rows = 83762", "rows = 2"), ("rows = 8496", "rows = 1"),
                     ("rows = 75266", "rows = 1")):  # fmt: skip
        replace(folder / "manifest.toml", old, new)

    load_reference(folder=folder, villages=villages, at=AT)

    found = Region.objects.filter(code__startswith="11.01.01").order_by("code")
    assert list(found.values_list("code", "level", "parent", "full_name")) == [
        ("11.01.01", "district", "11.01", "Kecamatan Bakongan"),
        ("11.01.01.1001", "village", "11.01.01", "Kelurahan Contoh"),
        ("11.01.01.2001", "village", "11.01.01", "Desa Keude Bakongan"),
    ]


def test_load_reference_when_villages_are_too_few_then_refuses(tmp_path):
    villages = tmp_path / "desa.csv"
    villages.write_text("kode,nama\n11.01.01,Bakongan\n", encoding="utf-8")

    with pytest.raises(CommandError, match="seharusnya 7285"):
        call_command("load_reference", villages=villages, stdout=StringIO())

    assert totals() == [0] * 10


def test_load_reference_when_village_file_is_gone_then_says_so(tmp_path):
    with pytest.raises(CommandError, match="tidak ditemukan"):
        call_command("load_reference", villages=tmp_path / "tiada.csv", stdout=StringIO())
