"""The rules of the game as they are in force: what the public page shows.

Nothing here is written down twice: names, weights and settings come from what ranks.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from matchmaker.errors import Unavailable
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.matching import engine, prices, scorers
from matchmaker.matching.lineup import InForce, Lineup
from matchmaker.matching.scorers import ScorerState
from matchmaker.scoring.blend import QUORUM

SETTINGS = {
    "book": _("Eigenes Übersetzungsbuch: der Pfad einer Textdatei oder eines Ordners davon"),
    "half_km": _("Entfernung in Kilometern, bei der ein Partner noch halb zählt"),
    "hubs": _("Wie stark Allerweltstexte gedämpft werden, die zu allen passen (0 bis 1)"),
    "smoothing": _("Wie stark einzelne Einträge sich ihren Nachbarn annähern (0 bis 1)"),
    "named_bonus": _("Zuschlag, wenn die kreative Seite genau diese Branche nennt (0 bis 1)"),
    "other_side": _("Wie viel die Wünsche der jeweils anderen Seite mitzählen (0 bis 1)"),
    "centring": _("Wie stark gedämpft wird, was alle gemeinsam haben (0 bis 1)"),
}
"""What the settings of the bundled scorers mean; others are shown by their own name."""


@dataclass(frozen=True)
class Setting:
    name: str
    words: str
    value: object


@dataclass(frozen=True)
class Rule:
    """One scorer in force; `share` is its part of all weights in percent."""

    name: str
    label: str
    weight: float
    share: float
    learned: bool
    bundled: bool
    doc: str
    settings: Sequence[Setting]
    preparing: bool


@dataclass(frozen=True)
class Outage:
    """A scorer that should count and does not."""

    name: str
    why: str


@dataclass(frozen=True)
class Change:
    at: datetime
    label: str
    enabled: bool
    weight: float
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Rules:
    scorers: Sequence[Rule]
    outages: Sequence[Outage]
    history: Sequence[Change]
    quorum: int

    @property
    def learned(self) -> bool:
        return any(scorer.learned for scorer in self.scorers)


def rules_in_force(locale: str) -> Rules:
    states = scorers.scorer_states()
    lineup = _lineup()
    counting = [state for state in states if state.in_force]
    total = sum(state.weight for state in counting) or 1.0
    missing = [state for state in states if state.chosen and state.state == "broken"]
    rules = [_rule(state, state.weight / total, lineup, locale) for state in counting]
    labels = {rule.name: rule.label for rule in rules}
    return Rules(
        scorers=sorted(rules, key=lambda rule: -rule.weight),
        outages=[Outage(state.name, _why(state)) for state in missing],
        history=_history(labels | {prices.NAME: gettext("Ausgleich")}),
        quorum=round(100 * QUORUM),
    )


def _lineup() -> Lineup | None:
    """None while a large index is being built: the rules are told all the same."""
    try:
        return engine.lineup()
    except Unavailable:
        return None


def _rule(state: ScorerState, share: float, lineup: Lineup | None, locale: str) -> Rule:
    words = _words(state.name, lineup)
    return Rule(
        name=state.name,
        label=words.label.get(locale, state.name) if words else state.name,
        weight=state.weight,
        share=100 * share,
        learned=bool(words and words.learned),
        bundled=state.origin == "bundled",
        doc=_doc(state.name, lineup),
        settings=_settings(words.settings if words else state.settings),
        preparing=words is None,
    )


def _words(name: str, lineup: Lineup | None) -> InForce | None:
    """None for a scorer that has no part at this moment."""
    there = lineup.scorers if lineup else ()
    return next((scorer for scorer in there if scorer.name == name), None)


def _settings(values: Mapping[str, object]) -> list[Setting]:
    return [
        Setting(name, str(SETTINGS.get(name, name)), value)
        for name, value in values.items()
        if _is_public(value)
    ]


def _is_public(value: object) -> bool:
    """Numbers and switches are rules; texts may be paths or keys."""
    return isinstance(value, bool | int | float)


def _doc(name: str, lineup: Lineup | None) -> str:
    """The first paragraph that the author of a foreign scorer wrote about it."""
    if lineup is None:
        return ""
    scorer = lineup.index.segments[0].scorers.get(name)
    return (inspect.getdoc(type(scorer)) or "").split("\n\n")[0] if scorer else ""


def _why(state: ScorerState) -> str:
    """In plain words; the operator's own words name files, which are nobody's business."""
    if state.found is None:
        return str(_("Er ist eingeschaltet, aber nicht mehr vorhanden."))
    if state.found.problem:
        return str(_("Er kann nicht geladen werden."))
    return str(_("Er hat wiederholt Fehler gemacht und pausiert."))


def _history(labels: Mapping[str, str]) -> list[Change]:
    return [
        Change(
            change.at,
            labels.get(change.name, change.name),
            change.enabled,
            change.weight,
            {key: value for key, value in change.settings.items() if _is_public(value)},
        )
        for change in scorers.history()
    ]
