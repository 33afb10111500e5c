"""A profile in four steps: nothing typed is lost, little is asked, nothing is taken that is not."""

from collections.abc import Callable

from flask import Flask

from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from matchmaker.profiles.guided import service

Begin = Callable[[str], str]


def test_a_firm_gets_from_its_account_to_a_published_profile(mira, begun: Begin, app) -> None:
    assert "Profil anlegen" in mira.get("/konto").text
    way = begun("kmu")
    who = mira.post(f"{way}/wer", {"name": "Holz Weber", "about": "Wir bauen Treppen."})
    assert (303, f"{way.rsplit('/', 1)[0]}/holz-weber-") == (
        who.status_code,
        who.location.rsplit("/", 1)[0][: len(way.rsplit("/", 1)[0]) + 12],
    )
    where = mira.post(who.location, {"place": "09456"})
    offer = mira.post(where.location, {})
    seen = mira.post(offer.location, {"visibility": "public"})
    assert seen.location.endswith("/vorschau")
    assert "Wir bauen Treppen." in mira.get(seen.location).text
    handed_in = mira.post(seen.location)
    profile = mira.profile()
    assert (303, False, True) == (handed_in.status_code, profile.approved, profile.waits)
    assert ("Annaberg-Buchholz", "09456") == (profile.place, profile.postal_code)
    assert "liegt jetzt bei der Wirtschaftsförderung" in mira.get(seen.location).text
