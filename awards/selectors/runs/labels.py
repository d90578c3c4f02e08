"""Names that people read for the columns a rulebook scores, and for the codes that stand in them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import AttendanceRole
from awards.parsing.questionnaire import QuestionKind, Questionnaire
from regions.models import RegulationRank

NAMES: dict[str, str | Promise] = {
    "active_total": _("peserta aktif, semua segmen"),
    "active_pu": _("peserta aktif penerima upah (PU)"),
    "active_bpu": _("peserta aktif bukan penerima upah (BPU)"),
    "active_jakon": _("peserta aktif jasa konstruksi (Jakon)"),
    "active_pmi": _("peserta aktif pekerja migran (PMI)"),
    "previous_active_total": _("peserta aktif setahun sebelumnya"),
    "working_age": _("penduduk usia kerja"),
    "labour_force": _("angkatan kerja"),
    "employed": _("penduduk bekerja"),
    "unemployed": _("penganggur"),
    "employed_formal": _("pekerja formal"),
    "employed_informal": _("pekerja informal"),
    "vulnerable_covered": _("pekerja rentan yang dibayari"),
    "vulnerable_budget_idr": _("anggaran pekerja rentan (rupiah)"),
    "non_asn_enrolled": _("pegawai non-ASN terdaftar"),
    "non_asn_total": _("seluruh pegawai non-ASN"),
    "apparatus_enrolled": _("aparatur dan penyelenggara terdaftar"),
    "apparatus_total": _("seluruh aparatur dan penyelenggara"),
    "budget_idr": _("anggaran (rupiah)"),
    "budget_realised_idr": _("anggaran terpakai (rupiah)"),
    "regulations_total": _("peraturan yang berlaku"),
    "regulations_new": _("peraturan baru pada periode ini"),
    "regulations_issued": _("peraturan yang diterbitkan"),
    "regulation_best_rank": _("peraturan tertinggi yang berlaku"),
    "regulation_budget_clause": _("peraturan memuat dukungan anggaran"),
    "regulation_occupation_clause": _("peraturan menyebut pekerjaan tertentu"),
    "regulation_general_duty_clause": _("peraturan memuat kewajiban umum"),
    "sector_workers_enrolled": _("pekerja sektor yang dibawa masuk"),
    "months_reported": _("bulan yang dilaporkan"),
    "months_on_time": _("bulan yang dibayar tepat waktu"),
    "headcount_months": _("pekerja yang ada (orang-bulan)"),
    "enrolled_months": _("pekerja terdaftar (orang-bulan)"),
    "payroll_sum": _("upah dibayar (rupiah)"),
    "wage_reported_sum": _("upah dilaporkan (rupiah)"),
    "programmes_followed": _("program yang diikuti"),
    "programmes_required": _("program yang wajib"),
    "arrears_last": _("tunggakan iuran pada bulan terakhir"),
    "vendors": _("vendor"),
    "vendors_enrolled": _("vendor yang terdaftar"),
    "sponsored_workers": _("pekerja rentan yang disponsori"),
    "attendance_role": _("yang hadir dalam wawancara"),
    "province": _("provinsi"),
    "region": _("wilayah"),
    "zone": _("zona"),
    "sector": _("sektor"),
    "scale": _("skala usaha"),
}
DERIVED: dict[str, str | Promise] = {
    "count": _("banyaknya peraturan"),
    "budget": _("memuat dukungan anggaran"),
    "occupations": _("menyebut pekerjaan tertentu"),
    "duty": _("memuat kewajiban umum"),
}


def column_name(column: str, questionnaire: Questionnaire) -> str:
    """Return the question's own words, the known name, or the code with spaces."""
    for question in questionnaire.questions:
        if column == question.code:
            return question.label
        if column in question.columns:
            return f"{question.label}: {DERIVED[column.removeprefix(f'{question.code}_')]}"
    return str(NAMES.get(column) or column.replace("_", " "))


def value_name(column: str, value: str, questionnaire: Questionnaire) -> str:
    """Return the words for a code; figures and free text stay as they are."""
    question = questionnaire.question(column)
    if question is not None and question.kind is QuestionKind.CHOICE:
        return next((choice.label for choice in question.choices if choice.code == value), value)
    if column == "regulation_best_rank" or (question is not None and question.kind is QuestionKind.REGULATIONS):
        return str(dict(RegulationRank.choices).get(value, value))
    return str(dict(AttendanceRole.choices).get(value, value))
