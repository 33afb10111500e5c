"""What the default scorers promise of any text, on the creatives of the demo region."""

from pathlib import Path

import numpy as np
import pytest

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.matching.trial import read_pool
from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load
from matchmaker.scoring.panel import Panel, Part

DEMO = Path(__file__).parents[2] / "matchmaker" / "demo"


def invented(id: str, offers: str, submarket: str) -> Profile:
    return Profile(id, "creative", offers=offers, submarkets=frozenset({submarket}))


PHOTOGRAPHERS = {"demo-c-ronja-talfink", "portraits", "pictures"}
OTHERS = [
    invented("portraits", "Fotografin für Porträts und Hochzeiten", "press"),
    invented("pictures", "Photographie von Werkhallen und Maschinen", "art"),
    invented("clips", "Recruitingfilme und kurze Clips mit jungen Leuten", "film"),
    invented("posters", "Flyer, Plakate und Anzeigen", "advertising"),
]


def told(file: str) -> list[Profile]:
    return list(read_pool(DEMO / file))


@pytest.fixture(scope="module")
def panel() -> Panel:
    found = discover(BUNDLED_FOLDER)
    parts = [Part(load(found[name])(), weight) for name, weight in DEFAULT_WEIGHTS.items()]
    return Panel(parts).fit(Pool([*told("creatives.jsonl"), *told("kmu.jsonl"), *OTHERS]))


def firm(*needs: str, about: str = "", sector: str = "") -> Profile:
    return Profile("x", "kmu", about=about, needs=needs, sectors=frozenset({sector} - {""}))


def first(panel: Panel, seeker: Profile, many: int) -> list[str]:
    """The ids of the best, among the creatives."""
    pool = panel.segment_.pool
    eligible = np.array([profile.kind == "creative" for profile in pool])
    return [match.id for match in panel.rank(seeker, eligible, limit=many).matches]


def score(panel: Panel, seeker: Profile, id: str) -> float:
    blend, _ = panel.blend(seeker)
    return float(blend.score[panel.segment_.pool.ids.index(id)])


@pytest.mark.parametrize(
    "query",
    [
        "Fotograf:in",
        "FotografInnen",
        "Photographer (m/w/d)",
        "Fotograf*in gesucht",
        "Suche eine Photographin",
        "fotografen",
        "Wir brauchen eine/n Fotograf/in",
        "we are looking for a photographer",
    ],
)
def test_a_role_in_any_spelling_finds_those_who_ply_it_first(panel: Panel, query: str) -> None:
    assert set(first(panel, firm(query), len(PHOTOGRAPHERS))) == PHOTOGRAPHERS


@pytest.mark.parametrize(
    "box",
    [
        firm("Werbung brauchen wir KEINE, aber die Azubis bleiben aus"),
        firm(about="Azubis bleiben aus. Flyer, Plakate, Anzeigen: nein danke"),
        firm("Lehrling find ma koan. Plakate und Flyer brauch ma koane"),
    ],
)
def test_what_is_refused_is_not_brought_up(panel: Panel, box: Profile) -> None:
    best = first(panel, box, 44)
    assert best.index("clips") < min(best.index("posters"), 8)
    assert best.index("posters") > 2
    asked = Profile("x", "kmu", about="Azubis bleiben aus. Wir brauchen Plakate, Flyer, Anzeigen")
    assert first(panel, asked, 1) == ["posters"]


def test_several_needs_in_one_box_are_all_served(panel: Panel) -> None:
    box = firm(about="brauchen fotos, dann noch n podcast, und die website geht aufm handy ned")
    best = first(panel, box, 8)
    assert PHOTOGRAPHERS & set(best)
    assert {"demo-c-funkloch", "demo-c-serverhaeusel"} <= set(best)


def test_a_term_said_fifty_times_gains_nothing(panel: Panel) -> None:
    once, often = (firm("Etikett für unseren Saft" + " Etikett" * times) for times in (0, 49))
    label = "demo-c-schachtelhalm"
    assert score(panel, often, label) == pytest.approx(score(panel, once, label), abs=1e-6)


@pytest.mark.parametrize(
    ("she", "he"), [("Tischlerin", "Tischler"), ("Ingenieurinnen", "Ingenieure")]
)
def test_who_is_a_man_and_who_a_woman_changes_nothing(panel: Panel, she: str, he: str) -> None:
    hers, his = (firm(f"{word} suchen eine Schrift für Schilder") for word in (she, he))
    assert first(panel, hers, 20) == first(panel, his, 20)


def test_a_wrong_sector_does_not_hide_a_good_text(panel: Panel) -> None:
    need = "Tschechische Gäste verstehen unsere Tafeln nicht, wer übersetzt uns das?"
    right, wrong = firm(need, sector="55"), firm(need, sector="24")
    assert "demo-c-sprachfaehre" == first(panel, right, 1)[0] == first(panel, wrong, 1)[0]


def test_english_finds_who_wrote_german(panel: Panel) -> None:
    assert "demo-c-sprachfaehre" in first(panel, firm("we need a translator for Czech"), 3)
    assert "demo-c-kaolinchen" in first(panel, firm("crockery and ceramics for our inn"), 5)


def test_half_sentences_are_understood(panel: Panel) -> None:
    assert "demo-c-kaolinchen" in first(panel, firm("teller, schüsseln. handgemacht wär schön"), 3)
    assert "demo-c-daemmerwerk" in first(panel, firm("abends stockfinster bei uns, gruselig"), 3)
