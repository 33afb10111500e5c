"""How soon a running service shows what another process has changed in its database.

Workers do not look at intervals: every ranking begins by asking the database what has changed since
the last one. So a change counts from the first request after it, and what it costs is paid there.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np

from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import find_profile, save_profile

PATIENCE_SECONDS = 60.0
SURE = 6
"""So many answers in a row have to know a change: any worker may give each."""

COPIED = (
    "kind", "about", "offers", "sectors", "submarkets", "skills", "languages", "employees",
    "country", "located_latitude", "located_longitude", "radius_km", "remote", "capacity",
)  # fmt: skip
"""What makes the same partner for a seeker."""

Ask = Callable[[str], Sequence[str]]
"""From the slug of a seeker to those of the partners proposed, the best first."""


def measure(ask: Ask, seekers: Sequence[str]) -> dict[str, float]:
    """For each seeker a profile just like the best partner is added, and then hidden.

    Milliseconds from before it is saved to the end of the first answer that shows it, or no longer
    does. Needs an application context.
    """
    times = {"added": list[float](), "hidden": list[float]()}
    for number, seeker in enumerate(seekers):
        best, slug = ask(seeker)[0], f"just-like-{number}"
        began = time.perf_counter()
        add_alike(best, slug)
        times["added"].append(first_answer(ask, seeker, slug, shown=True) - began)
        began = time.perf_counter()
        hide(slug)
        times["hidden"].append(first_answer(ask, seeker, slug, shown=False) - began)
    return {
        f"{name}_p{share}_ms": round(float(np.percentile(taken, share)) * 1000, 1)
        for name, taken in times.items()
        for share in (50, 95)
    }


def first_answer(ask: Ask, seeker: str, slug: str, *, shown: bool) -> float:
    """When the first of SURE answers ended that all show the profile, or all do not."""
    began = time.perf_counter()
    ended: list[float] = []
    while len(ended) < SURE:
        right = (slug in ask(seeker)) is shown
        now = time.perf_counter()
        ended = [*ended, now] if right else []
        if now - began > PATIENCE_SECONDS:
            wrong = "does not show" if shown else "still shows"
            raise SystemExit(f"The service {wrong} {slug} after {PATIENCE_SECONDS:.0f} seconds.")
    return ended[0]


def add_alike(other: str, slug: str) -> None:
    """A new profile that is what the other is."""
    with unit_of_work():
        best = find_profile(other)
        profile = Profile(
            **{name: getattr(best, name) for name in COPIED},
            external_id=slug,
            slug=slug,
            name=slug,
            approved=True,
            invented=True,
        )
        profile.needs = [Need(text=need.text) for need in best.needs]
        save_profile(profile)


def hide(slug: str) -> None:
    with unit_of_work():
        find_profile(slug).visibility = "hidden"
