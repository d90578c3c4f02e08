"""Everything the scoring screen shows of one entry to one juror. The number of queries is constant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Avg, F, Prefetch, QuerySet

from awards.entries.models import Entry, EntryState
from awards.jury.models.panels import Juror, UnsentRule
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.marks import counting_mark_rows
from awards.jury.selectors.rationale import needs_rationale, suggestions_from
from awards.jury.selectors.sheets import EMPTY, sealed_text
from awards.jury.selectors.unsent import asks_a_form, never_sent
from awards.rulebooks.parsing.jury_sheet import JuryCriterion, JurySheet, Level, load_jury_sheet
from awards.rulebooks.parsing.questionnaire import Question, QuestionKind, Questionnaire, load_questionnaire
from awards.submissions.models.answers import Answer
from awards.submissions.models.evidence import Evidence
from awards.submissions.parsing.answers import read_answer, shown_answer
from awards.submissions.selectors.sheets import ready_evidence
from awards.verification.selectors.findings import standing_finding
from paritrana.pages.reader import reader_language
from paritrana.pages.templatetags.formats import number


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer beside a criterion: what was claimed, what was verified, and the same a year before.

    `verified` is the canonical value that suggestions read; the `_text` fields are what people read.
    """

    code: str
    label: str
    verified: str
    claimed_text: str
    verified_text: str
    last_year_text: str
    verdict: str
    note: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How often the juror gave this mark; `share` in whole per cent of the most frequent one."""

    label: str
    count: int
    share: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of the sheet with the juror's own mark."""

    criterion: JuryCriterion
    mark: Mark | None
    suggested: Decimal | None
    facts: tuple[Fact, ...]
    last_year: Decimal | None
    own: tuple[Bar, ...]
    is_rationale_needed: bool

    @property
    def files(self) -> tuple[Evidence, ...]:
        return tuple(file for fact in self.facts for file in fact.evidence)

    @property
    def level(self) -> Level | None:
        return None if self.mark is None else self.criterion.level(self.mark.value)

    @property
    def points(self) -> Decimal | None:
        """What the mark adds to the total, as printed."""
        return None if self.mark is None else printed(self.criterion.points(self.mark.value))

    @property
    def work(self) -> str:
        """How the points come of the mark; empty where no short line of work says it exactly."""
        return "" if self.mark is None else worked(self.criterion, self.mark.value)

    @property
    def weight_percent(self) -> Decimal | None:
        return None if self.criterion.weight is None else printed(self.criterion.weight * 100).normalize()


@dataclass(frozen=True, slots=True)
class ScoringScreen:
    """`told` is what the entrant wrote in words, beside what the criteria rest on.

    `is_unsent`: the rulebook asks a form of the entrant, and it was never sent.
    """

    entry: Entry
    card: Scorecard | None
    sheet: JurySheet
    lines: tuple[CriterionLine, ...]
    told: tuple[Fact, ...]
    files: tuple[Evidence, ...]
    total: Decimal
    highest_total: Decimal
    is_unsent: bool
    unsent_rule: UnsentRule

    @property
    def is_unscored(self) -> bool:
        """Its form never came, and the panel does not score such entries."""
        return self.is_unsent and self.unsent_rule == UnsentRule.REFUSE

    @property
    def printed_points(self) -> Decimal:
        """The sum of the points as they are printed; where it is not the total, the page says why."""
        return sum((line.points for line in self.lines if line.points is not None), Decimal(0))

    @property
    def summed(self) -> str:
        """The printed points as one sum."""
        return " + ".join(number(line.points) for line in self.lines if line.points is not None)

    @property
    def is_exact(self) -> bool:
        """Nothing in the sum was rounded."""
        points = [line.criterion.points(line.mark.value) for line in self.lines if line.mark is not None]
        return all(_is_in_cents(figure) for figure in points)

    @property
    def weight_percent(self) -> Decimal | None:
        """The weights of all criteria together; None where one has none."""
        weights = [line.criterion.weight for line in self.lines]
        if not weights or None in weights:
            return None
        return printed(sum((weight for weight in weights if weight is not None), Fraction(0)) * 100).normalize()

    @property
    def marked(self) -> int:
        return sum(line.mark is not None for line in self.lines)


def scoring_screen(juror: Juror, entry: Entry) -> ScoringScreen:
    card = Scorecard.objects.filter(juror=juror, entry=entry).first()
    return _screen(juror, entry, card, Mark.objects.filter(scorecard__juror=juror))


def onlooker_screen(juror: Juror, entry: Entry) -> ScoringScreen:
    """Return a juror's sheet for somebody else: confirmed marks only, without the private note."""
    confirmed = Scorecard.objects.filter(juror=juror, state=ScorecardState.CONFIRMED)
    card = confirmed.filter(entry=entry).first()
    if card is not None:
        card.private_note = ""
    return _screen(juror, entry, card, Mark.objects.filter(scorecard__in=confirmed))


def _screen(juror: Juror, entry: Entry, card: Scorecard | None, own_marks: QuerySet[Mark]) -> ScoringScreen:
    text = sealed_text(entry.category)
    sheet = load_jury_sheet(text, reader_language()) if text else EMPTY
    asked = load_questionnaire(text, reader_language()) if text else None
    own = list(own_marks.annotate(entry_id=F("scorecard__entry_id")))
    marks = {mark.criterion: mark for mark in own if mark.entry_id == entry.pk}
    earlier = _entry_of_last_edition(entry)
    answers, last_answers = _answers(entry), _answers(earlier) if earlier else {}
    facts = {code: _fact(answer, last_answers.get(code), asked) for code, answer in answers.items()}
    last_means = _last_means(earlier)
    suggested = suggestions_from(sheet.criteria, {code: fact.verified for code, fact in facts.items() if fact.verified})
    lines = tuple(
        CriterionLine(
            criterion=criterion,
            mark=(mark := marks.get(criterion.code)),
            suggested=suggested.get(criterion.code),
            facts=tuple(facts[code] for code in criterion.evidence if code in facts),
            last_year=last_means.get(criterion.code),
            own=_distribution(criterion, own, mark),
            is_rationale_needed=mark is not None
            and needs_rationale(juror.panel, criterion, mark.value, suggested.get(criterion.code)),
        )
        for criterion in sheet.criteria
    )
    return ScoringScreen(
        entry=entry,
        card=card,
        sheet=sheet,
        lines=lines,
        told=_told(sheet, facts, asked),
        files=_files(sheet, facts),
        total=own_total(sheet, {code: mark.value for code, mark in marks.items()}),
        highest_total=printed(sheet.highest_total),
        is_unsent=asks_a_form(text) and never_sent(Entry.objects.filter(pk=entry.pk)).exists(),
        unsent_rule=UnsentRule(juror.panel.unsent_rule),
    )


def own_total(sheet: JurySheet, marks: Mapping[str, Decimal]) -> Decimal:
    return printed(sheet.total(marks))


def worked(criterion: JuryCriterion, value: Decimal) -> str:
    """Return the line of work from a mark to its points; empty where it would not be exact, or not be short."""
    most = criterion.points(criterion.best)
    if criterion.points(criterion.worst) != 0 or not _is_in_cents(most):
        return ""
    mark, best, worst = (number(figure.normalize()) for figure in (value, criterion.best, criterion.worst))
    points = number(printed(most).normalize())
    if criterion.worst == 0:
        return f"{mark} ÷ {best} × {points}"
    return f"({mark} − {worst}) ÷ ({best} − {worst}) × {points}"


def _is_in_cents(figure: Fraction) -> bool:
    return (figure * 100).denominator == 1


def printed(figure: Fraction) -> Decimal:
    return (Decimal(figure.numerator) / Decimal(figure.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _told(sheet: JurySheet, facts: dict[str, Fact], asked: Questionnaire | None) -> tuple[Fact, ...]:
    cited = {code for criterion in sheet.criteria for code in criterion.evidence}
    questions = {} if asked is None else {code: asked.question(code) for code in facts if code not in cited}
    in_words = [code for code, question in questions.items() if question and question.kind is QuestionKind.TEXT]
    return tuple(facts[code] for code in in_words if facts[code].claimed_text.strip())


def _files(sheet: JurySheet, facts: dict[str, Fact]) -> tuple[Evidence, ...]:
    """Return the files that criteria cite first, then the others."""
    cited = [code for criterion in sheet.criteria for code in criterion.evidence]
    order = [*dict.fromkeys(cited), *sorted(facts.keys() - set(cited))]
    return tuple(file for code in order if code in facts for file in facts[code].evidence)


def _answers(entry: Entry) -> dict[str, Answer]:
    files = Prefetch("evidence", queryset=ready_evidence())
    rows = Answer.objects.filter(submission__entry=entry).prefetch_related("findings", files).order_by("pk")
    return {row.question: row for row in rows}


def _fact(answer: Answer, last: Answer | None, asked: Questionnaire | None) -> Fact:
    question = asked.question(answer.question) if asked else None
    finding = standing_finding(answer)
    stands = finding is not None and finding.verdict != "rejected"
    verified = (finding.verified_value or answer.value) if finding is not None and stands else ""
    return Fact(
        code=answer.question,
        label=question.label if question else answer.question,
        verified=verified,
        claimed_text=_readable(question, answer.value),
        verified_text=_readable(question, verified),
        last_year_text=_readable(question, last.value) if last else "",
        verdict=finding.verdict if finding else "",
        note=finding.note if finding else "",
        evidence=tuple(answer.evidence.all()),
    )


def _readable(question: Question | None, value: str) -> str:
    """Return an answer as people read it; what cannot be read stays as it was typed."""
    canonical = read_answer(question, value).canonical if question else ""
    return shown_answer(question, canonical) if question and canonical else value


def _entry_of_last_edition(entry: Entry) -> Entry | None:
    """Return the same entrant's entry of the latest edition before, in the same kind of category and level."""
    category = entry.category
    return (
        Entry.objects.filter(
            region=entry.region_id,
            ministry=entry.ministry_id,
            employer=entry.employer_id,
            state=EntryState.ADMITTED,
            category__level=category.level,
            category__entrant_kind=category.entrant_kind,
            category__edition__period_end__lt=category.edition.period_start,
        )
        .order_by("-category__edition__period_end", "pk")
        .first()
    )


def _last_means(earlier: Entry | None) -> dict[str, Decimal]:
    if earlier is None:
        return {}
    rows = (
        counting_mark_rows(Scorecard.objects.filter(entry=earlier))
        .order_by()
        .values("criterion")
        .annotate(mean=Avg("value"))
    )
    return {row["criterion"]: Decimal(row["mean"]).quantize(Decimal("0.01")) for row in rows}


def _distribution(criterion: JuryCriterion, own: Sequence[Mark], current: Mark | None) -> tuple[Bar, ...]:
    """Count the juror's own marks on this criterion, by level or by fifths of the scale."""
    values = [mark.value for mark in own if mark.criterion == criterion.code]
    if criterion.levels:
        steps = [(level.label, level.value, level.value) for level in criterion.levels]
    else:
        fifth = criterion.length / 5
        edges = [criterion.lowest + fifth * place for place in range(6)]
        steps = [(f"{_short(low)}–{_short(high)}", low, high) for low, high in zip(edges, edges[1:], strict=False)]
    last = len(steps) - 1

    def holds(value: Decimal, place: int) -> bool:
        _label, low, high = steps[place]
        return low <= value <= high if criterion.levels or place == last else low <= value < high

    counts = [sum(holds(value, place) for value in values) for place in range(len(steps))]
    most = max(counts, default=0) or 1
    return tuple(
        Bar(
            label=steps[place][0],
            count=count,
            share=100 * count // most,
            is_current=current is not None and holds(current.value, place),
        )
        for place, count in enumerate(counts)
    )


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
