"""What the address of a page of suggestions asks for: a need, other weights, a sheet to print.

The address holds only what differs from the rules, in one order, so that it can be kept and sent
to somebody: `?need=2&unter=creative&w.locality=0.5&fair=0&blatt=1`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from werkzeug.datastructures import MultiDict

from matchmaker.errors import NotFound
from matchmaker.i18n import gettext
from matchmaker.matching.lineup import InForce
from matchmaker.matching.meeting import kinds_for
from matchmaker.matching.prices import NAME as FAIRNESS
from matchmaker.profiles.models import Need, Profile

PREFIX = "w."
HIGHEST = 3.0
"""The end of a slider, unless the rules themselves weigh something more."""
STEP = 0.25
DECIMALS = 2


@dataclass(frozen=True)
class Slider:
    """The weight of one scorer: `value` is chosen, `rule` in force.

    `share` is its part of all weights in percent; None while the scorer is out of action.
    """

    scorer: InForce
    label: str
    value: float
    highest: float
    step: str
    share: int | None
    error: str = ""

    @property
    def name(self) -> str:
        return PREFIX + self.scorer.name

    @property
    def rule(self) -> float:
        return self.scorer.weight

    @property
    def id(self) -> str:
        return f"w-{self.scorer.name}"


@dataclass(frozen=True)
class Wishes:
    """`need` is a number from 1, the uid of one that is not published under the name, or None for
    all published ones together; `weights` are those that differ.

    Not `fair` leaves out the step that spreads attention.
    """

    need: int | str | None = None
    among: str | None = None
    """The kind of the partners where it is not the usual one."""
    weights: Mapping[str, float] = field(default_factory=dict)
    sheet: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    """Sentence by scorer name; with any the weights of the rules are used instead."""
    fair: bool = True
    by_rules: bool = False
    """They ask for the rules as they are, whatever they had saved for themselves."""

    def parameters(
        self,
        *,
        need: int | str | None = "same",
        among: str | None = "same",
        weights: Mapping[str, float] | None = None,
        fair: bool | None = None,
    ) -> dict[str, str]:
        """The query of this page, or of one with another need, other weights or without step."""
        number = self.need if need == "same" else need
        kind = self.among if among == "same" else among
        chosen = self.weights if weights is None else weights
        balanced = self.fair if fair is None else fair
        return {
            **({"need": str(number)} if number is not None else {}),
            **({"unter": kind} if kind else {}),
            **{PREFIX + name: _written(weight) for name, weight in sorted(chosen.items())},
            **({} if balanced else {"fair": "0"}),
            **({"regeln": "1"} if self.by_rules and not chosen and balanced else {}),
        }

    @property
    def asked(self) -> dict[str, float]:
        """The wishes as `suggest` and `explain_pair` take them."""
        return {**self.weights, **({} if self.fair else {FAIRNESS: 0.0})}

    @cached_property
    def canonical(self) -> dict[str, str]:
        """The query that says the same with nothing left out or to spare."""
        return self.parameters() | ({"blatt": "1"} if self.sheet else {})


def quiet_needs(profile: Profile, *, mine: bool) -> list[Need]:
    """Needs that stand nowhere under the name; drafts are their owner's alone."""
    states = ("published", "draft") if mine else ("published",)
    known = profile.published_needs
    return [need for need in profile.needs if need.state in states and need not in known]


def read_wishes(
    arguments: MultiDict[str, str],
    profile: Profile,
    scorers: Sequence[InForce],
    quiet: Iterable[Need] = (),
) -> Wishes:
    """`quiet` are needs that may be asked for by their uid. Raises NotFound for any other."""
    given = [(scorer, arguments.get(PREFIX + scorer.name, "")) for scorer in scorers]
    weights, errors = _read_weights(given, highest(scorers))
    if scorers and not errors and not any(_effective(scorers, weights)):
        errors[scorers[0].name] = gettext("Mindestens ein Regler muss über 0 stehen.")
    return Wishes(
        _need(arguments.get("need", ""), profile, quiet),
        _among(arguments.get("unter", ""), profile),
        {} if errors else weights,
        arguments.get("blatt") == "1",
        errors,
        arguments.get("fair") != "0",
        arguments.get("regeln") == "1",
    )


def _read_weights(
    given: Iterable[tuple[InForce, str]], most: float
) -> tuple[dict[str, float], dict[str, str]]:
    """The weights that differ from the rules, and sentences on those that make no sense."""
    weights, errors = {}, {}
    for scorer, text in given:
        if not text:
            continue
        weight = _weight(text, most)
        if weight is None:
            sentence = gettext("Bitte eine Zahl von 0 bis %(most)s angeben.")
            errors[scorer.name] = sentence % {"most": _written(most)}
        elif not math.isclose(weight, scorer.weight, abs_tol=10**-DECIMALS / 2):
            weights[scorer.name] = weight
    return weights, errors


def sliders(
    wishes: Wishes, scorers: Sequence[InForce], counting: Iterable[InForce], locale: str
) -> list[Slider]:
    """One for each scorer in force, the heaviest first; `counting` are those that took part."""
    weights = {scorer.name: scorer.weight for scorer in counting}
    total = sum(weights.values()) or 1.0
    values = zip(scorers, _effective(scorers, wishes.weights), strict=True)
    return [
        Slider(
            scorer,
            scorer.label.get(locale, scorer.name),
            value,
            highest(scorers),
            _step(scorer.weight),
            round(100 * weights[scorer.name] / total) if scorer.name in weights else None,
            wishes.errors.get(scorer.name, ""),
        )
        for scorer, value in sorted(values, key=lambda pair: -pair[0].weight)
    ]


def slider_errors(fields: Iterable[Slider]) -> list[tuple[str, str]]:
    """Id and sentence of each slider whose value made no sense."""
    return [(field.id, f"{field.label}: {field.error}") for field in fields if field.error]


def highest(scorers: Iterable[InForce]) -> float:
    return max([HIGHEST, *(math.ceil(scorer.weight) for scorer in scorers)])


def _effective(scorers: Sequence[InForce], weights: Mapping[str, float]) -> list[float]:
    return [weights.get(scorer.name, scorer.weight) for scorer in scorers]


def _step(rule: float) -> str:
    """A browser rounds to the step, which must not move a weight that nobody touched."""
    return str(STEP) if (rule / STEP).is_integer() else "any"


def _weight(text: str, most: float) -> float | None:
    try:
        weight = round(float(text.replace(",", ".")), DECIMALS)
    except (ValueError, OverflowError):
        return None
    return weight if 0 <= weight <= most else None  # NaN is neither


def _need(text: str, profile: Profile, quiet: Iterable[Need]) -> int | str | None:
    if not text:
        return None
    known: dict[str, int | str] = {need.uid: need.uid for need in quiet}
    for number, need in enumerate(profile.published_needs, start=1):
        known |= {str(number): number, need.uid: number}
    if text not in known:
        raise NotFound(gettext("Diesen Bedarf gibt es nicht oder nicht mehr."))
    return known[text]


def _among(text: str, profile: Profile) -> str | None:
    return text if text in kinds_for(profile)[1:] else None


def _written(weight: float) -> str:
    return f"{weight:.{DECIMALS}f}".rstrip("0").rstrip(".")
