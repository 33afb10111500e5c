"""The prices of attention in force in this process, and the job that finds them.

They depend on nothing but the index as it was built and the weights in force, so that every
worker has the same, whoever found them. With a small pool that is done at once, so that a list
does not change when the job comes round; else the prices before stay in force until then.
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flask import current_app

from matchmaker import audit
from matchmaker.db import db, now
from matchmaker.errors import Refused
from matchmaker.i18n import today
from matchmaker.logs import get_logger
from matchmaker.matching import scorers
from matchmaker.matching.lineup import Lineup
from matchmaker.matching.models import FairnessChoice, ScorerChange
from matchmaker.scoring.fairness import Balance, Prices
from matchmaker.scoring.pricing import price_market
from matchmaker.scoring.segment import everyone
from matchmaker.scoring.storage.price_files import open_prices, write_prices
from matchmaker.scoring.storage.versions import IndexUnusable, pointer_of

WHILE_WAITING = 400
"""Up to so many profiles prices are found while somebody waits; beyond, by the job alone."""
NAME = "fairness"
"""The step's name among weights and in the dated history of the rules."""


class PriceKeeper:
    """Keeps the prices of this process up to date; one per application, thread-safe."""

    def __init__(self, instance: Path) -> None:
        self.directory = instance / "prices"
        self._lock = threading.Lock()
        self._pointer: bytes | None = None
        self._prices: Prices | None = None

    def current(self, lineup: Lineup) -> Prices | None:
        """The prices to rank by; None before any were found."""
        with self._lock:
            prices = self._newest()
            if len(lineup.index.pool) > WHILE_WAITING:
                return prices
            if prices is None or prices.origin != origin(lineup):
                try:
                    self.find(lineup)
                except OSError as error:  # no list fails for want of room: the job finds them later
                    get_logger().warning("prices not written", error=type(error).__name__)
            return self._newest()

    def is_due(self, lineup: Lineup) -> bool:
        with self._lock:
            prices = self._newest()
        return prices is None or prices.origin != origin(lineup)

    def find(self, lineup: Lineup) -> None:
        """Find the prices of the index as it was built, and put them in force everywhere."""
        base = lineup.index.segments[0]
        whole = replace(base, alive=everyone(base.pool))
        write_prices(self.directory, price_market([whole], _weights(lineup), origin(lineup)))

    def _newest(self) -> Prices | None:
        pointer = pointer_of(self.directory)
        if pointer != self._pointer:
            try:
                self._prices = open_prices(self.directory)
            except (IndexUnusable, FileNotFoundError):
                self._prices = None
            self._pointer = pointer
        return self._prices


def origin(lineup: Lineup) -> str:
    """Changes whenever prices would: with every build of the index and with the weights."""
    index = lineup.index
    made_of = [index.fingerprint, len(index.pool), _weights(lineup)]
    digest = hashlib.blake2b(json.dumps(made_of).encode(), digest_size=8).hexdigest()
    return f"{index.version} {digest}"


def fair_lineup(
    lineup: Lineup, wishes: Mapping[str, float] | None
) -> tuple[Lineup, dict[str, float]]:
    """The lineup with the fairness step of today, and the wishes that concern scorers.

    `fairness=0` among the wishes leaves the step out, as the operator's switch does. Raises
    Refused for another number than 0 or 1.
    """
    weights = dict(wishes or {})
    wanted = weights.pop(NAME, 1.0)
    if wanted not in (0.0, 1.0):
        raise Refused(f"The weight of {NAME} is {wanted:g}; it must be 0 or 1.")
    if not wanted or not _weights(lineup) or not lineup.fair:
        return lineup, weights
    prices = _keeper().current(lineup)
    fair = Balance(prices, today().isoformat()) if prices else None
    return replace(lineup, index=replace(lineup.index, balance=fair)), weights


def in_force(lineup: Lineup) -> Prices | None:
    """The prices themselves, whether or not they are switched on."""
    return _keeper().current(lineup) if _weights(lineup) else None


def refresh(lineup: Lineup) -> None:
    """Find the prices anew when index or weights are others; takes as long as it takes."""
    if lineup.fair and _weights(lineup) and _keeper().is_due(lineup):
        _keeper().find(lineup)


def is_on() -> bool:
    """Whether the operator has the fairness step in force; it is until switched off."""
    return scorers.this_moment().fair


def switch(*, on: bool, actor: str = audit.COMMAND) -> None:
    """Store the operator's decision, dated and logged as every change of the rules."""
    if on == is_on():
        return
    row = db.session.get(FairnessChoice, 1) or FairnessChoice(id=1)
    row.enabled, row.changed_at = on, now()
    db.session.add_all([row, ScorerChange(name=NAME, enabled=on, weight=1.0)])
    audit.record("scorer.changed", actor=actor, subject=f"scorer:{NAME}", enabled=on)


def _weights(lineup: Lineup) -> dict[str, float]:
    """Of bundled scorers alone: a guest would be asked for everybody, which may take minutes, and
    its prices would outlive the moment it fails."""
    bundled = [each for each in lineup.scorers if each.origin == "bundled"]
    return {each.name: each.weight for each in sorted(bundled, key=lambda each: each.name)}


def _keeper() -> PriceKeeper:
    return current_app.extensions["prices"]
