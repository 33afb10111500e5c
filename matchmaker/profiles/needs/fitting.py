"""How many partners a need fits at the moment: counted by whoever ranks, if anybody does."""

from collections.abc import Callable

from flask import Flask, current_app

from matchmaker.profiles.models import Need

Counter = Callable[[Need], int | None]


def set_counter(app: Flask, counter: Counter) -> None:
    app.extensions["need_counter"] = counter


def count_fitting(need: Need) -> int | None:
    """None while nobody counts. Counts only, never who."""
    counter: Counter | None = current_app.extensions.get("need_counter")
    return counter(need) if counter else None
