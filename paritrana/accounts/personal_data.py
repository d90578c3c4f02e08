"""What is held on people: every personal field with its purpose, legal ground and retention (Law 27/2022, Article 31).

The page for people, the export, and the erasure read this list. A test walks all models: a field that can hold words, a
name, an address or a file stands either in `INVENTORY` or in `NOT_PERSONAL`. Models are named by label: the floor knows
none of those above it. Foreign keys to accounts are not listed: they only refer to a person, and `acts` finds them all.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.models import User

Words = Promise | str


class Ground(models.TextChoices):
    """The legal grounds of Article 20 (2) that are used here; none of it rests on consent."""

    LEGAL_DUTY = "c", _("kewajiban hukum pengendali (Pasal 20 ayat (2) huruf c)")
    PUBLIC_TASK = "e", _("tugas untuk kepentingan umum dan pelayanan publik (Pasal 20 ayat (2) huruf e)")
    LEGITIMATE = "f", _("kepentingan yang sah: keamanan sistem dan orangnya (Pasal 20 ayat (2) huruf f)")


class Keeping(models.TextChoices):
    """How long a record is kept."""

    ACCOUNT = "account", _("selama akunnya ada; dihapus bersama data akun itu")
    ACTIVE = "active", _("sampai diakhiri orangnya atau penyelenggara; paling lama selama akunnya ada")
    SIGN_IN = "sign-in", _("90 hari, lalu dihapus setiap malam")
    SESSION = "session", _("sampai sesi berakhir, lalu dihapus setiap malam")
    CONTEST = (
        "contest",
        _("selama hasil yang memakainya dapat diperiksa dan disengketakan, menurut jadwal retensi arsip"),
    )
    ARCHIVE = "archive", _("tetap: arsip keputusan publik yang rantainya tidak boleh putus")
    PUBLIC = "public", _("tetap: bagian dari pengumuman resmi")


class Erasure(models.TextChoices):
    """What becomes of a record when the data of its person are erased."""

    REPLACED = "replaced", _("diganti nomor akun")
    EMPTIED = "emptied", _("dikosongkan")
    DELETED = "deleted", _("barisnya dihapus")
    KEPT = "kept", _("tetap, dan hanya menunjuk ke nomor akun")
    NAMED = "named", _("tetap, dengan nama: tindakan publik yang sudah ditandatangani atau dicatat")
    BY_HAND = "by-hand", _("dihapus atau diperbaiki pada barisnya sendiri atas permintaan: orangnya tidak punya akun")


SIGN_IN_DAYS = 90


@dataclass(frozen=True, slots=True)
class PersonalRecord:
    """Fields of a model that are held for one purpose.

    `owners` are look-ups from a row to the account of whom it tells; by `is_by_name` they hold the user name instead.
    Empty: nobody's account is named by a column. `unshown` fields are in no copy: secrets, and what tells of other
    people too. `beside` are other fields without which a copied row says nothing.
    """

    model: str
    fields: str
    what: Words
    purpose: Words
    ground: Ground
    keeping: Keeping
    erasure: Erasure
    owners: tuple[str, ...] = ()
    unshown: str = ""
    beside: str = ""
    is_by_name: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.fields.split())

    @property
    def kept_back(self) -> frozenset[str]:
        return frozenset(self.unshown.split())

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(f"{self.model}.{name}" for name in self.names)

    def rows_of(self, user: User) -> "models.QuerySet[models.Model]":
        """Return the rows that tell of this person; none where no column leads to an account."""
        rows = self.model_class()._default_manager  # noqa: SLF001 - a documented door
        mine = [models.Q(**{owner: user.get_username() if self.is_by_name else user.pk}) for owner in self.owners]
        return rows.filter(pk__in=rows.filter(reduce(or_, mine)).values("pk")) if mine else rows.none()

    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, slots=True)
class Subject:
    """One group of records as people read of it."""

    title: Words
    records: tuple[PersonalRecord, ...]


SIGNING_IN = _("mengenali orang yang masuk dan menjaga akunnya")
WHO_DECIDED = _("menunjukkan siapa memutuskan apa, kapan, dan mengapa")
FAIR_JURY = _("menjaga agar juri tidak menilai peserta yang terkait dengannya")
CHECKING_FORMS = _("memeriksa dan membuktikan apa yang dinyatakan kantor peserta")

ACCOUNTS = Subject(
    _("Akun dan peran"),
    (
        PersonalRecord(
            "accounts.User",
            "username full_name first_name last_name",
            _("nama pengguna dan nama"),
            _("mengenali orang yang masuk, dan menyebut siapa yang bertugas"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.REPLACED,
            owners=("pk",),
        ),
        PersonalRecord(
            "accounts.User",
            "email language",
            _("alamat surel dan bahasa surat"),
            _("mengirim pengingat, undangan, dan pemberitahuan tugas"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.EMPTIED,
            owners=("pk",),
        ),
        PersonalRecord(
            "accounts.User",
            "password",
            _("sandi, hanya sebagai hash Argon2"),
            SIGNING_IN,
            Ground.LEGITIMATE,
            Keeping.ACCOUNT,
            Erasure.REPLACED,
            owners=("pk",),
            unshown="password",
        ),
        PersonalRecord(
            "account.EmailAddress",
            "email",
            _("alamat surel yang dikonfirmasi"),
            _("memastikan surat sampai ke orangnya"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.DELETED,
            owners=("user",),
        ),
        PersonalRecord(
            "account.EmailConfirmation",
            "key",
            _("kunci konfirmasi alamat surel"),
            _("memastikan surat sampai ke orangnya"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.DELETED,
            owners=("email_address__user",),
            unshown="key",
        ),
        PersonalRecord(
            "accounts.RoleAssignment",
            "region_code office_code",
            _("peran, wilayah, dan kantor orang itu"),
            _("menentukan apa yang boleh dilihat dan diubah orang itu"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("user",),
        ),
        PersonalRecord(
            "awards.OfficeSeat",
            "office_code",
            _("kantor yang isiannya dikerjakan orang itu"),
            _("menentukan siapa yang boleh mengisi dan mengirim atas nama kantor"),
            Ground.PUBLIC_TASK,
            Keeping.ACTIVE,
            Erasure.DELETED,
            owners=("user",),
        ),
        PersonalRecord(
            "awards.Invitation",
            "full_name office_code email",
            _("nama orang yang diundang, kantornya, dan alamat surelnya"),
            _("mengundang petugas sebuah kantor"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.REPLACED,
            owners=("accepted_by",),
        ),
        PersonalRecord(
            "awards.Invitation",
            "token_digest token_seed",
            _("sidik jari dan benih tautan undangan"),
            _("mengundang petugas sebuah kantor"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.KEPT,
            owners=("accepted_by",),
            unshown="token_digest token_seed",
        ),
    ),
)

SIGN_INS = Subject(
    _("Masuk dan keamanan"),
    (
        PersonalRecord(
            "mfa.Authenticator",
            "data",
            _("rahasia faktor kedua dan kode pemulihan"),
            SIGNING_IN,
            Ground.LEGITIMATE,
            Keeping.ACTIVE,
            Erasure.DELETED,
            owners=("user",),
            unshown="data",
        ),
        PersonalRecord(
            "usersessions.UserSession",
            "ip user_agent session_key data",
            _("alamat IP dan peramban setiap sesi"),
            _("menunjukkan kepada orangnya sesi mana yang terbuka, dan mengakhirinya"),
            Ground.LEGITIMATE,
            Keeping.SESSION,
            Erasure.DELETED,
            owners=("user",),
            unshown="session_key",
        ),
        PersonalRecord(
            "sessions.Session",
            "session_key session_data",
            _("isi sesi: akun mana yang masuk"),
            _("mengenali halaman berikutnya sebagai milik orang yang sama"),
            Ground.LEGITIMATE,
            Keeping.SESSION,
            Erasure.DELETED,
            unshown="session_key session_data",
        ),
        PersonalRecord(
            "axes.AccessAttempt",
            "username ip_address user_agent http_accept path_info get_data post_data",
            _("percobaan masuk yang gagal: nama, alamat IP, peramban"),
            _("mengunci penebak sandi"),
            Ground.LEGITIMATE,
            Keeping.SIGN_IN,
            Erasure.DELETED,
            owners=("username",),
            unshown="get_data post_data",
            is_by_name=True,
        ),
        PersonalRecord(
            "axes.AccessLog",
            "username ip_address user_agent http_accept path_info session_hash",
            _("kapan masuk dan keluar, dari alamat IP dan peramban mana"),
            _("menyelidiki pemakaian akun oleh orang lain"),
            Ground.LEGITIMATE,
            Keeping.SIGN_IN,
            Erasure.DELETED,
            owners=("username",),
            unshown="session_hash",
            is_by_name=True,
        ),
        PersonalRecord(
            "axes.AccessFailureLog",
            "username ip_address user_agent http_accept path_info",
            _("percobaan masuk yang gagal, satu per satu"),
            _("menyelidiki tebakan sandi"),
            Ground.LEGITIMATE,
            Keeping.SIGN_IN,
            Erasure.DELETED,
            owners=("username",),
            is_by_name=True,
        ),
        PersonalRecord(
            "knox.AuthToken",
            "digest token_key",
            _("token API, hanya sebagai sidik jari dengan awalannya"),
            _("mengenali program yang bekerja atas nama orang itu"),
            Ground.LEGITIMATE,
            Keeping.ACTIVE,
            Erasure.DELETED,
            owners=("user",),
            unshown="digest",
        ),
        PersonalRecord(
            "accounts.TokenSeal",
            "credentials",
            _("ikatan token pada sandi dan faktor kedua"),
            _("mengakhiri token ketika sandi atau faktor kedua diganti"),
            Ground.LEGITIMATE,
            Keeping.ACTIVE,
            Erasure.DELETED,
            owners=("token__user",),
            unshown="credentials",
        ),
    ),
)

MAILS = Subject(
    _("Surat"),
    (
        PersonalRecord(
            "mail.Mail",
            "address subject body error bounce",
            _("surat kepada orang itu, lengkap dengan alamat dan isinya"),
            _("mengirim tepat satu kali, dan membuktikan bahwa sebuah kantor sudah diingatkan"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.DELETED,
            owners=("recipient",),
        ),
        PersonalRecord(
            "awards.NewsItem",
            "text office_code values",
            _("kabar untuk orang itu: apa yang terjadi dengan isian kantornya atau pekerjaannya"),
            _("memberi tahu orang yang menunggu, satu kali, apa yang terjadi dan sampai kapan"),
            Ground.PUBLIC_TASK,
            Keeping.ACCOUNT,
            Erasure.DELETED,
            owners=("user",),
        ),
        PersonalRecord(
            "mail.Mailing",
            "label subject text",
            _("surat yang ditulis orang itu untuk banyak penerima"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("created_by",),
        ),
    ),
)

TRAIL = Subject(
    _("Jejak audit dan keputusan"),
    (
        PersonalRecord(
            "audit.AuditEntry",
            "actor_name",
            _("nama pelaku pada catatan lama; catatan baru hanya memuat nomor akun"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.NAMED,
            owners=("actor",),
        ),
        PersonalRecord(
            "audit.AuditEntry",
            "reason changes",
            _("alasan yang ditulis orang itu, dan apa yang diubahnya"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("actor",),
            unshown="changes",
            beside="action subject_type subject_id",
        ),
        PersonalRecord(
            "admin.LogEntry",
            "object_repr change_message",
            _("catatan panel: baris mana yang diubah orang itu"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("user",),
            unshown="object_repr change_message",
        ),
        PersonalRecord(
            "accounts.JointAct",
            "reason exemption details",
            _("usul dan persetujuan dua orang, dengan alasannya"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("proposed_by", "seconded_by", "dropped_by"),
            beside="kind subject",
        ),
        PersonalRecord(
            "accounts.Vouch",
            "reason",
            _("alasan mengapa dua orang boleh memutuskan bersama sebelum masa tunggu berakhir"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("first", "second"),
        ),
        PersonalRecord(
            "awards.SignOff",
            "comment exemption",
            _("persetujuan akhir atas hasil, dengan catatannya"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("user",),
        ),
        PersonalRecord(
            "awards.Publication",
            "reason tie_decision",
            _("alasan koreksi dan putusan atas nilai seri"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.PUBLIC,
            Erasure.KEPT,
            owners=("published_by",),
        ),
        PersonalRecord(
            "awards.EmbargoMove",
            "reason",
            _("alasan memindahkan embargo"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("act__proposed_by",),
        ),
        PersonalRecord(
            "awards.PrizeWithdrawal",
            "reason",
            _("alasan mencabut juara"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.PUBLIC,
            Erasure.KEPT,
            owners=("act__proposed_by",),
        ),
        PersonalRecord(
            "awards.Certificate",
            "reason",
            _("alasan mengganti piagam"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.PUBLIC,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.Withdrawal",
            "reason",
            _("alasan menarik hasil"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.PUBLIC,
            Erasure.KEPT,
            owners=("act__proposed_by",),
        ),
        PersonalRecord(
            "awards.CorrectionOrder",
            "reason",
            _("alasan membuka tim juri kembali"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("act__proposed_by",),
        ),
        PersonalRecord(
            "awards.ScoreRun",
            "reason",
            _("alasan memakai atau membuang perhitungan"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("decided_by",),
        ),
        PersonalRecord(
            "awards.WhatIf",
            "name text",
            _("coba-coba pribadi atas aturan"),
            _("membantu penyelenggara memahami aturan sebelum memutuskan"),
            Ground.PUBLIC_TASK,
            Keeping.ACTIVE,
            Erasure.DELETED,
            owners=("owner",),
        ),
        PersonalRecord(
            "awards.Extension",
            "letter_number reason",
            _("perpanjangan waktu, dengan nomor surat dan alasannya"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("approved_by",),
        ),
        PersonalRecord(
            "imports.IncomingTable",
            "original_name",
            _("nama tabel yang belum selesai diunggah"),
            _("menunjukkan dari mana setiap angka berasal"),
            Ground.PUBLIC_TASK,
            Keeping.ACTIVE,
            Erasure.KEPT,
            owners=("created_by",),
        ),
        PersonalRecord(
            "imports.ImportBatch",
            "file file_name mend_file",
            _("tabel yang diunggah orang itu, dengan nama berkasnya"),
            _("menunjukkan dari mana setiap angka berasal"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("uploaded_by",),
        ),
        PersonalRecord(
            "imports.ImportProblem",
            "cells left_out_reason",
            _("baris tabel yang ditolak, dan alasan baris dikeluarkan"),
            _("menunjukkan dari mana setiap angka berasal"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("left_out_by",),
            unshown="cells",
        ),
    ),
)

JURY = Subject(
    _("Juri"),
    (
        PersonalRecord(
            "awards.Tie",
            "region_code organisation",
            _("daerah asal, tempat bekerja, dan pemberi kerja juri, sekarang atau dahulu"),
            FAIR_JURY,
            Ground.PUBLIC_TASK,
            Keeping.ACTIVE,
            Erasure.DELETED,
            owners=("user",),
        ),
        PersonalRecord(
            "awards.Conflict",
            "reason decision_reason",
            _("benturan kepentingan juri dengan peserta, dengan alasan dan putusannya"),
            FAIR_JURY,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("juror__user",),
        ),
        PersonalRecord(
            "awards.Excuse",
            "reason document",
            _("mengapa seorang juri berhalangan, dan nomor suratnya; sebab kesehatan tidak perlu ditulis"),
            _("menjelaskan mengapa lembar nilai kosong"),
            Ground.PUBLIC_TASK,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("juror__user",),
        ),
        PersonalRecord(
            "awards.Scorecard",
            "private_note void_reason",
            _("catatan pribadi juri, dan alasan lembar dibatalkan"),
            _("membantu juri menilai"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("juror__user",),
        ),
        PersonalRecord(
            "awards.Mark",
            "rationale",
            _("alasan juri atas setiap nilai"),
            _("membuat nilai dapat dijelaskan dan diperiksa"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("scorecard__juror__user",),
            beside="criterion",
        ),
        PersonalRecord(
            "awards.PaperMark",
            "rationale",
            _("alasan pada lembar nilai kertas"),
            _("membuat nilai dapat dijelaskan dan diperiksa"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("sheet__juror__user",),
            beside="criterion",
        ),
        PersonalRecord(
            "awards.PaperSheet",
            "reason",
            _("alasan memilih satu dari dua ketikan"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("decided_by",),
        ),
        PersonalRecord(
            "awards.FreshMarking",
            "reason",
            _("alasan penilaian ulang oleh juri pengganti"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("decided_by",),
        ),
        PersonalRecord(
            "awards.Flag",
            "reason answer",
            _("tanda dari juri untuk sekretariat, dan jawabannya"),
            _("menjawab pertanyaan juri tentang isian"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("juror__user", "answered_by"),
        ),
        PersonalRecord(
            "awards.JurorNotice",
            "reason",
            _("kabar untuk juri tentang pekerjaannya sendiri"),
            _("memberi tahu juri apa yang berubah dan mengapa"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("juror__user",),
        ),
        PersonalRecord(
            "awards.Moderation",
            "originals outcome",
            _("nilai juri yang berjauhan, dan hasil pembicaraannya"),
            _("menyamakan pengertian juri atas kriteria"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("closed_by",),
            unshown="originals",
        ),
        PersonalRecord(
            "awards.Remark",
            "text",
            _("pendapat dalam pembahasan peserta"),
            _("mencatat pembahasan tim juri"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("author",),
        ),
        PersonalRecord(
            "awards.Decision",
            "text",
            _("putusan pleno yang dicatat orang itu"),
            WHO_DECIDED,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("recorded_by",),
        ),
        PersonalRecord(
            "awards.Panel",
            "closing_note",
            _("catatan penutupan tim juri"),
            WHO_DECIDED,
            Ground.PUBLIC_TASK,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("closed_by",),
        ),
        PersonalRecord(
            "awards.Minutes",
            "content",
            _("berita acara: nama juri, kehadiran, penggantian, benturan kepentingan"),
            _("berita acara yang ditandatangani adalah tindakan publik juri yang disebut namanya"),
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.NAMED,
            owners=("plenary__panel__jurors__user",),
            unshown="content",
            beside="digest",
        ),
        PersonalRecord(
            "awards.RunMark",
            "juror_key",
            _("nilai beku dengan nomor kursi juri, tanpa nama"),
            _("menghitung ulang hasil dari masukan yang sama"),
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.PublishedEntry",
            "line",
            _("baris hasil: nilai juri di bawah nomor acak, bila edisi membukanya"),
            _("mengumumkan hasil yang dapat diperiksa"),
            Ground.PUBLIC_TASK,
            Keeping.PUBLIC,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.RunRobustness",
            "report",
            _("seberapa teguh peringkat bila seorang juri dilewati, dengan nomor kursinya"),
            _("menunjukkan apakah hasil bergantung pada satu juri"),
            Ground.PUBLIC_TASK,
            Keeping.ARCHIVE,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.CeremonyWinner",
            "official_name pronunciation citation giver receiver represents authority",
            _("siapa yang menerima dan menyerahkan penghargaan di panggung, dan siapa yang diwakili"),
            _("memanggil nama dan jabatan dengan benar pada malam anugerah"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.BY_HAND,
        ),
        PersonalRecord(
            "awards.CeremonyPhotograph",
            "content",
            _("foto penerima penghargaan di panggung"),
            _("menampilkan penerima di layar pada malam anugerah"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.BY_HAND,
        ),
        PersonalRecord(
            "awards.Ceremony",
            "crew",
            _("petugas malam anugerah"),
            _("mencantumkan petugas di lembar susunan acara"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.BY_HAND,
        ),
        PersonalRecord(
            "awards.RunSheet",
            "content",
            _("susunan acara seperti tercetak, dengan penerima dan petugas"),
            _("membuktikan apa yang dicetak untuk petugas panggung"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.NAMED,
        ),
        PersonalRecord(
            "awards.Show",
            "content",
            _("susunan acara yang ditampilkan pada malam anugerah"),
            _("menampilkan dan membuktikan yang dilihat hadirin"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.NAMED,
        ),
        PersonalRecord(
            "awards.Interview",
            "attendee_name companions issues",
            _("siapa yang hadir dalam wawancara, dan apa yang dibicarakan"),
            _("memberi nilai kehadiran pimpinan sesuai juknis"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.BY_HAND,
        ),
    ),
)

OFFICES = Subject(
    _("Isian dan bukti kantor"),
    (
        PersonalRecord(
            "awards.Answer",
            "value note",
            _("jawaban kantor; nama orang hanya bila petugas menulisnya"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("updated_by",),
            beside="question",
        ),
        PersonalRecord(
            "awards.Snapshot",
            "content",
            _("rekaman isian pada saat dikirim"),
            CHECKING_FORMS,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            owners=("submission__submitted_by",),
            unshown="content",
            beside="occasion digest",
        ),
        PersonalRecord(
            "awards.Submission",
            "return_reason",
            _("alasan isian dikembalikan"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.Submission",
            "signatory_name signatory_office",
            _("nama dan jabatan yang menyatakan isian benar"),
            CHECKING_FORMS,
            Ground.LEGAL_DUTY,
            Keeping.ARCHIVE,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.Evidence",
            "file original_name note",
            _("berkas bukti dan namanya; dapat memuat nama dan tanda tangan pejabat"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("uploaded_by",),
        ),
        PersonalRecord(
            "awards.Upload",
            "original_name",
            _("nama berkas yang belum selesai diunggah"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.ACTIVE,
            Erasure.KEPT,
            owners=("created_by",),
        ),
        PersonalRecord(
            "awards.Finding",
            "verified_value note",
            _("putusan verifikator atas jawaban, dengan catatannya"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("officer",),
        ),
        PersonalRecord(
            "awards.BlindReading",
            "verified_value note",
            _("putusan petugas lain atas jawaban yang ditarik sebagai sampel, dengan catatannya"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("officer",),
        ),
        PersonalRecord(
            "awards.Clarification",
            "message",
            _("pertanyaan verifikator kepada kantor"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("asked_by",),
        ),
        PersonalRecord(
            "awards.ClarificationItem",
            "old_value old_note",
            _("jawaban sebelum ditanyakan"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.Objection",
            "text decision",
            _("sanggahan kantor dan putusannya"),
            CHECKING_FORMS,
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.KEPT,
            owners=("lodged_by", "decided_by"),
        ),
    ),
)

NAMED_ENTRANTS = Subject(
    _("Nama peserta"),
    (
        PersonalRecord(
            "employers.Employer",
            "name",
            _("nama pemberi kerja; nama orang bila usahanya perseorangan"),
            _("menilai kepesertaan pemberi kerja"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.BY_HAND,
        ),
        PersonalRecord(
            "awards.Entry",
            "name",
            _("nama peserta penghargaan"),
            _("mengumumkan siapa yang dinilai dan menang"),
            Ground.PUBLIC_TASK,
            Keeping.CONTEST,
            Erasure.BY_HAND,
        ),
        PersonalRecord(
            "awards.PublishedEntry",
            "name",
            _("nama peserta dalam pengumuman"),
            _("mengumumkan siapa yang dinilai dan menang"),
            Ground.PUBLIC_TASK,
            Keeping.PUBLIC,
            Erasure.NAMED,
        ),
        PersonalRecord(
            "awards.Publication",
            "payload",
            _("kepala pengumuman yang ditandatangani, dengan nama pemenang"),
            _("mengumumkan siapa yang dinilai dan menang"),
            Ground.PUBLIC_TASK,
            Keeping.PUBLIC,
            Erasure.NAMED,
        ),
        PersonalRecord(
            "awards.PressPass",
            "full_name medium",
            _("nama wartawan dan medianya"),
            _("memberi pers hasil di bawah embargo dan tahu siapa yang membacanya"),
            Ground.PUBLIC_TASK,
            Keeping.ARCHIVE,
            Erasure.KEPT,
        ),
        PersonalRecord(
            "awards.PressPass",
            "token_digest",
            _("sidik jari tautan buku pers"),
            _("memberi pers hasil di bawah embargo dan tahu siapa yang membacanya"),
            Ground.PUBLIC_TASK,
            Keeping.ARCHIVE,
            Erasure.KEPT,
            unshown="token_digest",
        ),
        PersonalRecord(
            "awards.Certificate",
            "content",
            _("isi piagam: nama penerima, jabatan dan nama penanda tangan"),
            _("memberi pemenang bukti penghargaannya, dan siapa pun cara memeriksanya"),
            Ground.PUBLIC_TASK,
            Keeping.PUBLIC,
            Erasure.NAMED,
        ),
        PersonalRecord(
            "awards.Prize",
            "entry_name",
            _("nama penerima juara"),
            _("mengumumkan siapa yang dinilai dan menang"),
            Ground.PUBLIC_TASK,
            Keeping.PUBLIC,
            Erasure.NAMED,
        ),
    ),
)

INVENTORY = (ACCOUNTS, SIGN_INS, MAILS, TRAIL, JURY, OFFICES, NAMED_ENTRANTS)

# Model -> fields that can hold words and tell of no person: codes, digests, states, names of places, offices and rules,
# and sentences of the product's own. `Historical...` is read as the model of which it keeps the history.
NOT_PERSONAL = {
    "accounts.JointAct": "kind subject region_code",
    "admin.LogEntry": "object_id",
    "audit.AuditEntry": "action subject_type subject_id region_code request_id previous_digest digest",
    "audit.AuditHead": "digest",
    "auth.Group": "name",
    "auth.Permission": "name codename",
    "awards.Answer": "question write_key registry_source",
    "awards.Certificate": "number code digest",
    "awards.Category": "code name name_en employer_scales kbli_sections note",
    "awards.Ceremony": "region_code title lead place message_title message_text",
    "awards.CeremonyItem": "title detail screen_title screen_text prize_key result_digest",
    "awards.CeremonyPhotograph": "digest",
    "awards.CeremonyWinner": "exemption seat trophy certificate",
    "awards.CompanyGroup": "name",
    "awards.Edition": "code brand_label brand_label_en decree_number caveat caveat_en",
    "awards.EditionLabel": "brand_label brand_label_en",
    "awards.EligibilityCheck": "answers rulebook_digest",
    "awards.Entry": "province_code region_code zone_code sector_code sector_version scale",
    "awards.EnvelopeCheck": "winner_key envelope_code content_code",
    "awards.Evidence": "content_type sha256 threat",
    "awards.BlindReading": "reason_code",
    "awards.Finding": "reason_code",
    "awards.Interview": "room link attendance_role",
    "awards.Mark": "criterion write_key",
    "awards.Minutes": "digest",
    "awards.Moderation": "criterion",
    "awards.NightlyProof": "faults",
    "awards.NodeScore": "code raw normalised value weight contribution note",
    "awards.NewsItem": "key region_code mail_key",
    "awards.Panel": "name decree_number searched_digest",
    "awards.PaperMark": "criterion",
    "awards.Prize": "label label_en group_key group_name group_name_en",
    "awards.Publication": "digest file_digest signature public_key",
    "awards.PublishedEntry": "province_code zone_code group_key",
    "awards.ReminderRule": "days_before",
    "awards.Rulebook": "title text digest text_digest",
    "awards.RulebookRevision": "text told",
    "awards.RunGroup": "column code name name_en",
    "awards.RunHistory": "edition label digest",
    "awards.RunInput": "variable value source reference",
    "awards.RunMark": "criterion",
    "awards.RunRobustness": "digest",
    "awards.RunScore": "score_text group_key band next_band next_band_gap gate status decided_by lines",
    "awards.RunSheet": "digest",
    "awards.ScoreRun": "engine_version rulebook_digest input_digest result_digest salt error",
    "awards.SigningKey": "public_key handover compromise_reason",
    "awards.Show": "digest",
    "awards.ShowPress": "laptop",
    "awards.Slot": "label label_en basis",
    "awards.Snapshot": "occasion digest",
    "awards.Submission": "rulebook_digest receipt_number digest reopened_questions",
    "awards.UnawardedPrize": "label label_en group_key group_name group_name_en threshold best",
    "awards.Upload": "question stamp",
    "awards.VerdictSample": "seed",
    "awards.WhatIf": "text_digest computed_digest",
    "awards.WhatIfPlace": "score_text group_key group_name group_name_en status official_score",
    "awards.Zone": "code name name_en",
    "contenttypes.ContentType": "app_label model",
    "employers.Employer": "npp division kbli_version kbli_section source",
    "employers.EmployerMonth": "source",
    "employers.KbliSection": "version section name sector_group source",
    "employers.ProgrammeObligation": "source",
    "imports.ImportBatch": "kind region_code file_digest sheet staging compared_digest notes refusal",
    "imports.ImportProblem": "reasons",
    "imports.IncomingTable": "stamp door subject became",
    "jobs.Job": "kind subject_id label region_code step error",
    "mail.Mail": "key region_code language private_link",
    "mail.Mailing": "region_code",
    "ministries.Ministry": "slug name short_name procurement_code note source",
    "ministries.MinistryRegulation": "source number title page",
    "ministries.SectorEnrolment": "source sector",
    "ministries.StaffCover": "source",
    "regions.ApparatusCover": "source",
    "regions.BudgetLine": "source document",
    "regions.DefaultZone": "code name note source",
    "regions.NationalFigure": "code note source source_url",
    "regions.Participation": "source",
    "regions.ParticipantReport": "code name source",
    "regions.Region": "code name full_name short_name kind bps_code iso_code island_group source",
    "regions.RegionAlias": "written source note",
    "regions.Regulation": "source number title page",
    "regions.ScoreSheetLine": "source variable",
    "regions.SectorEmployment": "sector_group source",
    "regions.VulnerableCover": "source",
    "regions.WorkforceFigure": "note source",
    "watch.WatchReading": "gauge figures",
}


def records() -> Iterator[PersonalRecord]:
    for subject in INVENTORY:
        yield from subject.records


def acts() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every column that refers to an account: what a person did, received or holds."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):  # noqa: SLF001 - a documented door
        for field in model._meta.concrete_fields:  # noqa: SLF001
            if field.is_relation and field.related_model is User:
                yield model, field.name


def sign_ins_kept_from(at: datetime.datetime) -> datetime.datetime:
    """Return the time before which what was noted of signing in is too old to be kept."""
    return at - datetime.timedelta(days=SIGN_IN_DAYS)
