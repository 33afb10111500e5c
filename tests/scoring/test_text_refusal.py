"""What a text refuses does not count; what it misses is a need."""

import pytest

from matchmaker.scoring.text import refused, terms

SENTENCES = [
    # Wanting, and the thing wanted is negated.
    ("Wir brauchen keine Werbung", ["Werbung"]),
    ("wir brauchen KEINE werbung", ["werbung"]),
    ("Wir brauchen kein Internetladen, sondern Leute", ["Internetladen"]),
    ("Werbung brauchen wir keine", ["Werbung"]),
    ("Werbung brauchen wir nicht", ["Werbung"]),
    ("Einen Flyer wollen wir nicht mehr", ["Flyer"]),
    ("Wir suchen keine Agentur", ["Agentur"]),
    ("Bitte keine Fotos von der Stange", ["Fotos"]),
    ("Wir möchten keine Flyer und Plakate", ["Flyer", "Plakate"]),
    ("Wir möchten keine Flyer oder Plakate drucken", ["Flyer", "Plakate"]),
    ("Keine Werbung, aber Nachwuchs", ["Werbung"]),
    ("keine Werbung, keine Flyer", ["Werbung", "Flyer"]),
    ("Video auch nicht.", ["Video"]),
    ("Fotos ja, video auch nicht", ["video"]),
    ("nicht noch ein Flyer", ["Flyer"]),
    ("Bloß nicht schon wieder Prospekte", ["Prospekte"]),
    ("Nie wieder Hochglanzprospekte", ["Hochglanzprospekte"]),
    ("Nicht Video, sondern Fotos", ["Video"]),
    ("Holzbuchstaben statt Schablonen", ["Schablonen"]),
    ("Anstelle von Plakaten lieber ein Fest", ["Plakaten"]),
    ("Ein Film ohne Sprecher", ["Sprecher"]),
    ("Kein Bedarf an Werbung", ["Werbung"]),
    ("Wir haben kein Interesse an Werbung", ["Werbung"]),
    ("Wir verzichten auf Werbung", ["Werbung"]),
    ("Auf Messen verzichten wir", ["Messen"]),
    ("Weder Flyer noch Plakate", ["Flyer", "Plakate"]),
    ("Wir machen keine Hochzeiten", ["Hochzeiten"]),
    ("Werbung brauchen wir nicht aber Fotos", ["Werbung"]),
    ("Werbung? Nein danke.", ["Werbung"]),
    ("Plakate nein, Film ja", ["Plakate"]),
    ("Flyer, Plakate, Anzeigen: nein danke", ["Flyer", "Plakate", "Anzeigen"]),
    ("Bitte keine Flyer, Plakate oder Filme", ["Flyer", "Plakate", "Filme"]),
    ("Wir wollen keine Flyer, Plakate und Anzeigen", ["Flyer", "Plakate", "Anzeigen"]),
    ("Keine Werbung, Fotos wären gut", ["Werbung"]),
    ("Video nicht nochmal", ["Video"]),
    ("Auf keinen Fall ein Imagefilm", ["Imagefilm"]),
    ("Imagefilm auf keinen Fall", ["Imagefilm"]),
    ("Auf Instagram haben wir keine Lust", ["Instagram"]),
    ("Kein Bock auf TikTok", ["TikTok"]),
    ("TikTok muss nicht sein", ["TikTok"]),
    ("Von Agenturen halten wir nichts", ["Agenturen"]),
    ("Bitte nichts mit Instagram", ["Instagram"]),
    ("Nothing with video please", ["video"]),
    ("Alles außer Werbung", ["Werbung"]),
    ("Werbung brauch ma koane", ["Werbung"]),
    ("Homepage brauchen wir net", ["Homepage"]),
    ("Mia wolln koa Homepage", ["Homepage"]),
    ("Keene Plakate, bitte", ["Plakate"]),
    ("Fotos und net scho wieder an Flyer", ["Flyer"]),
    ("no web offers", ["web"]),
    ("no stock photos, no ads", ["stock", "photos", "ads"]),
    ("Flyer braucht keiner", ["Flyer"]),
    ("mit keiner Werbung mehr", ["Werbung"]),
    ("We don't need ads", ["ads"]),
    ("We don’t need ads", ["ads"]),
    ("We do not want another flyer", ["flyer"]),
    ("not another flyer", ["flyer"]),
    ("Not looking for ads", ["ads"]),
    ("A film instead of a brochure", ["brochure"]),
    ("Workshops rather than brochures", ["brochures"]),
    ("Murals without logos", ["logos"]),
    # Missing, which asks for the thing.
    ("Wir haben keine Website", []),
    ("Wir finden keine Azubis", []),
    ("weil wir keine Azubis finden", []),
    ("Wir bekommen keine Bewerbungen", []),
    ("Azubis kommen nicht", []),
    ("keine Azubis mehr", []),
    ("Keine Zeit, kein Geld", []),
    ("Noch kein Logo", []),
    ("Leider keine Fotos bisher", []),
    ("Es gibt keine Wegweiser im Dorf", []),
    ("Niemand kennt uns, wir stehen ohne Website da", []),
    ("Wir können keine Texte schreiben", []),
    ("Wir haben weder Website noch Logo", []),
    ("Unser Auftritt ist nicht zeitgemäß", []),
    ("Die Gäste finden uns nicht", []),
    ("We have no website", []),
    ("We do not have a website", []),
    ("We can't find staff", []),
    ("There are no signs in the village", []),
    ("no time", []),
    ("Im Dorf sind keine Wegweiser", []),
    ("Wir können nicht noch einen Flyer bezahlen", []),
    ("Lehrling find ma koan", []),
    ("Wir haben keine Zeit, Plakate oder Flyer zu drucken", []),
    ("Verkäuferin findet man net", []),
    ("Lehrlinge? Nein, es bewirbt sich keiner", []),
    ("Die Homepage geht nicht mehr", []),
    ("Unsere Schafwolle will keiner mehr", []),
    ("Den Beipackzettel liest ja keiner", []),
    ("keiner kapiert die Knöpfe", []),
    ("De Wolle mog koaner", []),
    ("Wir wollen nicht mehr nur Zulieferer sein", []),
    ("Unsere Anzeigen bringen nichts", []),
    ("Mir wott kei Plakat, und Flyer nid", ["Plakat", "Flyer"]),
    # Limiting, and phrases that refuse nothing.
    ("nicht nur Fotos, sondern auch Film", []),
    ("Not only photos but film", []),
    ("kein Problem", []),
    ("nicht genug Azubis", []),
    ("Wir machen nicht viel Werbung", []),
    ("Auf Werbung können wir nicht verzichten", []),
    ("Firmen in Not brauchen Werbung", []),
    ("Wir brauchen Werbung", []),
    ("Video auch nicht schlecht", []),
    ("Außer Fotos brauchen wir Texte", []),
    ("We want a net gain in Ort", []),
    ("Das Netz ist schlecht", []),
    ("Wi wüllt Aal in't Glas maken un över't Internet verköpen", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_only_what_is_not_wanted_is_refused(sentence: str, expected: list[str]) -> None:
    assert expected == [token.surface for token in refused(sentence)]


def test_refused_words_are_no_terms_and_the_others_stay() -> None:
    assert terms("Wir brauchen Fotos, aber keine Werbung") == ["foto"]


def test_a_refusal_counts_with_letters_that_nobody_sees() -> None:
    assert terms("Fotos oh\u00adne Werbung") == ["foto"]
    assert terms("nu\u0308u\u0308t mit Werbung") == []


def test_what_is_refused_once_may_be_wanted_in_the_next_sentence() -> None:
    assert terms("Keine Fotos von der Stange. Fotos")[-1:] == ["foto"]
