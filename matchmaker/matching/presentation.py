"""Suggestions in the words of a page: which reasons are shown, how a score is called, what brakes.

Numbers are shown as points out of 100; nothing here changes an order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal

from matchmaker.i18n import lazy_gettext as _
from matchmaker.matching.fitting import FITS
from matchmaker.matching.lineup import Lineup
from matchmaker.matching.service import Suggestion, ToldReason
from matchmaker.scoring.blend import slopes
from matchmaker.scoring.match import Match, MatchPart

SHOWN_REASONS = 3

GRADES = (
    (0.7, _("passt sehr gut")),
    (0.5, _("passt gut")),
    (FITS, _("könnte passen")),
    (0.0, _("eher ein Versuch")),
)
"""From this score on; the words that stand beside the number."""

ADVICE = {
    "text_similarity": _(
        "Genauere Sätze dazu, was gesucht und was angeboten wird, würden es ändern: auf beiden "
        "Seiten und in alltäglichen Worten."
    ),
    "translation_book": _(
        "Es würde sich ändern, wenn im Profil steht, was gerade klemmt oder was sich ändern soll; "
        "daran erkennt das Buch die Lage."
    ),
    "sector_affinity": _(
        "Eine genauere Branche würde es ändern, oder wenn die kreative Seite diese Branche "
        "ausdrücklich nennt. Eine gute Idee kann trotzdem passen."
    ),
    "locality": _(
        "Der Weg bleibt, wie er ist. Ein weiterer Umkreis oder Arbeit aus der Ferne würden es "
        "ändern."
    ),
}
"""What would move the rating of each bundled scorer."""
OTHER_ADVICE = _("Die Gründe dieses Bausteins stehen unten; an ihnen lässt sich etwas ändern.")

_ABBREVIATED = re.compile(r"(?:\b\w|\b(?:ca|bzw|usw|etc|inkl|Nr|Dr|St|Std|Tel|vgl|Mr|Mrs|vs))\.$")


def grade(score: float) -> str:
    return str(next(words for least, words in GRADES if score >= least))


def points(value: float | None) -> int | None:
    """A rating in [0, 1] as points out of 100."""
    return None if value is None else round(100 * value)


def leading_reasons(reasons: Iterable[ToldReason], limit: int = SHOWN_REASONS) -> list[ToldReason]:
    """The strongest reason of each scorer first, then further ones, no sentence twice."""
    distinct = list({reason.text.casefold(): reason for reason in reversed([*reasons])}.values())
    distinct.reverse()
    first = list({reason.scorer: reason for reason in reversed(distinct)}.values())
    first.reverse()
    return [*first, *(reason for reason in distinct if reason not in first)][:limit]


def first_sentence(text: str) -> str:
    """The first sentence on one line; abbreviations and ordinal numbers do not end one."""
    line = " ".join(text.split())
    for end in re.finditer(r"[.!?…](?=[\s»“\"')]*\s[\"„“»'(]*[A-ZÄÖÜ0-9])", line):
        sentence = line[: end.end()]
        number = re.search(r"\d\.$", sentence)
        if not number and not _ABBREVIATED.search(sentence):
            return sentence
    return line


@dataclass(frozen=True)
class Row:
    """One scorer's line in the table of a pair; numbers in points, shares in percent."""

    part: MatchPart
    label: str
    share_for_seeker: int
    share_for_candidate: int
    for_seeker: int | None
    for_candidate: int | None
    contribution: float
    reasons_for_seeker: Sequence[ToldReason]
    reasons_for_candidate: Sequence[ToldReason]


@dataclass(frozen=True)
class Account:
    """A whole score, taken apart: contributions and adjustment add up to it as they are shown.

    `brake` holds it down most; `silent` are labels of scorers without an opinion in some
    direction, `absent` of those that should have taken part and failed.
    """

    rows: Sequence[Row]
    adjustment: float
    score: float
    for_seeker: float
    for_candidate: float
    brake: "Brake | None"
    silent: Sequence[str]
    absent: Sequence[str]


def account_of(
    suggestion: Suggestion, lineup: Lineup, weights: Mapping[str, float], locale: str
) -> Account:
    """The account of a pair that was rated with `weights` in place of those in force."""
    match = suggestion.match
    exact = [*(part.contribution for part in match.parts), match.adjustment]
    *contributions, adjustment = adding_up([100 * value for value in exact], 100 * match.score)
    rows = [
        _row(part, lineup.label(part.scorer, locale), shown, suggestion)
        for part, shown in zip(match.parts, contributions, strict=True)
    ]
    return Account(
        rows=sorted(rows, key=lambda row: -row.part.contribution),
        adjustment=adjustment,
        score=round(100 * match.score, 1),
        for_seeker=round(100 * match.for_seeker, 1),
        for_candidate=round(100 * match.for_candidate, 1),
        brake=strongest_brake(match),
        silent=[row.label for row in rows if None in (row.for_seeker, row.for_candidate)],
        absent=[lineup.label(name, locale) for name in _absent(match, lineup, weights)],
    )


def _absent(match: Match, lineup: Lineup, weights: Mapping[str, float]) -> list[str]:
    wanted = [each.name for each in lineup.scorers if weights.get(each.name, each.weight) > 0]
    there = {part.scorer for part in match.parts}
    return [*(name for name in wanted if name not in there), *lineup.missing]


def _row(part: MatchPart, label: str, contribution: float, suggestion: Suggestion) -> Row:
    return Row(
        part=part,
        label=label,
        share_for_seeker=round(100 * part.weight_for_seeker),
        share_for_candidate=round(100 * part.weight_for_candidate),
        for_seeker=points(part.for_seeker),
        for_candidate=points(part.for_candidate),
        contribution=contribution,
        reasons_for_seeker=[told for told in suggestion.for_seeker if told.scorer == part.scorer],
        reasons_for_candidate=[
            told for told in suggestion.for_candidate if told.scorer == part.scorer
        ],
    )


def adding_up(values: Sequence[float], total: float, decimals: int = 1) -> list[float]:
    """The values rounded so that they add up to the rounded total (largest remainder method).

    `values` add up to `total` but for rounding; each result is less than one unit of the last
    decimal away from its value.
    """
    unit = 10**decimals
    lowest = [int(value * unit // 1) for value in values]
    spare = round(total * unit) - sum(lowest)
    by_remainder = sorted(range(len(values)), key=lambda n: lowest[n] - values[n] * unit)
    raised = set(by_remainder[: max(0, spare)])
    return [(whole + (n in raised)) / unit for n, whole in enumerate(lowest)]


@dataclass(frozen=True)
class Brake:
    """The part that holds the score down most, and on whose side."""

    scorer: str
    to_seeker: bool
    points: int
    lost: float
    """How many points the score would gain if this part were full, to first order."""

    @property
    def advice(self) -> str:
        return str(ADVICE.get(self.scorer, OTHER_ADVICE))


def strongest_brake(match: Match) -> Brake | None:
    """None where nothing is missing, or nobody has an opinion."""
    toward_seeker, toward_candidate = slopes(match.for_seeker, match.for_candidate)
    sides = [
        (part, to_seeker, rating, slope * weight * (1 - rating))
        for part in match.parts
        for to_seeker, rating, slope, weight in (
            (True, part.for_seeker, toward_seeker, part.weight_for_seeker),
            (False, part.for_candidate, toward_candidate, part.weight_for_candidate),
        )
        if rating is not None
    ]
    part, to_seeker, rating, lost = max(sides, key=lambda side: side[3], default=(None,) * 4)
    if part is None or rating is None or lost is None or lost < 0.005:
        return None
    return Brake(part.scorer, bool(to_seeker), round(100 * rating), 100 * lost)


def one_decimal(value: float) -> str:
    return format_decimal(value, format="0.0")
