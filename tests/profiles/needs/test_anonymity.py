"""Which words of a nameless need are a way to reach somebody, and which only look like one."""

import pytest

from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.anonymity import telling_words


def told(text: str) -> list[str]:
    return telling_words(Need(title="", text=text, in_return=""), Profile(name="Weber"))


@pytest.mark.parametrize(
    "number",
    [
        "037294 123456",
        "+49 (0)371 123456",
        "0371/123456",
        "0172.123.45.67",
        "0371–123456",
        "0371‑123456",
        "0371 – 12 34 56",
        "0 371 123456",
    ],
)
def test_a_number_tells_however_it_is_written(number: str) -> None:
    assert told(f"Bitte {number} anrufen.") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "ab 01.03.2027",
        "vom 01.03. bis 05.04.",
        "01.03.-05.04.2027",
        "01.03.27 – 05.04.27",
        "von 09.00 - 12.00 Uhr",
        "09.00–12.00 Uhr",
        "von 08:00 bis 16:00",
        "0,80 x 1,20 m",
        "Baujahr 1880, 12.500 Euro",
    ],
)
def test_days_times_and_measures_tell_nobody(text: str) -> None:
    assert told(f"Wir bauen um, {text}.") == []
