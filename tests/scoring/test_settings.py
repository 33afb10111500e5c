"""Settings of a scorer are read by the type of their defaults, and refused in one sentence."""

import pytest

from matchmaker.scoring import Explanation, PairScorer
from matchmaker.scoring.loader import PluginError, create, describe, found_at, load, parse_setting
from tests.scoring.test_loader import GOOD, write


class Settable(PairScorer):
    """Has a setting of every kind."""

    name = "settable"
    label = {"de": "Einstellbar", "en": "Settable"}

    def __init__(
        self,
        km: float = 25.0,
        top: int = 3,
        far: bool = False,
        mode: str = "near",
        words=(),
        free=None,
    ) -> None:
        if km <= 0:
            raise ValueError("km must be above 0")
        if mode == "odd":
            raise KeyError(mode)
        self.km, self.top, self.far = km, top, far
        self.mode, self.words, self.free = mode, words, free

    def explain(self, seeker, candidate) -> Explanation:
        return Explanation(0.5)


def test_a_description_survives_json(tmp_path):
    description = describe(load(found_at(write(tmp_path, "plain.py"))))
    assert description.doc == "Says one half of everybody."
    assert description.default_settings() == {"value": 0.5}
    assert type(description).from_json(description.as_json()) == description


def test_settings_in_force_are_the_given_ones_over_the_defaults():
    scorer = create(Settable, {"km": 5, "far": True})
    assert scorer.settings() == {
        "km": 5.0,
        "top": 3,
        "far": True,
        "mode": "near",
        "words": (),
        "free": None,
    }


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"kn": 3},
            "settable has no setting kn; valid are, with their defaults: km (25.0), top (3)",
        ),
        ({"km": "far"}, "settable: km must be a number, not 'far'."),
        ({"km": True}, "settable: km must be a number, not True."),
        ({"km": float("nan")}, "settable: km must be a number, not nan."),
        ({"top": 2.5}, "settable: top must be a whole number, not 2.5."),
        ({"far": 1}, "settable: far must be true or false, not 1."),
        ({"mode": 3}, "settable: mode must be a text, not 3."),
        ({"words": "a"}, "settable: words must be a tuple, not 'a'."),
        ({"mode": "\udcff"}, "settable: mode must be plain: no NaN, nothing infinite, no broken"),
        ({"free": float("nan")}, "settable: free must be plain"),
        ({"free": {"a": [10**400]}}, "settable: free must be plain"),
        ({"words": ("a", "\ud800")}, "settable: words must be plain"),
        ({"km": -1}, "settable refuses these settings: km must be above 0."),
        (
            {"mode": "odd"},
            "settable cannot be set up: KeyError in test_settings.py, line 28: 'odd'.",
        ),
    ],
)
def test_settings_that_do_not_fit_are_answered_in_one_sentence(settings, sentence):
    with pytest.raises(PluginError) as error:
        create(Settable, settings)
    assert sentence in error.value.sentence


def test_a_scorer_without_settings_says_so(tmp_path):
    with pytest.raises(PluginError, match="has no setting x; it has none"):
        create(load(found_at(write(tmp_path, "bare.py", BARE))), {"x": 1})


BARE = GOOD.replace("def __init__(self, value: float = 0.5)", "def other(self, value)").replace(
    "self.value)", "0.5)"
)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("km", "40", 40.0),
        ("top", "7", 7),
        ("far", "true", True),
        ("mode", "12", "12"),
        ("words", '["a", "b"]', ("a", "b")),
        ("free", "3", 3),
        ("free", "near", "near"),
    ],
)
def test_a_setting_on_the_command_line_is_read_by_the_type_of_its_default(key, text, value):
    parsed = parse_setting(Settable, key, text)
    assert (parsed, type(parsed)) == (value, type(value))


@pytest.mark.parametrize(
    ("key", "text"), [("km", "wide"), ("km", "1e999"), ("far", "yes"), ("no", "1")]
)
def test_a_text_that_is_no_such_value_is_refused(key, text):
    with pytest.raises(PluginError):
        parse_setting(describe(Settable), key, text)
