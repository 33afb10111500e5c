"""The book translates what firms say into what creatives offer, and tells in whose words."""

import math
import pickle

import numpy as np
import pytest

from matchmaker.scoring import Explanation, Pool, Profile
from matchmaker.scoring.testing import parametrize_with_checks
from plugins.translation_book import TranslationBook
from plugins.translation_book.strengths import Strengths
from tests.plugins.books import bundled_book
from tests.plugins.fresh_pairs import FRESH
from tests.plugins.translation_pairs import SEEN, Pair

FILM = Profile(
    "film",
    "creative",
    offers="Ich drehe Recruitingfilme und fotografiere Menschen bei der Arbeit.",
    submarkets=frozenset({"film"}),
)
POTTERY = Profile("pottery", "creative", offers="Keramik, Schalen und Becher aus Steinzeug.")
SILENT = Profile("silent", "creative")
VAGUE = Profile("vague", "creative", about="Qwertz und mehr davon.")
POOL = Pool([FILM, POTTERY, SILENT, VAGUE])


def firm(needs: str = "", about: str = "", offers: str = "") -> Profile:
    return Profile("firm", "kmu", about=about, offers=offers, needs=(needs,) if needs else ())


def rated(seeker: Profile, pool: Pool = POOL) -> dict[str, float]:
    scores = TranslationBook().fit(pool).score(seeker)
    return dict(zip(pool.ids, map(float, scores), strict=True))


def sentences(explanation: Explanation, language: str = "de") -> list[str]:
    return [
        TranslationBook.reasons[reason.code][language].format(**reason.facts)
        for reason in explanation.reasons
    ]


def rank_of_partner(book: TranslationBook, seeker: Profile, partner: Profile) -> int:
    scores = book.score(seeker)
    return 1 + int((scores > scores[book.pool_.ids.index(partner.id)]).sum())


@parametrize_with_checks([TranslationBook(), TranslationBook(smoothing=0.0, other_side=1.0)])
def test_the_book_keeps_the_interface(scorer: TranslationBook, check: object) -> None:
    check(scorer)  # type: ignore[operator]


def test_what_is_read_back_makes_the_same_book_ready_once() -> None:
    fitted = TranslationBook().fit(POOL)
    assert pickle.loads(pickle.dumps(fitted)).translator_ is fitted.translator_


@pytest.mark.parametrize(
    "words",
    [
        "Azubis bleiben aus",
        "Die Azubis sind dieses Jahr wieder ausgeblieben, sie bleiben einfach weg",
        "azubis bleiben aus",
        "Keine Bewerbungen für unsere Lehrstellen",
        "Uns fehlen Lehrlinge",
        "Nobody applies for our apprenticeships",
    ],
)
def test_whatever_words_a_firm_uses_for_it_the_film_comes_before_the_pottery(words: str) -> None:
    scores = rated(firm(words))
    assert scores["film"] > scores["pottery"] + 0.1


def test_a_sentence_quotes_both_sides_to_the_firm() -> None:
    fitted = TranslationBook().fit(POOL)
    told = sentences(fitted.explain(firm("Azubis bleiben aus"), FILM))
    assert "Geschrieben wurde „Azubis bleiben“ → Nachwuchs gewinnen → Recruitingfilme" in told[0]


def test_the_same_sentence_is_told_to_the_creative_from_its_own_side() -> None:
    fitted = TranslationBook().fit(POOL)
    told = sentences(fitted.explain(FILM, firm("Azubis bleiben aus")))
    assert (
        "Die andere Seite schrieb „Azubis bleiben“ → Nachwuchs gewinnen → im eigenen Angebot: "
        in told[0]
    )


def test_the_sentence_is_there_in_english() -> None:
    fitted = TranslationBook().fit(POOL)
    told = sentences(fitted.explain(firm("Azubis bleiben aus"), FILM), "en")
    assert told[0].startswith("You wrote “Azubis bleiben” → Attracting apprentices → ")


def test_quoted_words_stand_in_the_texts() -> None:
    fitted = TranslationBook().fit(POOL)
    need = firm("Niemand bewirbt sich, die Lehrstellen bleiben leer, und unsere Fotos sind alt.")
    for reason in fitted.explain(need, FILM).reasons:
        for part in reason.facts["yours"].split(" … "):
            assert part in need.needs[0]
        for quote in reason.facts["theirs_de"].split(", "):
            assert all(part in FILM.offers for part in quote.split(" … "))


def test_a_quote_ends_with_its_line() -> None:
    fitted = TranslationBook().fit(POOL)
    told = sentences(fitted.explain(firm("Unsere Azubis\nbleiben aus"), FILM))
    assert "Geschrieben wurde „Azubis … bleiben“" in told[0]


def test_a_ticked_submarket_answers_where_words_are_missing() -> None:
    only_ticked = Profile("ticked", "creative", submarkets=frozenset({"film"}))
    fitted = TranslationBook().fit(Pool([FILM, POTTERY, only_ticked]))
    told = sentences(fitted.explain(firm("Azubis bleiben aus"), only_ticked))
    assert told[0].endswith("→ Nachwuchs gewinnen → Teilmarkt Film")


def test_wishes_of_creatives_meet_what_firms_have() -> None:
    sculptor = Profile("sculptor", "creative", about="Figuren", needs=("Brennofen mitbenutzen",))
    brickworks = firm(offers="Ziegelei mit großem Brennofen")
    bakery = firm(offers="Backstube, nachmittags leer")
    fitted = TranslationBook().fit(Pool([sculptor]))
    assert fitted.score_back(brickworks)[0] > fitted.score_back(bakery)[0]
    told = sentences(fitted.explain(sculptor, brickworks))
    assert any(
        sentence.startswith("Gesucht wird „Brennofen") and "dort gibt es: " in sentence
        for sentence in told
    )


def test_nobody_is_said_to_seek_what_they_only_mention() -> None:
    potter = Profile("potter", "creative", about="Früher habe ich einen Brennofen mitbenutzt.")
    fitted = TranslationBook().fit(Pool([potter]))
    explanation = fitted.explain(firm(offers="Ziegelei mit großem Brennofen"), potter)
    assert not any(reason.code == "they_wish" for reason in explanation.reasons)


def strength(text: str, situation: str) -> float:
    """How strongly a firm's text speaks of a situation of the bundled book."""
    translator = TranslationBook().fit(POOL).translator_
    number = [each.id for each in translator.situations].index(situation)
    return translator.words(firm(text)).get(number, 0.0)


def test_what_a_firm_refuses_does_not_count() -> None:
    assert strength("Wir brauchen einen Internetladen.", "onlineshop") > 0.5
    assert strength("Wir brauchen Geschirr, aber keinen Internetladen.", "onlineshop") == 0.0


def test_small_words_count_where_the_sense_hangs_on_them() -> None:
    assert strength("Im Gastraum ist es zu laut.", "akustik") > 0.5
    assert strength("Die Kapelle singt laut und gern.", "akustik") < 0.5


def test_a_missing_thing_is_a_need_and_not_a_refusal() -> None:
    pool = Pool([FILM, POTTERY])
    scores = rated(firm("Wir haben keine guten Fotos."), pool)
    assert scores["film"] > scores["pottery"]


def test_a_phrase_of_lack_counts_only_where_something_lacks() -> None:
    assert strength("Dieses Jahr kamen keine Bewerbungen", "azubis-bleiben-aus") > 0.5
    assert strength("Dieses Jahr kamen viele Bewerbungen", "azubis-bleiben-aus") < 0.5


@pytest.mark.parametrize(
    ("clean", "perturbed"),
    [
        ("Verpackung", "verpakcung"),
        ("Speisekarte", "Speisekrate"),
        ("Möbel", "Moebel"),
        ("Internetauftritt", "Auftritt im Internet"),
        ("Firmengeschichte", "Firmen-Geschichte"),
        ("Musikerinnen", "Musiker*innen"),
    ],
)
def test_spelling_changes_little(clean: str, perturbed: str) -> None:
    translator = TranslationBook().fit(POOL).translator_
    before, after = (translator.words(firm(text)) for text in (clean, perturbed))
    best = max(before, key=lambda number: before[number])
    assert after[best] >= 0.7 * before[best]


def test_a_word_said_fifty_times_counts_once() -> None:
    once, often = rated(firm("Verpackung")), rated(firm("Verpackung " * 50))
    assert once == pytest.approx(often, abs=1e-6, nan_ok=True)


def test_many_words_make_a_situation_sure_but_never_certain() -> None:
    many = "Azubis, Lehrlinge, Lehrstelle, Schulabgänger, Praktikanten, Berufsorientierung"
    assert 0.4 < strength("Azubis", "azubis-bleiben-aus") < 0.7
    assert 0.95 < strength(many, "azubis-bleiben-aus") < 1.0


def test_about_counts_less_beside_a_stated_need() -> None:
    translator = TranslationBook().fit(POOL).translator_
    number = [each.id for each in translator.situations].index("azubis-bleiben-aus")
    alone = translator.words(firm(about="Azubis"))[number]
    beside = translator.words(firm(needs="Ein Schaufenster", about="Azubis"))[number]
    assert 0.6 * alone == pytest.approx(beside, abs=1e-6)


def test_words_and_ticked_submarkets_together_stay_below_certainty() -> None:
    translator = TranslationBook().fit(POOL).translator_
    words = ", ".join(entry.phrase for each in bundled_book().situations for entry in each.skills)
    everything = Profile("all", "creative", offers=words, submarkets=frozenset({"design"}))
    ((_, dense),) = Strengths(Pool([everything]), translator).chunks()
    assert 0.5 < dense.max() < 1.0


def test_who_says_nothing_gets_no_opinion() -> None:
    scores = rated(firm("Azubis bleiben aus"))
    assert math.isnan(scores["silent"])
    assert all(math.isnan(score) for score in rated(firm()).values())


def test_a_text_that_the_book_does_not_know_rates_between_good_and_bad() -> None:
    scores = rated(firm("Azubis bleiben aus"))
    assert scores["pottery"] < scores["vague"] < scores["film"]


def test_two_of_a_kind_get_no_opinion() -> None:
    assert all(math.isnan(score) for score in rated(FILM).values())


def test_each_side_counts_its_own_wants_more() -> None:
    maker = Profile("maker", "creative", offers="Stempel", needs=("Brennofen mitbenutzen",))
    owner = firm(offers="Ziegelei mit Brennofen")
    fitted = TranslationBook(other_side=0.2).fit(Pool([maker]))
    assert fitted.score_back(owner)[0] > fitted.score(owner)[0]


def test_constants_stay_when_another_pool_is_rated() -> None:
    need = firm("Azubis bleiben aus")
    fitted = TranslationBook().fit(POOL)
    alone = fitted.rebase(Pool([FILM]))
    assert fitted.score(need)[0] == pytest.approx(alone.score(need)[0], abs=1e-6)


def test_what_everybody_offers_counts_less() -> None:
    need = firm("Broschüre und Schaufenster")

    def lead_of_windows(more_printers: int) -> float:
        offers = ["Schaufenstergestaltung", *["Plakatgestaltung"] * (1 + more_printers)]
        pool = Pool(Profile(f"c{n}", "creative", offers=text) for n, text in enumerate(offers))
        scores = TranslationBook(centring=0.0).fit(pool).score(need)
        return float(scores[0] - scores[1])

    assert lead_of_windows(60) > lead_of_windows(0)


def test_a_setting_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="smoothing"):
        TranslationBook(smoothing=1.5)


@pytest.mark.parametrize(("pairs", "least"), [(SEEN, 0.85), (FRESH, 0.85)])
def test_most_invented_partners_find_each_other(pairs: tuple[Pair, ...], least: float) -> None:
    book = TranslationBook().fit(Pool(profile for pair in pairs for profile in pair))
    ranks = np.array(
        [
            rank_of_partner(book, seeker, partner)
            for pair in pairs
            for seeker, partner in (pair, pair[::-1])
        ]
    )
    assert (ranks <= 10).mean() >= least
    assert (1 / ranks).mean() >= 0.45
