"""Many names of one thing count as one."""

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.text import terms_of_word
from plugins.text_similarity import TextSimilarity
from plugins.text_similarity import names as listed
from plugins.text_similarity.names import things

LINES = [line.partition(": ") for line in listed._NAMES.split("\n") if line]


def thing(word: str) -> str:
    return next(things(terms_of_word(word)))


def test_every_name_leads_to_the_first_of_its_line_alone() -> None:
    told: dict[str, str] = {}
    wrong = []
    for first, _, others in LINES:
        if thing(first) != terms_of_word(first)[0]:
            wrong.append(f"{first} is {thing(first)}")
        for name in others.split():
            term = terms_of_word(name)[0]
            told.setdefault(term, first)
            if thing(name) != thing(first) or told[term] != first:
                wrong.append(f"{name} is no {first}")
    assert not wrong


def test_whoever_says_it_by_another_name_is_found() -> None:
    others = [
        Profile("web", "creative", offers="Webseiten"),
        Profile("songs", "creative", offers="Lieder"),
        Profile("walls", "creative", offers="Wandbilder"),
    ]
    fitted = TextSimilarity().fit(Pool([*others, Profile("firm", "kmu", needs=("Messestand",))]))
    for need, best in (("Homepage", "web"), ("Internetauftritt", "web"), ("song", "songs")):
        scores = fitted.score(Profile("x", "kmu", needs=(need,)))
        assert others[int(scores[:3].argmax())].id == best
        [reason] = fitted.explain(
            Profile("x", "kmu", needs=(need,)), next(each for each in others if each.id == best)
        ).reasons
        assert reason.code == "related"
        assert reason.facts["words"] == need


def test_numbers_in_words_tell_no_topic() -> None:
    words = ("zwölf", "sechstausend", "achtundzwanzig", "vierten", "fifteen", "dozen", "28")
    assert not [term for word in words for term in things(terms_of_word(word))]
    assert list(things(terms_of_word("Sieb")))
