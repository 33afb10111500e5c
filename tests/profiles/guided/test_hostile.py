"""Whatever is typed into any field of any step: a clear answer, nothing that comes alive."""

from collections.abc import Callable

import pytest

from matchmaker.db import unit_of_work
from matchmaker.profiles.service import save_profile
from tests.profiles.guided.conftest import Visitor

Begin = Callable[[str], str]
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{90907*90901}}",
    "' OR 1=1 --", "\u202egnp.exe", "a" * 5001, "9" * 400, "-1", "NaN", "\u0001",
    "\U0001f980" * 300, "javascript:alert(1)", "%00", "\u2028", "../../etc/passwd",
    "[[]]" * 1000, "=1+1",
]  # fmt: skip
FIELDS = {
    "wer": ("name", "about", "trade", "read_as", "sectors", "submarkets", "skills", "own_skills"),
    "wo": (
        "place", "place_choice", "country", "employees", "radius_km", "remote", "languages",
        "capacity", "capacity_from", "most_requests",
    ),
    "angebot": ("offers", "website", "story", "working_style"),
    "sichtbar": ("visibility", "email", "phone", "shows_about", "shows_place", "draft"),
    "arbeiten/neu": ("title", "link", "alternative", "made_for", "outcome"),
}  # fmt: skip
SOUND = {"name": "Mira", "about": "Ein Satz", "place": "09456", "visibility": "public",
         "title": "Werk", "link": "https://beispiel.de"}  # fmt: skip
ALIVE = ("<script>alert", "<img src=x", 'href="javascript:', "8263537207")


@pytest.mark.parametrize("kind", ["kmu", "creative"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gets_a_clear_answer_in_every_field(
    mira: Visitor, anybody: Visitor, begun: Begin, kind: str, text: str
) -> None:
    way = begun(kind)
    for step, fields in FIELDS.items():
        if kind == "kmu" and "arbeiten" in step:
            continue
        for then in ("", "look" if step == "wer" else "back"):
            sent = SOUND | dict.fromkeys(fields, text) | ({"then": then} if then else {})
            answer = mira.post(f"{way}/{step}", sent, page="/konto/passwort")  # a short one
            assert answer.status_code in (200, 303, 400), (step, then)
            assert not [each for each in ALIVE if each in answer.text]
        assert 200 == mira.get(f"{way}/{step}").status_code
    with unit_of_work():
        profile = mira.profile()
        profile.approved = True
        save_profile(profile)
        slug = profile.slug
    for address in (f"{way}/vorschau", f"/p/{slug}", "/konto", "/verzeichnis"):
        page = mira.get(address)
        assert 200 == page.status_code, address
        assert not [each for each in ALIVE if each in page.text], address
