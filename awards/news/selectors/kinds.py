"""The register of what people are told: which event, who reads it, with or without a deadline, its words and its link.

A service reports an event with `awards.news.services.tell`; everything that is said about it is said here. Words are
made when they are read, so a list and a mail speak the reader's language.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.selectors import clocks
from awards.news.models import NewsItem, NewsKind
from paritrana.pages.menu import Label


class Readership(StrEnum):
    """Whose news a kind is; nobody reads one who is not of them any more."""

    OFFICE = "office"
    VERIFIERS = "verifiers"


Words = Callable[[NewsItem], str]


@dataclass(frozen=True, slots=True)
class KindOfNews:
    """`has_deadline`: something ends, so its mail cannot be switched off and does not wait for the daily one."""

    kind: NewsKind
    readers: Readership
    has_deadline: bool
    what: Label
    subject: Words
    sentence: Words
    link: Words
    door: Label


def _entry(item: NewsItem) -> str:
    return item.entry.name if item.entry else ""


def _person(item: NewsItem) -> str:
    return item.about.get_full_name() if item.about else ""


def due_text(item: NewsItem) -> str:
    """Return the deadline in the entrant's own zone first; empty where nothing ends."""
    if item.due_at is None:
        return ""
    return deadline_text(item.due_at, province_code=item.entry.province_code if item.entry else "")


def deadline_text(moment: datetime.datetime, *, province_code: str) -> str:
    own, *others = clocks(moment, province_code=province_code)
    return f"{own.text} ({', '.join(clock.text for clock in others)})"


def _on_form(name: str) -> Words:
    def link(item: NewsItem) -> str:
        public_id = item.values.get("submission", "")
        return reverse(name, args=[public_id]) if public_id else reverse("submissions")

    return link


def _people(item: NewsItem) -> str:
    return _on_form("submission-people")(item)


def _case(item: NewsItem) -> str:
    return reverse("verification-case", args=[item.values["submission"]])


def _objection(item: NewsItem) -> str:
    return reverse("verification-objection", args=[item.values["objection"]])


def _question(item: NewsItem) -> str:
    return str(item.values.get("question", ""))


def _asked(item: NewsItem) -> str:
    return ", ".join(str(number) for number in item.values.get("questions", ()))


def _receipt(item: NewsItem) -> str:
    values = {"entry": _entry(item), "receipt": item.values.get("receipt", "")}
    if item.values.get("sends", 1) > 1:
        return _("Isian %(entry)s sudah dikirim lagi dan diterima dengan nomor %(receipt)s.") % values
    return _("Isian %(entry)s sudah diterima dengan nomor %(receipt)s.") % values


def _returned(item: NewsItem) -> str:
    return _("Isian %(entry)s dikembalikan untuk diperbaiki. Perbaiki, lalu kirim lagi sebelum batasnya.") % {
        "entry": _entry(item)
    }


def _clarification(item: NewsItem) -> str:
    return _(
        "Verifikator bertanya tentang isian %(entry)s, pertanyaan %(questions)s. Hanya jawaban itu yang dibuka lagi; "
        "jawab, lalu kirim lagi sebelum batasnya."
    ) % {"entry": _entry(item), "questions": _asked(item)}


def _extension(item: NewsItem) -> str:
    return _("Waktu mengisi untuk %(entry)s diperpanjang dengan surat %(letter)s.") % {
        "entry": _entry(item),
        "letter": item.values.get("letter", ""),
    }


def _results(item: NewsItem) -> str:
    counts = {
        "entry": _entry(item),
        "accepted": item.values.get("accepted", 0),
        "corrected": item.values.get("corrected", 0),
        "rejected": item.values.get("rejected", 0),
    }
    return (
        _(
            "Hasil verifikasi isian %(entry)s dapat dibaca: %(accepted)d diterima, %(corrected)d dikoreksi, "
            "%(rejected)d ditolak. Koreksi dan penolakan dapat disanggah sampai batasnya."
        )
        % counts
    )


def _withdrawn(item: NewsItem) -> str:
    return _(
        "Putusan atas pertanyaan %(question)s dalam isian %(entry)s tidak berlaku lagi. Lihat putusan yang sekarang "
        "berlaku pada halaman hasil."
    ) % {"question": _question(item), "entry": _entry(item)}


def _decision(item: NewsItem) -> str:
    values = {"question": _question(item), "entry": _entry(item)}
    if item.values.get("is_upheld"):
        return _("Sanggahan %(entry)s atas pertanyaan %(question)s diterima.") % values
    return _("Sanggahan %(entry)s atas pertanyaan %(question)s ditolak.") % values


REGISTER = {
    row.kind: row
    for row in (
        KindOfNews(
            NewsKind.INVITATION,
            Readership.OFFICE,
            has_deadline=True,
            what=gettext_lazy("Anda diundang menjadi petugas sebuah kantor"),
            subject=lambda _item: _("Undangan menjadi petugas kantor"),
            sentence=lambda item: _("%(person)s mengundang Anda ke isian kantornya.") % {"person": _person(item)},
            link=_on_form("submission"),
            door=gettext_lazy("Buka isian"),
        ),
        KindOfNews(
            NewsKind.COLLEAGUE,
            Readership.OFFICE,
            has_deadline=False,
            what=gettext_lazy("Rekan baru di kantor Anda"),
            subject=lambda item: _("Petugas baru: %(person)s") % {"person": _person(item)},
            sentence=lambda item: (
                _(
                    "%(person)s menerima undangan dan kini petugas kantor Anda. Bila Anda tidak mengenalnya, hubungi "
                    "penyelenggara."
                )
                % {"person": _person(item)}
            ),
            link=_people,
            door=gettext_lazy("Lihat petugas kantor"),
        ),
        KindOfNews(
            NewsKind.RECEIPT,
            Readership.OFFICE,
            has_deadline=False,
            what=gettext_lazy("Isian kantor Anda terkirim, dengan nomor tanda terimanya"),
            subject=lambda item: _("Tanda terima isian %(entry)s") % {"entry": _entry(item)},
            sentence=_receipt,
            link=_on_form("submission-receipt"),
            door=gettext_lazy("Buka tanda terima"),
        ),
        KindOfNews(
            NewsKind.RETURNED,
            Readership.OFFICE,
            has_deadline=True,
            what=gettext_lazy("Isian kantor Anda dikembalikan"),
            subject=lambda item: _("Isian %(entry)s dikembalikan") % {"entry": _entry(item)},
            sentence=_returned,
            link=_on_form("submission"),
            door=gettext_lazy("Perbaiki isian"),
        ),
        KindOfNews(
            NewsKind.EXTENSION,
            Readership.OFFICE,
            has_deadline=True,
            what=gettext_lazy("Waktu mengisi diperpanjang"),
            subject=lambda item: _("Waktu mengisi %(entry)s diperpanjang") % {"entry": _entry(item)},
            sentence=_extension,
            link=_on_form("submission"),
            door=gettext_lazy("Buka isian"),
        ),
        KindOfNews(
            NewsKind.CLARIFICATION,
            Readership.OFFICE,
            has_deadline=True,
            what=gettext_lazy("Verifikator meminta klarifikasi"),
            subject=lambda item: _("Klarifikasi diminta: %(entry)s") % {"entry": _entry(item)},
            sentence=_clarification,
            link=_on_form("submission"),
            door=gettext_lazy("Jawab klarifikasi"),
        ),
        KindOfNews(
            NewsKind.RESULTS,
            Readership.OFFICE,
            has_deadline=True,
            what=gettext_lazy("Hasil verifikasi dapat dibaca dan disanggah"),
            subject=lambda item: _("Hasil verifikasi %(entry)s") % {"entry": _entry(item)},
            sentence=_results,
            link=_on_form("submission-results"),
            door=gettext_lazy("Lihat hasil verifikasi"),
        ),
        KindOfNews(
            NewsKind.WITHDRAWN,
            Readership.OFFICE,
            has_deadline=True,
            what=gettext_lazy("Putusan yang sudah Anda baca dicabut atau diganti"),
            subject=lambda item: _("Putusan atas isian %(entry)s berubah") % {"entry": _entry(item)},
            sentence=_withdrawn,
            link=_on_form("submission-results"),
            door=gettext_lazy("Lihat hasil verifikasi"),
        ),
        KindOfNews(
            NewsKind.DECISION,
            Readership.OFFICE,
            has_deadline=False,
            what=gettext_lazy("Sanggahan kantor Anda diputus"),
            subject=lambda item: _("Putusan sanggahan %(entry)s") % {"entry": _entry(item)},
            sentence=_decision,
            link=_on_form("submission-results"),
            door=gettext_lazy("Baca putusan"),
        ),
        KindOfNews(
            NewsKind.ANSWERED,
            Readership.VERIFIERS,
            has_deadline=False,
            what=gettext_lazy("Peserta menjawab klarifikasi Anda"),
            subject=lambda item: _("Jawaban klarifikasi: %(entry)s") % {"entry": _entry(item)},
            sentence=lambda item: (
                _("%(entry)s menjawab klarifikasi tentang pertanyaan %(questions)s. Jawabannya menunggu putusan.")
                % {"entry": _entry(item), "questions": _asked(item)}
            ),
            link=_case,
            door=gettext_lazy("Periksa jawaban"),
        ),
        KindOfNews(
            NewsKind.OBJECTION,
            Readership.VERIFIERS,
            has_deadline=False,
            what=gettext_lazy("Sanggahan di wilayah Anda menunggu putusan"),
            subject=lambda item: _("Sanggahan untuk diputus: %(entry)s") % {"entry": _entry(item)},
            sentence=lambda item: (
                _(
                    "%(entry)s menyanggah putusan atas pertanyaan %(question)s. Petugas lain daripada yang memutusnya "
                    "menjawab."
                )
                % {"entry": _entry(item), "question": _question(item)}
            ),
            link=_objection,
            door=gettext_lazy("Buka sanggahan"),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class SaidNews:
    """One piece of news in the reader's language."""

    item: NewsItem
    subject: str
    sentence: str
    due: str
    address: str
    door: str


def said(item: NewsItem) -> SaidNews:
    kind = REGISTER[NewsKind(item.kind)]
    return SaidNews(item, kind.subject(item), kind.sentence(item), due_text(item), kind.link(item), str(kind.door))
