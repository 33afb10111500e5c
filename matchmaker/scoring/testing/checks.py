"""The named checks of the conformance kit; `testing` runs them.

Each takes an unfitted scorer, leaves it alone by trying fresh ones with the same settings, and
raises AssertionError with a sentence that says what is wrong and with which profile.
"""

import copy
import inspect
import json
import re
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from matchmaker.scoring.description import text_problem
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.testing.samples import hostile, sample_pool, silent, speaking, stranger
from matchmaker.scoring.testing.trials import (
    afresh,
    agree,
    are_close,
    columns_of,
    directions,
    fit_afresh,
    floats,
    in_range,
    is_same,
    pairs,
    repeats,
    require,
    settings_of,
    speaks,
)

Check = Callable[[Scorer], None]


def check_name_is_an_identifier(scorer: Scorer) -> None:
    """The name begins with a letter and holds lower case letters, digits and underscores."""
    name = getattr(scorer, "name", None)
    require(
        isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None,
        f"name is {name!r}, which is no lower case identifier",
    )


def check_label_and_reasons_in_both_languages(scorer: Scorer) -> None:
    """The label and the sentence of each reason are there in German and in English."""
    problem = text_problem(type(scorer))
    require(problem is None, f"the scorer {problem}")


def check_constructor_has_defaults(scorer: Scorer) -> None:
    """Every parameter of the constructor has a name and a default."""
    for parameter in inspect.signature(type(scorer)).parameters.values():
        named = parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        require(named, f"the constructor takes {parameter}, which is no named setting")
        require(parameter.default is not parameter.empty, f"{parameter.name} has no default")


def check_parameters_kept_untouched(scorer: Scorer) -> None:
    """Neither constructor, `fit` nor `score` changes the settings."""
    given = settings_of(scorer)
    tried = fit_afresh(scorer, speaking())
    tried.score(tried.pool_[0] if hasattr(tried, "pool_") else speaking()[0])
    for name, default in type(scorer).default_settings().items():
        kept = getattr(tried, name, "nothing")
        require(is_same(kept, given[name]), f"{name} was {given[name]!r} and became {kept!r}")
        if default is not inspect.Parameter.empty:
            fresh = getattr(type(scorer)(**(given | {name: default})), name, "nothing")
            require(is_same(fresh, default), f"{name}={default!r} is kept as {fresh!r}")


def check_rebuilt_from_its_settings(scorer: Scorer) -> None:
    """Settings survive JSON, and a scorer made from them rates the same."""
    given = settings_of(scorer)
    try:
        stored = json.loads(json.dumps(given))
    except (TypeError, ValueError) as error:
        raise AssertionError(f"the settings cannot be stored as JSON: {error}") from error
    for name, value in given.items():
        stored[name] = tuple(stored[name]) if isinstance(value, tuple) else stored[name]
    rebuilt = type(scorer)(**stored)
    agree(fit_afresh(scorer, speaking()), fit_afresh(rebuilt, speaking()), "after being rebuilt")


def check_fit_returns_self(scorer: Scorer) -> None:
    """`fit` returns the scorer itself."""
    fresh = afresh(scorer)
    require(fresh.fit(speaking()) is fresh, "fit returns something else than self")


def check_fit_forgets_last_pool(scorer: Scorer) -> None:
    """A second `fit` leaves nothing of the first."""
    few = Pool([*speaking()][3:6])
    twice = fit_afresh(scorer, speaking())
    twice.fit(few)
    agree(fit_afresh(scorer, few), twice, "after another pool", few)


def check_score_shape_and_dtype(scorer: Scorer) -> None:
    """Both directions give a float32 array with one value for each profile of the pool."""
    pool = speaking()
    for name, rate in directions(fit_afresh(scorer, pool)):
        scores = rate(pool[0])
        require(isinstance(scores, np.ndarray), f"{name} returns a {type(scores).__name__}")
        require(scores.dtype == np.float32, f"{name} returns {scores.dtype}, due is float32")
        due = (len(pool),)
        require(scores.shape == due, f"{name} returns the shape {scores.shape}, due is {due}")


def check_scores_lie_in_range_or_are_nan(scorer: Scorer) -> None:
    """Every score lies in [0, 1], or is NaN for no opinion."""
    pool = speaking()
    for name, rate in directions(fit_afresh(scorer, pool)):
        for seeker in pool:
            in_range(rate(seeker), name, seeker)


def check_an_empty_profile_does_not_raise(scorer: Scorer) -> None:
    """A profile with nothing but an id can seek and be rated; score and explain agree on NaN."""
    pool = sample_pool()
    fitted, nobody = fit_afresh(scorer, pool), silent()
    for name, rate in directions(fitted):
        rate(nobody)
        ratings = floats(rate(pool[0]))
        require(len(ratings) == len(pool), f"{name} leaves somebody out")
    for candidate in pool:
        fitted.explain(nobody, candidate)
        fitted.explain_back(nobody, candidate)
    said = np.isnan(fitted.explain(pool[0], nobody).score)
    scored = np.isnan(floats(fitted.score(pool[0]))[-1])
    require(said == scored, "score and explain disagree whether there is an opinion on silence")


def check_explain_repeats_score(scorer: Scorer) -> None:
    """`explain` gives the value of `score` for every pair."""
    fitted = fit_afresh(scorer, speaking())
    repeats(fitted.score, fitted.explain, "explain")


def check_explain_back_repeats_score_back(scorer: Scorer) -> None:
    """`explain_back` gives the value of `score_back` for every pair."""
    fitted = fit_afresh(scorer, speaking())
    repeats(fitted.score_back, fitted.explain_back, "explain_back")


def check_reasons_have_sentences(scorer: Scorer) -> None:
    """Each reason's code is known, its facts are plain, and its sentences accept them."""
    pool = speaking()
    fitted = fit_afresh(scorer, pool)
    for seeker, candidate in pairs(pool):
        for explain in (fitted.explain, fitted.explain_back):
            speaks(scorer, explain(seeker, candidate), seeker, candidate)


def check_deterministic(scorer: Scorer) -> None:
    """The same question has the same answer, however often it is asked."""
    pool = speaking()
    fitted = fit_afresh(scorer, pool)
    for name, rate in directions(fitted):
        first = np.array(rate(pool[0]))
        for _ in range(4):
            again = np.array(rate(pool[0]))
            require(np.array_equal(first, again, equal_nan=True), f"{name} changes its mind")


def check_order_of_pool_does_not_matter(scorer: Scorer) -> None:
    """A profile's score does not depend on its place in the pool."""
    pool = speaking()
    there, back = fit_afresh(scorer, pool), fit_afresh(scorer, Pool(reversed([*pool])))
    for seeker in pool:
        equal = are_close(there.score(seeker), floats(back.score(seeker))[::-1])
        require(equal, f"the scores for {seeker.id} depend on the order of the pool")


def check_profiles_are_not_changed(scorer: Scorer) -> None:
    """Neither the profiles nor the columns of the pool are changed by rating."""
    pool = speaking()
    before, columns = copy.deepcopy([*pool]), copy.deepcopy(columns_of(pool))
    fitted = fit_afresh(scorer, pool)
    for seeker in pool:
        fitted.score(seeker)
        fitted.score_back(seeker)
        fitted.explain(seeker, pool[1])
    require([*pool] == before, "a profile was changed")
    for name, column in columns_of(pool).items():
        same = np.array_equal(columns[name], column, equal_nan=column.dtype.kind == "f")
        require(same, f"the pool's column {name} was changed")


def check_seeker_outside_pool(scorer: Scorer) -> None:
    """Somebody who is not in the pool can seek, as all seekers do."""
    fitted, seeker = fit_afresh(scorer, speaking()), stranger()
    for name, rate in directions(fitted):
        in_range(rate(seeker), name, seeker)
    fitted.explain(seeker, speaking()[0])


def check_pool_of_one_and_of_none(scorer: Scorer) -> None:
    """A pool may hold one profile or none."""
    for size in (1, 0):
        fitted = fit_afresh(scorer, Pool([*speaking()][:size]))
        length = len(floats(fitted.score(speaking()[0])))
        require(length == size, f"a pool of {size} gets {length} scores")


def check_hostile_text(scorer: Scorer) -> None:
    """Control characters, braces, emojis, endless words and far places do no harm."""
    pool = hostile()
    fitted = fit_afresh(scorer, pool)
    for name, rate in directions(fitted):
        for seeker in pool:
            in_range(rate(seeker), name, seeker)
    for candidate in pool:
        explanation = fitted.explain(pool[0], candidate)
        speaks(scorer, explanation, pool[0], candidate)


def check_scores_belong_to_the_caller(scorer: Scorer) -> None:
    """Changing a returned array does not change the next answer."""
    pool = speaking()
    fitted = fit_afresh(scorer, pool)
    first = fitted.score(pool[0])
    kept = np.array(first)
    if first.flags.writeable:
        first[:] = -1
    same = np.array_equal(kept, fitted.score(pool[0]), equal_nan=True)
    require(same, "the array that score returns is used again for the next answer")


def check_rebase_keeps_what_was_learnt(scorer: Scorer) -> None:
    """`rebase` rates another pool by the constants of the fitted one, which stays as it was."""
    pool = speaking()
    fitted = fit_afresh(scorer, pool)
    some = Pool([pool[5], pool[1]])
    rebased = fitted.rebase(some)
    for seeker in pool:
        expected = floats(fitted.score(seeker))[[5, 1]]
        same = are_close(expected, rebased.score(seeker))
        require(same, f"a rebased scorer rates the same pairs for {seeker.id} differently")
    in_range(fitted.rebase(Pool([stranger()])).score(pool[0]), "score of a new profile", pool[0])
    require(len(fitted.score(pool[0])) == len(pool), "rebase changes the scorer it is called on")


def check_asked_from_another_thread(scorer: Scorer) -> None:
    """Another thread than the one that fitted gets the same answer, as on a web server."""
    pool = speaking()
    fitted = fit_afresh(scorer, pool)
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.append(fitted.score(pool[0]))
        except BaseException as error:  # sys.exit would end the thread without a word
            answers.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    answer = answers[0]
    require(not isinstance(answer, BaseException), f"another thread gets {answer!r}")
    require(are_close(fitted.score(pool[0]), answer), "another thread gets another answer")


CHECKS: tuple[Check, ...] = tuple(
    function for name, function in list(globals().items()) if name.startswith("check_")
)
"""All checks, in the order of their definition."""
