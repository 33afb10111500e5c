"""Whoever writes everything into one box is compared all the same."""

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from plugins.text_similarity import TextSimilarity


def firm(id: str, *needs: str, about: str = "", offers: str = "") -> Profile:
    return Profile(id, kind="kmu", needs=needs, about=about, offers=offers)


@pytest.mark.parametrize(
    "lonely",
    [firm("k", "Etikett gesucht"), firm("k", offers="Etikett"), firm("k", about="Etikett")],
)
@pytest.mark.parametrize("field", ["offers", "about", "skills"])
def test_whoever_fills_one_box_is_rated_in_both_directions(lonely: Profile, field: str) -> None:
    said = frozenset({"Etikett"}) if field == "skills" else "Etikett"
    other = Profile("c", kind="creative", **{field: said})  # type: ignore[arg-type]
    fitted = TextSimilarity().fit(Pool([lonely, other]))
    for seeker in (lonely, other):
        assert not np.isnan([*fitted.score(seeker), *fitted.score_back(seeker)]).any()
