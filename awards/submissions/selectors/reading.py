"""The whole form as it will be read, by the office before it signs and as a PDF: one content for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.rulebooks.parsing.questionnaire import Section
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.evidence import Evidence
from awards.submissions.selectors.claims import RegistryFigure, registry_figures
from awards.submissions.selectors.sheets import Item, Sheet
from paritrana.pages.templatetags.formats import day, percent, signed


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One answer as it is read; `registry` is the figure beside it, frozen once the form was sent in."""

    item: Item
    registry: RegistryFigure | None

    @property
    def distance(self) -> str:
        """Say what the registry holds and how far the answer lies from it, "" where it holds nothing."""
        if self.registry is None:
            return ""
        told = {"figure": self.registry.shown}
        difference = self.registry.difference
        if difference is None:
            sentence = _("Catatan BPJS Ketenagakerjaan: %(figure)s.") % told
        elif not difference:
            sentence = _("Catatan BPJS Ketenagakerjaan: %(figure)s, sama dengan jawaban ini.") % told
        else:
            told |= {"difference": signed(difference), "share": _share(self.registry)}
            sentence = _("Catatan BPJS Ketenagakerjaan: %(figure)s, selisih %(difference)s%(share)s.") % told
        if self.registry.as_of is None:
            return sentence
        return f"{sentence} {_('Keadaan %(date)s.') % {'date': day(self.registry.as_of)}}"


def _share(registry: RegistryFigure) -> str:
    return f" ({percent(abs(registry.share))})" if registry.share is not None else ""


@dataclass(frozen=True, slots=True)
class ReadSection:
    section: Section
    lines: tuple[ReadLine, ...]


def read_through(submission: Submission, filled: Sheet) -> tuple[ReadSection, ...]:
    """Return every section with its answers as they are read."""
    is_sent = submission.state == SubmissionState.SUBMITTED
    beside = _frozen(submission, filled.items) if is_sent else registry_figures(submission.entry, filled.items)
    return tuple(
        ReadSection(section.section, tuple(ReadLine(item, beside.get(item.question.code)) for item in section.items))
        for section in filled.sections
    )


def _frozen(submission: Submission, items: Sequence[Item]) -> dict[str, RegistryFigure]:
    found = {}
    for item in items:
        if item.answer is None or item.answer.registry_value is None:
            continue
        value = item.answer.registry_value.normalize()
        is_claimed = item.question.kind.is_numeric and item.reading.canonical
        found[item.question.code] = RegistryFigure(
            value=value,
            shown=item.registry_shown,
            source=item.answer.registry_source,
            as_of=item.answer.registry_as_of,
            is_synthetic=submission.entry.is_synthetic,
            difference=Decimal(item.reading.canonical) - value if is_claimed else None,
        )
    return found


def file_words(file: Evidence) -> str:
    """Say which file it is, where in it to look, and what it shows: `SK Bupati.pdf, halaman 3, penetapan penerima`."""
    parts = [file.original_name]
    if file.page:
        parts.append(_("halaman %(page)d") % {"page": file.page})
    if file.note:
        parts.append(file.note)
    if file.is_rejected:
        parts.append(_("ditolak pada pemeriksaan virus"))
    return ", ".join(parts)
