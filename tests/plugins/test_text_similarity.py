"""What one side wants is looked for in what the other gives, in whatever words."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matchmaker.scoring import Explanation, Pool, Profile, Reason
from matchmaker.scoring.testing import parametrize_with_checks
from matchmaker.scoring.text import terms
from plugins.text_similarity import TextSimilarity
from plugins.text_similarity.vocabulary import Lexicon, Vocabulary


def firm(id: str, *needs: str, about: str = "", offers: str = "") -> Profile:
    return Profile(id, kind="kmu", needs=needs, about=about, offers=offers)


def creative(id: str, offers: str = "", about: str = "", **told: frozenset[str]) -> Profile:
    return Profile(id, kind="creative", offers=offers, about=about, **told)


POOL = Pool(
    [
        firm("joiner", "Filme über den Treppenbau", "Azubis gewinnen"),
        firm("dairy", "Etiketten für Käse", about="Molkerei im Tal"),
        firm("inn", about="Gasthof, wir suchen Wandbilder"),
        firm("silent"),
        creative("filmer", "Film und Schnitt", submarkets=frozenset({"film"})),
        creative("illustrator", "Etikett, Verpackung und Wandbild"),
        creative("printer", "Plakatdruck"),
        creative("mute"),
    ]
)
ROW = {id: row for row, id in enumerate(POOL.ids)}


def vocabulary_of(documents: list[list[str]]) -> Vocabulary:
    terms = sorted({term for document in documents for term in document})
    holders = [sum(term in document for document in documents) for term in terms]
    return Vocabulary().fit(terms, np.array(holders), len(documents))


def of(id: str) -> Profile:
    return POOL[ROW[id]]


def rate(seeker: Profile, candidate: Profile) -> float:
    return float(TextSimilarity().fit(POOL).rebase(Pool([candidate])).score(seeker)[0])


@parametrize_with_checks([TextSimilarity(), TextSimilarity(hubs=0.0)])
def test_the_scorer_keeps_the_interface(scorer, check) -> None:  # type: ignore[no-untyped-def]
    check(scorer)


@pytest.mark.parametrize(
    ("best", "seeker"), [("filmer", "joiner"), ("illustrator", "dairy"), ("illustrator", "inn")]
)
def test_the_one_who_offers_what_is_needed_comes_first(best: str, seeker: str) -> None:
    scores = TextSimilarity().fit(POOL).score(of(seeker))
    creatives = ["filmer", "illustrator", "printer"]
    assert best == max(creatives, key=lambda id: scores[ROW[id]])


def test_no_opinion_where_one_side_has_no_word() -> None:
    fitted = TextSimilarity().fit(POOL)
    assert np.isnan(fitted.score(of("joiner"))[ROW["mute"]])
    assert np.isnan(fitted.score(of("silent"))).all()
    assert np.isnan(fitted.explain(of("silent"), of("filmer")).score)
    assert not np.isnan(fitted.score(of("joiner"))[ROW["printer"]])


def test_only_stop_words_are_no_word() -> None:
    assert np.isnan(TextSimilarity().fit(POOL).score(firm("x", "wir und ihr"))).all()


@pytest.mark.parametrize("number", ["28", "50-200", "1.250", "٢٨"])
def test_numbers_alone_make_nobody_alike(number: str) -> None:
    assert np.isnan(TextSimilarity().fit(POOL).score(firm("x", number))).all()
    need, offer = f"{number} Schilder", f"{number} Lesungen"
    fitted = TextSimilarity().fit(POOL)
    plain = fitted.explain(firm("x", "Schilder"), creative("y", "Lesungen")).score
    assert plain == fitted.explain(firm("x", need), creative("y", offer)).score


def test_a_ticked_submarket_counts_in_both_languages() -> None:
    ticked = creative("x", submarkets=frozenset({"crafts"}))
    plain = creative("x", "Lesungen")
    for need in ("Kunsthandwerk", "arts and crafts"):
        assert rate(firm("y", need), ticked) > rate(firm("y", need), plain)


def test_a_skill_counts_as_an_offer() -> None:
    assert rate(of("inn"), creative("x", skills=frozenset({"Wandbild"}))) == pytest.approx(
        rate(of("inn"), creative("x", "Wandbild")), abs=1e-6
    )


def test_about_counts_less_beside_the_special_field() -> None:
    alone = rate(firm("x", about="Etiketten"), of("illustrator"))
    beside = rate(firm("x", "Plakate", about="Etiketten"), of("illustrator"))
    swapped = rate(firm("x", "Etiketten", about="Plakate"), of("illustrator"))
    assert alone > swapped > beside


def test_what_is_refused_finds_nobody() -> None:
    wanted = rate(firm("x", "Handy. Wir brauchen Etiketten"), of("illustrator"))
    refused = rate(firm("x", "Handy. Wir brauchen keine Etiketten"), of("illustrator"))
    assert wanted > refused


@pytest.mark.parametrize("written", ["Etiketen", "ETIKETTEN", "Etikettengestaltung", "Etikett"])
def test_another_spelling_finds_nearly_the_same(written: str) -> None:
    scores = TextSimilarity().fit(POOL).score(firm("x", written))
    assert ROW["illustrator"] == int(np.nanargmax(scores))


def test_saying_a_word_fifty_times_gains_nothing() -> None:
    once, often = creative("x", "Etikett, Druck"), creative("x", "Etikett, Druck" + " Etikett" * 50)
    assert rate(of("dairy"), once) == pytest.approx(rate(of("dairy"), often), abs=1e-7)


def test_listing_every_variant_of_a_word_gains_nothing() -> None:
    once = creative("x", "Etiketten")
    listed = creative("x", "Etiketten, Etikettierung, Etikettendruck, Etikettenrolle, Etikettieren")
    assert rate(of("dairy"), once) >= rate(of("dairy"), listed)


def test_listing_everything_gains_nothing() -> None:
    everything = " ".join(text for profile in POOL for text in (*profile.needs, profile.offers))
    assert rate(of("dairy"), of("illustrator")) > rate(of("dairy"), creative("x", everything))


def test_whoever_is_like_everybody_leads_no_list() -> None:
    firms = [
        firm(f"k{number}", f"Werkstatt {word}")
        for number, word in enumerate(["Treppen", "Käse", "Honig", "Wolle", "Zäune", "Brunnen"])
    ]
    pool = Pool([*firms, creative("hub", "Werkstatt"), creative("own", "Brunnen, Gärten, Parks")])
    plain = TextSimilarity(hubs=0.0).fit(pool).score(firms[5])
    without_hubs = TextSimilarity().fit(pool).score(firms[5])
    assert plain[-2] - plain[-1] > without_hubs[-2] - without_hubs[-1]


def test_the_score_is_the_curve_of_the_kinship_of_two_words() -> None:
    fitted = TextSimilarity(hubs=0.0).fit(POOL)
    (own,), (theirs,) = terms("Etikett"), terms("Molkereien")
    vocabulary = fitted.vocabulary_
    for their_word, term in (("Molkereien", theirs), ("Etikett", own)):
        kin = Lexicon.of(vocabulary, [term]).kin(vocabulary, [own]).sum()
        curve = fitted.calibration_
        expected = 1 / (1 + np.exp((curve.middle - kin) / curve.width))
        told = fitted.explain(firm("x", "Etikett"), creative("y", their_word))
        assert expected == pytest.approx(told.score, abs=1e-9)


def test_scores_explanations_and_rebased_scores_agree() -> None:
    strangers = [creative("new", "Etikettendesign, Zwirbelgrafik"), firm("fresh", "Zwirbelgrafik")]
    fitted = TextSimilarity().fit(POOL)
    rebased = fitted.rebase(Pool([*POOL, *strangers]))
    for seeker in [*POOL, *strangers]:
        scores, back = rebased.score(seeker), rebased.score_back(seeker)
        np.testing.assert_allclose(fitted.score(seeker), scores[: len(POOL)], atol=1e-6)
        np.testing.assert_allclose(fitted.score_back(seeker), back[: len(POOL)], atol=1e-6)
        told = [fitted.explain(seeker, other).score for other in rebased.pool_]
        np.testing.assert_allclose(told, scores, atol=1e-6)
        told = [fitted.explain_back(seeker, other).score for other in rebased.pool_]
        np.testing.assert_allclose(told, back, atol=1e-6)


def test_two_new_profiles_meet_in_a_word_that_nobody_knew() -> None:
    seeker, candidate = firm("x", "Zwirbelgrafik"), creative("y", "Zwirbelgrafik")
    assert rate(seeker, candidate) > 0.9 > rate(seeker, of("printer"))


def test_a_reason_names_the_word_that_both_wrote() -> None:
    told = TextSimilarity().fit(POOL).explain(firm("x", "Neue Etiketten!"), of("illustrator"))
    assert (Reason("words", words="Etiketten", theirs="Etikett"),) == told.reasons


def test_a_reason_names_both_words_where_they_differ() -> None:
    told = TextSimilarity().fit(POOL).explain(firm("x", "Plakatwand"), of("printer"))
    assert (Reason("related", words="Plakatwand", theirs="Plakatdruck"),) == told.reasons


def test_words_that_are_faintly_kin_are_not_told() -> None:
    told = (
        TextSimilarity().fit(POOL).explain(firm("x", "Freundschaft"), creative("y", "Mannschaft"))
    )
    assert told.reasons == ()


def test_a_refused_spelling_is_not_told() -> None:
    seeker = firm("x", "Keine Etiketten von der Stange. Ein Etikett")
    told = TextSimilarity().fit(POOL).explain(seeker, of("illustrator"))
    assert told.reasons[0].facts["words"] == "Etikett"


def test_the_strongest_reason_comes_first() -> None:
    both = creative("y", "Käsefest, Trachten und Etiketten")
    reasons = (
        TextSimilarity().fit(POOL).explain(firm("x", "Trachten, Etiketten, Käse"), both).reasons
    )
    assert [reason.code for reason in reasons] == ["words", "related"]
    assert reasons[0].facts["words"] == reasons[0].facts["theirs"]


def test_without_a_common_word_there_is_no_reason() -> None:
    told = TextSimilarity().fit(POOL).explain(of("dairy"), of("printer"))
    assert isinstance(told, Explanation)
    assert told.reasons == ()


@pytest.mark.parametrize("pool", [[], [of("inn")], [of("silent"), of("mute")], list(POOL)[:3]])
def test_any_pool_can_be_learnt(pool: list[Profile]) -> None:
    scores = TextSimilarity().fit(Pool(pool)).score(of("joiner"))
    assert len(pool) == len(scores)
    assert all(np.isnan(score) or 0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("hubs", [-0.1, 1.1, "much", True, float("nan")])
def test_a_senseless_setting_is_refused_by_name(hubs: float) -> None:
    with pytest.raises(ValueError, match="hubs must be a number from 0 to 1"):
        TextSimilarity(hubs=hubs)


def test_a_term_is_fully_kin_to_itself_and_hardly_to_strangers() -> None:
    words = ["etikett", "etiket", "treppe"]
    vocabulary = vocabulary_of([words])
    kin = Lexicon.of(vocabulary, words).kin(vocabulary, words).toarray()
    np.testing.assert_allclose(np.diag(kin), 1)
    assert kin[0, 1] == pytest.approx(kin[1, 0])
    assert 1 > kin[0, 1] > 0.2
    assert kin[0, 2] == 0


def test_two_words_in_use_are_no_typing_errors_of_each_other() -> None:
    words = ["leitung", "zeitung", "xeitung"]
    vocabulary = vocabulary_of([words])
    in_use, error = Lexicon.of(vocabulary, words[1:]).kin(vocabulary, words[:1]).toarray()[0]
    assert error / 2 == pytest.approx(in_use)
    assert in_use > 0


def test_a_term_of_common_letters_is_still_kin_to_itself() -> None:
    words = ["a" * length for length in range(6, 70)]
    vocabulary = vocabulary_of([words])
    kin = Lexicon.of(vocabulary, words).kin(vocabulary, words[:1]).toarray()
    assert kin[0, 0] == pytest.approx(1)


@pytest.mark.parametrize("term", ["plakat", "etiket", "zwirbel"])
def test_the_pull_on_known_and_new_words_is_their_kinship_to_the_mean(term: str) -> None:
    fitted = TextSimilarity().fit(POOL)
    known, pull = (fitted.vocabulary_, fitted.learnt_), fitted.pull_of_gives_
    mean = pull.means_[list(pull.kinds_).index("kmu")]
    expected = (fitted.learnt_.kin(fitted.vocabulary_, [term]) @ mean)[0]
    assert expected == pytest.approx(pull.on("kmu", [term], *known)[0])
    assert (expected > 0) == (term != "zwirbel")


def test_a_rarer_word_weighs_more() -> None:
    vocabulary = vocabulary_of([["haus", "kummet"], ["haus"], ["haus"]])
    common, rare, new = vocabulary.weigh(["haus", "kummet", "zwirbel"])
    assert new > rare > common > 0


def test_a_pickled_scorer_and_many_threads_give_the_same() -> None:
    fitted = TextSimilarity().fit(POOL)
    alone = [fitted.score(seeker) for seeker in POOL]
    copied = pickle.loads(pickle.dumps(fitted))
    with ThreadPoolExecutor(4) as threads:
        for one, other in zip(alone * 10, threads.map(copied.score, list(POOL) * 10), strict=True):
            np.testing.assert_array_equal(one, other)


def test_fitted_anew_nothing_read_before_counts() -> None:
    scorer, seeker, candidate = TextSimilarity(), firm("x", "Etikett"), of("illustrator")
    before = scorer.fit(POOL).explain(seeker, candidate)
    other = Pool([*POOL, *(creative(f"e{number}", "Etikett") for number in range(50))])
    assert scorer.fit(other).explain(seeker, candidate) == TextSimilarity().fit(other).explain(
        seeker, candidate
    )
    assert scorer.explain(seeker, candidate).score != before.score
