"""What contribution variables are called where people read them; the list itself is docs/variables.md."""

import re
from collections.abc import Callable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Label = str | Promise

NAMES: dict[str, Label] = {
    "working_age": gettext_lazy("penduduk usia kerja"),
    "labour_force": gettext_lazy("angkatan kerja"),
    "employed": gettext_lazy("penduduk bekerja"),
    "unemployed": gettext_lazy("pengangguran"),
    "employed_formal": gettext_lazy("pekerja formal"),
    "employed_informal": gettext_lazy("pekerja informal"),
    "vulnerable_covered": gettext_lazy("pekerja rentan terlindungi"),
    "vulnerable_budget_idr": gettext_lazy("anggaran iuran pekerja rentan (rupiah)"),
    "non_asn_enrolled": gettext_lazy("pegawai non-ASN terdaftar"),
    "non_asn_total": gettext_lazy("seluruh pegawai non-ASN"),
    "apparatus_enrolled": gettext_lazy("aparatur dan petugas terdaftar"),
    "apparatus_total": gettext_lazy("seluruh aparatur dan petugas"),
    "budget_idr": gettext_lazy("anggaran perlindungan (rupiah)"),
    "budget_realised_idr": gettext_lazy("realisasi anggaran (rupiah)"),
    "regulations_total": gettext_lazy("jumlah peraturan"),
    "regulations_new": gettext_lazy("jumlah peraturan baru"),
    "regulations_issued": gettext_lazy("jumlah peraturan yang diterbitkan"),
    "regulation_best_rank": gettext_lazy("peraturan tertinggi"),
    "regulation_budget_clause": gettext_lazy("peraturan memuat dukungan anggaran"),
    "regulation_occupation_clause": gettext_lazy("peraturan menyebut jenis pekerjaan"),
    "regulation_general_duty_clause": gettext_lazy("peraturan mewajibkan secara umum"),
    "sector_workers_enrolled": gettext_lazy("pekerja sektor binaan terdaftar"),
    "months_reported": gettext_lazy("bulan yang dilaporkan"),
    "months_on_time": gettext_lazy("bulan dengan iuran tepat waktu"),
    "headcount_months": gettext_lazy("orang-bulan bekerja"),
    "enrolled_months": gettext_lazy("orang-bulan terdaftar"),
    "payroll_sum": gettext_lazy("upah yang dibayarkan (rupiah)"),
    "wage_reported_sum": gettext_lazy("upah yang dilaporkan (rupiah)"),
    "programmes_required": gettext_lazy("program-bulan yang wajib diikuti"),
    "programmes_followed": gettext_lazy("program-bulan yang diikuti"),
    "arrears_last": gettext_lazy("tunggakan iuran bulan terakhir (rupiah)"),
    "vendors": gettext_lazy("vendor pada bulan terakhir"),
    "vendors_enrolled": gettext_lazy("vendor terdaftar pada bulan terakhir"),
    "sponsored_workers": gettext_lazy("pekerja rentan yang dibiayai pada bulan terakhir"),
    "vendor_months": gettext_lazy("vendor-bulan"),
    "vendor_enrolled_months": gettext_lazy("vendor-bulan terdaftar"),
    "sponsored_months": gettext_lazy("orang-bulan pekerja rentan yang dibiayai"),
    "sponsored_sum": gettext_lazy("iuran pekerja rentan yang dibiayai (rupiah)"),
    "partial_months": gettext_lazy("bulan dengan temuan pendaftaran sebagian"),
    "coverage_points": gettext_lazy("poin cakupan pada lembar nilai resmi"),
    "vulnerable_points": gettext_lazy("poin pekerja rentan pada lembar nilai resmi"),
    "growth_points": gettext_lazy("poin pertumbuhan pada lembar nilai resmi"),
    "regulation_points": gettext_lazy("poin regulasi pada lembar nilai resmi"),
    "non_asn_points": gettext_lazy("poin non-ASN pada lembar nilai resmi"),
    "attendance_role": gettext_lazy("yang hadir saat wawancara"),
    "presenter": gettext_lazy("yang hadir saat wawancara"),
    "province": gettext_lazy("provinsi"),
    "region": gettext_lazy("daerah"),
    "zone": gettext_lazy("zona"),
    "sector": gettext_lazy("sektor"),
    "scale": gettext_lazy("skala usaha"),
}
NO_FIGURES = frozenset({"attendance_role", "presenter", "province", "region", "zone", "sector", "scale"})
SEGMENTS: dict[str, Label] = {
    "pu": gettext_lazy("peserta aktif PU"),
    "bpu": gettext_lazy("peserta aktif BPU"),
    "jakon": gettext_lazy("peserta aktif Jakon"),
    "pmi": gettext_lazy("peserta aktif PMI"),
    "total": gettext_lazy("peserta aktif semua segmen"),
}
DENOMINATORS: dict[str, Label] = {
    "employed": gettext_lazy("penduduk bekerja"),
    "labour_force": gettext_lazy("angkatan kerja"),
    "labour_force_no_state": gettext_lazy("angkatan kerja tanpa aparatur negara"),
    "eligible": gettext_lazy("pekerja yang memenuhi syarat"),
    "eligible_by_id": gettext_lazy("pekerja yang memenuhi syarat menurut NIK"),
    "informal": gettext_lazy("pekerja informal"),
    "group_total": gettext_lazy("seluruh anggota kelompok"),
    "named_list": gettext_lazy("orang dalam daftar nama"),
}
PAYERS: dict[str, Label] = {
    "apbd": gettext_lazy("APBD"),
    "apbd_p": gettext_lazy("APBD perubahan"),
    "dbhcht": gettext_lazy("DBH cukai hasil tembakau"),
    "dbh_sawit": gettext_lazy("DBH sawit"),
    "add_apbdes": gettext_lazy("ADD/APBDes"),
    "csr": gettext_lazy("CSR perusahaan"),
    "zakat": gettext_lazy("zakat"),
    "lain": gettext_lazy("pihak lain"),
}
GROUPS: dict[str, Label] = {
    "contract_teacher": gettext_lazy("guru kontrak"),
    "village_apparatus": gettext_lazy("perangkat desa"),
    "rt_rw": gettext_lazy("RT/RW"),
    "bpd": gettext_lazy("BPD"),
    "lpm": gettext_lazy("LPM"),
    "linmas": gettext_lazy("linmas"),
    "cadre": gettext_lazy("kader"),
    "election": gettext_lazy("penyelenggara pemilu"),
    "religious": gettext_lazy("petugas keagamaan"),
    "other": gettext_lazy("petugas lain"),
}
PURPOSES: dict[str, Label] = {
    "vulnerable": gettext_lazy("pekerja rentan"),
    "non_asn": gettext_lazy("pegawai non-ASN"),
    "village": gettext_lazy("desa"),
    "election": gettext_lazy("penyelenggara pemilu"),
    "promotion": gettext_lazy("sosialisasi"),
    "other": gettext_lazy("keperluan lain"),
}
RANKS: dict[str, Label] = {
    "perda": gettext_lazy("peraturan daerah"),
    "perkada": gettext_lazy("peraturan kepala daerah"),
    "instruksi": gettext_lazy("instruksi kepala daerah"),
    "edaran": gettext_lazy("surat edaran"),
    "mou": gettext_lazy("nota kesepahaman"),
    "perdes": gettext_lazy("peraturan desa"),
}
ACTIVE = re.compile(
    r"(?P<before>previous_)?active_(?P<segment>pu|bpu|jakon|pmi|total)(?P<domicile>_domicile)?(?P<average>_average)?"
    r"(?:_per_(?P<denominator>[a-z_]+))?"
)


def variable_name(code: str) -> str:
    """Return the name of a contribution variable; one that is not in the catalogue keeps its code."""
    known = NAMES.get(code)
    if known is not None:
        return str(known)
    return next((name for name in (family(code) for family in FAMILIES) if name), code)


def catalogue() -> list[tuple[str, str]]:
    """Return the figures that a criterion may read, by code, with their names; families with their first members."""
    active = [f"{before}active_{segment}" for before in ("", "previous_") for segment in SEGMENTS]
    payers = [f"vulnerable_covered_{payer}" for payer in PAYERS]
    codes = [*active, *(code for code in NAMES if code not in NO_FIGURES), *payers]
    return [(code, variable_name(code)) for code in codes]


def known_codes() -> Iterator[str]:
    """Yield every code that the catalogue names, families in full."""
    yield from NAMES
    places = ["", "_domicile", "_average", "_domicile_average"]
    for segment in SEGMENTS:
        for place in places:
            yield from (f"{before}active_{segment}{place}" for before in ("", "previous_"))
            yield from (f"active_{segment}{place}_per_{denominator}" for denominator in DENOMINATORS)
    yield from (f"vulnerable_covered_{payer}" for payer in PAYERS)
    yield from (f"apparatus_{group}_{what}" for group in GROUPS for what in ("enrolled", "total"))
    yield from (f"budget_{purpose}_idr" for purpose in PURPOSES)
    yield from (f"regulations_{rank}" for rank in RANKS)


def _active(code: str) -> str:
    found = ACTIVE.fullmatch(code)
    denominator = found["denominator"] if found else None
    if found is None or (denominator and denominator not in DENOMINATORS):
        return ""
    name = str(SEGMENTS[found["segment"]])
    if found["domicile"]:
        name = _("%(name)s menurut domisili") % {"name": name}
    if found["average"]:
        name = _("%(name)s (rata-rata bulanan)") % {"name": name}
    if found["before"]:
        name = _("%(name)s setahun sebelumnya") % {"name": name}
    if denominator:
        return _("pembanding %(name)s: %(group)s") % {"name": name, "group": DENOMINATORS[denominator]}
    return name


def _payer(code: str) -> str:
    payer = PAYERS.get(code.removeprefix("vulnerable_covered_"))
    return _("pekerja rentan terlindungi dari %(payer)s") % {"payer": payer} if payer else ""


def _apparatus(code: str) -> str:
    found = re.fullmatch(r"apparatus_(?P<group>[a-z_]+)_(?P<what>enrolled|total)", code)
    if found is None or found["group"] not in GROUPS:
        return ""
    group = {"group": GROUPS[found["group"]]}
    return _("%(group)s terdaftar") % group if found["what"] == "enrolled" else _("seluruh %(group)s") % group


def _budget(code: str) -> str:
    found = re.fullmatch(r"budget_(?P<purpose>[a-z_]+)_idr", code)
    if found is None or found["purpose"] not in PURPOSES:
        return ""
    return _("anggaran untuk %(purpose)s (rupiah)") % {"purpose": PURPOSES[found["purpose"]]}


def _regulations(code: str) -> str:
    rank = RANKS.get(code.removeprefix("regulations_"))
    return _("jumlah %(rank)s") % {"rank": rank} if rank and code.startswith("regulations_") else ""


FAMILIES: tuple[Callable[[str], str], ...] = (_active, _payer, _apparatus, _budget, _regulations)
