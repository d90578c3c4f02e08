"""Prizes that nobody wins: an outcome with its reason, in the same places as the winners."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.publication.models import NoWinnerReason, Publication, UnawardedPrize
from awards.publication.selectors.lines import Openness
from awards.publication.selectors.prizes import awards_of
from awards.runs.models import ScoreRun
from paritrana.lib.canonical import decimal_text
from paritrana.lib.indonesian import number_text
from paritrana.pages.reader import in_words
from paritrana.pages.templatetags.formats import number

Json = dict[str, object]


def unawarded_prizes(run: ScoreRun, rules: Rules, visibility: Openness) -> list[UnawardedPrize]:
    """Return, as unsaved rows, the prizes with a limit that nobody reached, group by group.

    A prize taken back from whoever reached it is told as that, not here.
    How near the best one came is told only where scores are open.
    """
    found = []
    for award in awards_of(run, rules):
        if award.slot.threshold is None or award.places or award.is_taken_back:
            continue
        best = award.best if visibility.scores else None
        found.append(
            UnawardedPrize(
                position=award.slot.position,
                label=award.slot.label,
                label_en=award.slot.label_en,
                group_key=award.group,
                group_name=award.group_name.name,
                group_name_en=award.group_name.english,
                reason=NoWinnerReason.NOBODY if award.best is None else NoWinnerReason.LIMIT,
                threshold=decimal_text(award.slot.threshold),
                best="" if best is None else format(best, "f"),
                is_lower_better=not rules.rank.higher_is_better,
            )
        )
    return found


def published_unawarded(publication: Publication) -> list[UnawardedPrize]:
    return list(UnawardedPrize.objects.filter(publication=publication).order_by("position", "pk"))


def unawarded_json(prizes: Iterable[UnawardedPrize]) -> list[Json]:
    return [{name: getattr(prize, name) for name in SIGNED} for prize in prizes]


SIGNED = (
    "position",
    "label",
    "label_en",
    "group_key",
    "group_name",
    "group_name_en",
    "reason",
    "threshold",
    "best",
    "is_lower_better",
)


def prize_words(prize: UnawardedPrize) -> str:
    """Name the prize with its group, in the reader's language."""
    label, group = in_words(prize.label, prize.label_en), in_words(prize.group_name, prize.group_name_en)
    return _("%(label)s (%(group)s)") % {"label": label, "group": group} if group else label


def reason_words(prize: UnawardedPrize) -> str:
    """Say why nobody wins a prize, in the reader's language."""
    if prize.reason == NoWinnerReason.NOBODY:
        return _("Tidak ada pemenang: tidak ada peserta yang diperingkat.")
    words = {"best": number(prize.best), "limit": number(prize.threshold)}
    if not prize.best:
        text = (
            _("Tidak ada pemenang: tidak seorang pun mencapai batas paling banyak %(limit)s.")
            if prize.is_lower_better
            else _("Tidak ada pemenang: tidak seorang pun mencapai batas %(limit)s.")
        )
        return text % words
    if prize.is_lower_better:
        return _("Tidak ada pemenang: nilai terbaik %(best)s, perlu paling banyak %(limit)s.") % words
    return _("Tidak ada pemenang: nilai terbaik %(best)s, perlu %(limit)s.") % words


def official_reason(prize: UnawardedPrize) -> str:
    """Say the same as official papers do, in Indonesian whoever reads."""
    if prize.reason == NoWinnerReason.NOBODY:
        return "Tidak ada pemenang: tidak ada peserta yang diperingkat."
    limit = number_text(Decimal(prize.threshold))
    needed = f"paling banyak {limit}" if prize.is_lower_better else limit
    if not prize.best:
        return f"Tidak ada pemenang: tidak seorang pun mencapai batas {needed}."
    return f"Tidak ada pemenang: nilai terbaik {number_text(Decimal(prize.best))}, perlu {needed}."
