"""Sectors and submarkets that go well together rate higher, and only honest ticks pay."""

import itertools

import numpy as np
import pytest

from matchmaker.scoring import Explanation, Pool, Profile, Scorer
from matchmaker.scoring.testing import parametrize_with_checks
from matchmaker.scoring.testing.checks import Check
from plugins.sector_affinity import SectorAffinity
from plugins.sector_affinity.sectors import DIVISIONS, LEVELS, SECTIONS, Codes, closeness
from plugins.sector_affinity.table import SUBMARKETS, bundled_table


def firm(*sectors: str, **told: object) -> Profile:
    return Profile("firm", kind="kmu", sectors=frozenset(sectors), **told)  # type: ignore[arg-type]


def creative(*submarkets: str, named: tuple[str, ...] = ()) -> Profile:
    return Profile(
        "creative", kind="creative", submarkets=frozenset(submarkets), sectors=frozenset(named)
    )


def rate(seeker: Profile, candidate: Profile, **settings: float) -> float:
    return float(SectorAffinity(**settings).fit(Pool([candidate])).score(seeker)[0])


def codes(explanation: Explanation) -> list[str]:
    return [reason.code for reason in explanation.reasons]


def test_a_joiner_prefers_a_designer_to_a_broadcaster() -> None:
    pool = Pool([creative("broadcasting"), creative("design"), creative("film")])
    broadcasting, design, film = SectorAffinity().fit(pool).score(firm("31.09.1"))
    assert design > film > broadcasting


def test_a_studio_for_games_prefers_a_farm_to_a_solicitor() -> None:
    pool = Pool([firm("69.10"), firm("01.41")])
    solicitor, farm = SectorAffinity().fit(pool).score(creative("software_games"))
    assert farm > solicitor


def test_known_answer_without_smoothing() -> None:
    table = bundled_table()
    low, high = np.quantile(table.values, (0.01, 0.99))
    expected = (table.cells["31", "film"].value - low) / (high - low)
    assert expected == pytest.approx(rate(firm("31"), creative("film"), smoothing=0), abs=1e-6)


def test_two_ticks_are_the_mean_and_half_of_the_lead() -> None:
    film, music = (rate(firm("56"), creative(submarket)) for submarket in ("film", "music"))
    mean, best = (film + music) / 2, max(film, music)
    expected = mean + (best - mean) / 2
    assert expected == pytest.approx(rate(firm("56"), creative("film", "music")), abs=1e-6)


def test_a_section_is_the_mean_of_its_divisions() -> None:
    both = (rate(firm("55"), creative("music")) + rate(firm("56"), creative("music"))) / 2
    assert both == pytest.approx(rate(firm("I"), creative("music")), abs=1e-6)


def test_a_section_beside_one_of_its_divisions_changes_nothing() -> None:
    assert rate(firm("31"), creative("design")) == rate(firm("31", "C"), creative("design"))


@pytest.mark.parametrize("division", DIVISIONS)
def test_ticking_all_submarkets_never_beats_the_best_honest_pick(division: str) -> None:
    honest = [rate(firm(division), creative(submarket)) for submarket in SUBMARKETS]
    stuffed = rate(firm(division), creative(*SUBMARKETS))
    assert stuffed < max(honest)
    assert stuffed - np.mean(honest) < 0.1


def test_no_further_tick_lifts_a_score_above_the_best_pick() -> None:
    for pair in itertools.combinations(SUBMARKETS, 2):
        best = max(rate(firm("56"), creative(submarket)) for submarket in pair)
        assert rate(firm("56"), creative(*pair)) <= best + 1e-6


def test_a_firm_that_ticks_more_sectors_gains_nothing() -> None:
    alone = rate(creative("design"), firm("31"))
    assert rate(creative("design"), firm("31", "64", "78", "09")) < alone


def test_both_directions_are_worth_the_same() -> None:
    joiner, designer = firm("31.09", "43"), creative("design", "music", named=("31", "10.71"))
    assert rate(joiner, designer) == pytest.approx(rate(designer, joiner), abs=1e-6)
    fitted = SectorAffinity().fit(Pool([designer]))
    assert fitted.score(joiner).tolist() == fitted.score_back(joiner).tolist()


def test_the_nearer_the_named_sector_the_more_it_adds() -> None:
    named = ["31.09.1", "31.09", "31.0", "31", "C"]
    ratings = [rate(firm("31.09.1"), creative("film", named=(code,))) for code in named]
    assert ratings == sorted(ratings, reverse=True)
    assert len(set(ratings)) == len(named)
    assert ratings[-1] > rate(firm("31.09.1"), creative("film", named=("86",)))


def test_a_named_subclass_adds_a_quarter_of_what_is_missing() -> None:
    plain = rate(firm("31.09.1"), creative("film"))
    named = rate(firm("31.09.1"), creative("film", named=("31.09.1",)))
    assert plain + 0.25 * (1 - plain) == pytest.approx(named, abs=1e-6)


@pytest.mark.parametrize("named", ["28", "Q", "86.10"])
def test_another_trade_or_another_section_is_not_a_named_sector(named: str) -> None:
    assert rate(firm("31"), creative("film")) == rate(firm("31"), creative("film", named=(named,)))


def test_codes_that_share_a_level_are_found_together() -> None:
    many = [*SECTIONS, "10", "10.1", "10.11", "10.11.0", "10.12", "16.23.0", "90.03.1", "90.03.5"]
    codes = Codes(many)
    for other in (*many, "10.13", "10.11.1", "90.03", "05"):
        for level, least in LEVELS.items():
            near = {code for code in many if closeness(code, other) == least}
            found = {codes.ordered[place] for place in codes.sharing(other, level)}
            assert near <= found
            assert all(closeness(code, other) >= least for code in found)


def test_naming_every_sector_gains_less_than_naming_the_right_one() -> None:
    right = rate(firm("31"), creative("film", named=("31",)))
    everything = rate(firm("31"), creative("film", named=DIVISIONS))
    assert everything < rate(firm("31"), creative("film")) + 0.01 < right


def test_a_creative_who_only_names_sectors_counts_as_the_mean() -> None:
    honest = np.mean([rate(firm("31"), creative(submarket)) for submarket in SUBMARKETS])
    assert honest == pytest.approx(rate(firm("31"), creative(named=("86",))), abs=1e-6)
    assert honest == pytest.approx(rate(creative(named=("86",)), firm("31")), abs=1e-6)


# No opinion and hostile values


@pytest.mark.parametrize(
    ("seeker", "candidate"),
    [
        (firm(), creative("design")),
        (firm("31"), creative()),
        (firm("31"), firm("31")),
        (creative("design"), creative("film")),
        (firm("04", "XY", "31.", "310", "3l", "", "31.09.11", "c"), creative("design")),
        (firm("31"), creative("dessign", named=("nowhere",))),
        (firm("31"), Profile("odd", kind="office", submarkets=frozenset({"design"}))),
    ],
)
def test_saying_nothing_usable_is_no_opinion(seeker: Profile, candidate: Profile) -> None:
    for one, other in ((seeker, candidate), (candidate, seeker)):
        assert np.isnan(rate(one, other))
        assert Explanation(float("nan")) == SectorAffinity().explain(one, other)


def test_unknown_codes_beside_known_ones_are_ignored() -> None:
    assert rate(firm("31"), creative("design")) == rate(
        firm("31", "99999", "nowhere"), creative("design", "poetry")
    )


def test_an_empty_pool_has_no_scores() -> None:
    scores = SectorAffinity().fit(Pool()).score(firm("31"))
    assert (0, np.float32) == (len(scores), scores.dtype)


@pytest.mark.parametrize("setting", ["smoothing", "named_bonus"])
@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), "0.5", None, True])
def test_a_setting_out_of_range_is_refused_by_name(setting: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{setting} must be a number from 0 to 1"):
        SectorAffinity(**{setting: value})  # type: ignore[arg-type]


# Explaining


def crowd() -> Pool:
    ticks = [("design",), ("music", "film"), (), ("crafts", "other", "press")]
    named = [(), ("31",), ("C", "86.10"), ("31.09.1", "01", "02", "03", "04")]
    return Pool(creative(*t, named=n) for t, n in itertools.product(ticks, named))


@pytest.mark.parametrize("sectors", [("31.09.1",), ("C",), ("56", "55.1"), ("97",)])
def test_what_is_explained_is_what_was_scored(sectors: tuple[str, ...]) -> None:
    fitted = SectorAffinity().fit(crowd())
    for row, score in enumerate(fitted.score(firm(*sectors))):
        told = fitted.explain(firm(*sectors), crowd()[row])
        assert told.score == pytest.approx(score, abs=1e-6, nan_ok=True)
        assert np.isnan(score) or 0 <= score <= 1


def test_the_reason_of_the_table_is_told_in_both_languages() -> None:
    told = SectorAffinity().explain(firm("31"), creative("design"))
    (reason,) = told.reasons
    templates = SectorAffinity.reasons["pair"]
    assert ("31", "design") == (reason.facts["sector"], reason.facts["submarket"])
    assert "Möbelherstellung trifft Design: Entwürfe für Kleinserien und Einzelmöbel" == (
        templates["de"].format(**reason.facts)
    )
    assert "Furniture making meets design: designs for small series and single pieces" == (
        templates["en"].format(**reason.facts)
    )


def test_the_strongest_pair_is_told_first() -> None:
    told = SectorAffinity().explain(creative("film", "design", "music"), firm("31"))
    assert ["design", "film"] == [reason.facts["submarket"] for reason in told.reasons]


def test_a_blank_cell_says_so() -> None:
    assert ["unlisted"] == codes(SectorAffinity().explain(firm("09"), creative("books")))


def test_a_named_sector_is_told_with_its_level() -> None:
    told = SectorAffinity().explain(firm("31.09.1"), creative(named=("31.09", "C")))
    (reason,) = told.reasons
    assert ("named", "class") == (reason.code, reason.facts["level"])


def test_a_named_section_is_told_by_its_own_name() -> None:
    told = SectorAffinity().explain(firm("31"), creative(named=("C",)))
    assert "Verarbeitendes Gewerbe" == told.reasons[0].facts["sector_de"]


def test_every_reason_can_be_said_in_both_languages() -> None:
    for seeker in (firm("31.09.1", "09"), firm("C"), firm("09")):
        for candidate in (*crowd(), creative("books")):
            for reason in SectorAffinity().explain(seeker, candidate).reasons:
                sentences = SectorAffinity.reasons[reason.code]
                assert {"de", "en"} == set(sentences)
                assert all(sentence.format(**reason.facts) for sentence in sentences.values())


def test_rebased_on_another_pool_the_same_pair_has_the_same_score() -> None:
    fitted = SectorAffinity(smoothing=0.4, named_bonus=0.1).fit(crowd())
    rebased = fitted.rebase(Pool([crowd()[5]]))
    assert [fitted.score(firm("31"))[5]] == rebased.score(firm("31")).tolist()
    assert len(crowd()) == len(fitted.score(firm("31")))


@parametrize_with_checks([SectorAffinity(), SectorAffinity(smoothing=0.0, named_bonus=1.0)])
def test_the_scorer_keeps_the_interface(scorer: Scorer, check: Check) -> None:
    check(scorer)
