"""Which sectors and creative submarkets go well together, by an open table with reasons.

README.md beside this file tells the method and the sources; `affinity.csv` is the table.
"""

import copy
import math
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import ABSTAIN, Explanation, Pool, Profile, Reason, Scorer, Scores
from matchmaker.scoring.search.ingredients import TableLookup

from .groups import Groups, row_of, ticked
from .sectors import SECTION_OF, SECTIONS, closeness, common_level, known_codes, row_keys
from .table import SUBMARKETS, bundled_table, names

Real = TypeVar("Real", np.float32, np.float64)

SHOWN_PAIRS = 2
"""At most so many cells of the table are told as reasons for one pair of profiles."""


class SectorAffinity(Scorer):
    """Rates a firm and a creative by what their sectors and submarkets typically do together.

    The same in both directions. NaN where the firm tells no known sector, where the creative
    tells neither submarkets nor sectors, and between two profiles of the same kind.

    Parameters
    ----------
    smoothing : float from 0 to 1
        How far each cell of the table moves towards the means of its row and its column.
        0 trusts every single cell, 1 leaves only how often a sector and a submarket cooperate
        at all.
    named_bonus : float from 0 to 1
        The share of what is missing to 1 that is added when the creative names exactly the
        firm's subclass; less for a class, group, division or section in common.
    """

    name = "sector_affinity"
    label = {"de": "Branche und Teilmarkt", "en": "Sector and submarket"}
    reasons = {
        "pair": {
            "de": "{sector_de} trifft {submarket_de}: {why_de}",
            "en": "{sector_en} meets {submarket_en}: {why_en}",
        },
        "named": {
            "de": "Von der kreativen Seite ausdrücklich genannt: {sector_de}",
            "en": "Named by the creative side: {sector_en}",
        },
        "unlisted": {
            "de": "Zu {sector_de} und {submarket_de} steht noch nichts in der offenen Tabelle",
            "en": "The open table has nothing yet on {sector_en} and {submarket_en}",
        },
    }

    def __init__(self, smoothing: float = 0.15, named_bonus: float = 0.25) -> None:
        _check_share("smoothing", smoothing)
        _check_share("named_bonus", named_bonus)
        self.smoothing = smoothing
        self.named_bonus = named_bonus

    def fit(self, pool: Pool) -> Self:
        """Group the pool by what its profiles tick; all constants come from the table."""
        self.pool_ = pool
        self.groups_ = Groups(pool, self.smoothing)
        return self

    def score(self, seeker: Profile) -> Scores:
        by_group = self._rate(seeker, self.groups_, np.float32)
        return by_group[self.groups_.of_row]

    def ingredients(self, seeker: Profile) -> tuple[TableLookup, TableLookup]:
        by_group = self._rate(seeker, self.groups_, np.float32)
        looked_up = TableLookup(self.groups_.of_row, by_group)
        return looked_up, looked_up

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        alone = Groups(Pool([candidate]), self.smoothing)
        score = float(self._rate(seeker, alone, np.float64)[0])
        if math.isnan(score):
            return Explanation(ABSTAIN)
        seeks_creatives = seeker.kind == "kmu"
        firm, creative = (seeker, candidate) if seeks_creatives else (candidate, seeker)
        reasons = _pair_reasons(firm, creative) + _named_reasons(firm, creative)
        return Explanation(score, reasons)

    def rebase(self, pool: Pool) -> Self:
        return copy.copy(self).fit(pool)

    def _rate(self, seeker: Profile, groups: Groups, precision: type[Real]) -> NDArray[Real]:
        """One value from 0 to 1 for each group, NaN where there is no opinion."""
        codes = known_codes(seeker.sectors)
        ticks = np.array(ticked(seeker.submarkets))
        if seeker.kind == "kmu":
            worth, line_of_group = groups.worth_to_firm(row_of(codes, self.smoothing))
        elif seeker.kind == "creative" and (ticks.any() or codes):
            worth, line_of_group = groups.worth_to_creative(ticks)
        else:
            return np.full(len(groups), ABSTAIN, dtype=precision)
        fit = worth.astype(precision).take(line_of_group)
        if codes:
            # Of tens of thousands of groups only those few gain that have a sector in common.
            few, named = groups.named(codes)
            alone = worth[line_of_group[few]]
            fit[few] = alone + self.named_bonus * named * (1 - alone)
        return fit


def _pair_reasons(firm: Profile, creative: Profile) -> tuple[Reason, ...]:
    """The best listed cells of the two, or that the table has none."""
    pairs = [
        (division, submarket)
        for key in row_keys(known_codes(firm.sectors))
        for division in SECTIONS.get(key, (key,))
        for submarket, told in zip(SUBMARKETS, ticked(creative.submarkets), strict=True)
        if told
    ]
    cells = bundled_table().cells
    listed = sorted(
        (pair for pair in pairs if pair in cells), key=lambda pair: (-cells[pair].value, pair)
    )
    if listed:
        return tuple(_pair(*pair) for pair in listed[:SHOWN_PAIRS])
    return tuple(Reason("unlisted", **_facts(*pair)) for pair in pairs[:1])


def _pair(division: str, submarket: str) -> Reason:
    cell = bundled_table().cells[division, submarket]
    facts = _facts(division, submarket)
    return Reason("pair", **facts, why_de=cell.why.de, why_en=cell.why.en, source=cell.source)


def _named_reasons(firm: Profile, creative: Profile) -> tuple[Reason, ...]:
    """The deepest level at which a sector named by the creative meets one of the firm's."""
    meetings = [
        (-closeness(own, named), own, named)
        for own in known_codes(firm.sectors)
        for named in known_codes(creative.sectors)
    ]
    if not meetings:
        return ()
    _, own, named = min(meetings)
    level = common_level(own, named)
    if level is None:
        return ()
    # The name tells what both share: a section where one of the two says no more than that.
    shared = SECTION_OF.get(own[:2], own) if level == "section" else own[:2]
    sector = names()[shared]
    facts = {"sector": named, "level": level, "sector_de": sector.de, "sector_en": sector.en}
    return (Reason("named", **facts),)


def _facts(division: str, submarket: str) -> dict[str, str]:
    sector, market = names()[division], names()[submarket]
    return {
        "sector": division,
        "submarket": submarket,
        "sector_de": sector.de,
        "sector_en": sector.en,
        "submarket_de": market.de,
        "submarket_en": market.en,
    }


def _check_share(setting: str, value: object) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (number and 0 <= value <= 1):  # type: ignore[operator]
        raise ValueError(f"{setting} must be a number from 0 to 1, not {value!r}")


scorer = SectorAffinity
