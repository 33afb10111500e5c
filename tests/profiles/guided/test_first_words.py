"""A sentence tried on the start page goes along to an account, a profile and its first need."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.redirects import LONGEST
from tests.accounts.signing_in import PASSWORD, OwnContext, link_in, mails, post
from tests.profiles.guided.conftest import Visitor

SENTENCE = "Unsere Treppen sind <b>super</b>, aber „keiner“ sieht's"
NEW = "jens@example.org"


def links_on(page: str, path: str) -> list[str]:
    found = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)]
    return [link for link in found if urlsplit(link).path == path]


def text_box(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return html.unescape(found[1]).strip()


def tried(client: FlaskClient, sentence: str = SENTENCE) -> str:
    return client.get("/probieren", query_string={"q": sentence}).text


def test_it_survives_registration_and_stands_in_the_first_need(app: Flask) -> None:
    app.test_client_class = OwnContext
    client = app.test_client()
    (way,) = links_on(tried(client), "/registrieren")
    fields = {"email": NEW, "password": PASSWORD, "manner": "sie"}
    page = client.get(way).text
    going_on = re.search(r'name="next"[^>]*value="([^"]+)"', page)
    assert going_on
    post(client, "/registrieren", way, **fields, next=html.unescape(going_on[1]))
    confirmed = post(client, link_in(mails(NEW)[0]))
    way_in = parse_qs(urlsplit(confirmed.location).query)["next"][0]
    signed_in = post(client, "/anmelden", email=NEW, password=PASSWORD, next=way_in)
    assert urlsplit(signed_in.location).path == "/konto/profil/neu"

    page = client.get(signed_in.location).text
    assert "<b>super" not in page
    assert re.search(r'value="kmu" checked', page)
    brought = re.search(r'name="satz"[^>]*value="([^"]+)"', page)
    assert brought
    assert html.unescape(brought[1]) == SENTENCE
    begun = post(client, "/konto/profil/neu", kind="kmu", satz=SENTENCE)
    slug = begun.location.split("/")[3]
    assert text_box(client.get(f"/konto/profil/{slug}/bedarf/neu").text) == SENTENCE
    assert "Bedarf weiterschreiben" in client.get("/konto").text
    preview = f"/konto/profil/{slug}/vorschau"
    assert "Bedarf weiterschreiben" not in client.get(preview).text, "too early"
    app.config["WTF_CSRF_ENABLED"] = False
    steps = {"wer": {"name": "Holz Weber", "about": "Treppen"}, "wo": {"place": "09456"}}
    for step, answers in steps.items():
        client.post(f"/konto/profil/{slug}/{step}", data=answers)
    done = client.post(preview, follow_redirects=True).text
    assert "Bedarf weiterschreiben" in done


def test_the_place_beside_it_stands_in_the_new_profile(mira: Visitor) -> None:
    page = mira.get("/probieren?q=Treppen&place=%22Annaberg").text
    (way,) = links_on(page, "/konto/profil/neu")
    asked = mira.get(way).text
    brought = re.search(r'name="ort"[^>]*value="([^"]+)"', asked)
    assert brought
    begun = mira.post("/konto/profil/neu", {"kind": "kmu", "ort": html.unescape(brought[1])})
    where = begun.location.replace("/wer", "/wo")
    typed = re.search(r'<input[^>]*name="place"[^>]*value="([^"]*)"', mira.get(where).text)
    assert typed
    assert html.unescape(typed[1]) == '"Annaberg'


@pytest.mark.parametrize("place", ["x" * 101, "", None])
def test_no_place_or_one_without_end_keeps_nothing(mira: Visitor, place: str | None) -> None:
    fields = {"kind": "kmu"} | ({} if place is None else {"ort": place})
    begun = mira.post("/konto/profil/neu", fields)
    assert "kept-draft" not in mira.get(begun.location.replace("/wer", "/wo")).text


def test_a_member_writes_it_down_for_the_profile_that_is_there(
    mira: Visitor, make_profile: Callable[..., object]
) -> None:
    assert mira.user is not None
    make_profile("kmu", slug="tischlerei", name="Tischlerei", owner_id=mira.user.id)
    page = mira.get("/probieren?q=Treppen").text
    (way,) = links_on(page, "/konto/profil/tischlerei/bedarf/neu")
    assert text_box(mira.get(way).text) == "Treppen"
    assert "Bedarf weiterschreiben" not in mira.get("/konto").text, "opening a link writes nothing"


def test_it_is_added_to_a_need_that_was_begun_and_replaces_none(
    mira: Visitor, begun: Callable[[str], str]
) -> None:
    way = begun("kmu")
    mira.post("/konto/profil/neu", {"kind": "kmu", "satz": "Zuerst"})
    mira.post("/konto/profil/neu", {"kind": "kmu", "satz": "Danach"})
    assert text_box(mira.get(f"{way}/bedarf/neu").text) == "Zuerst"
    assert text_box(mira.get(f"{way}/bedarf/neu?satz=Dazu").text) == "Zuerst\nDazu"
    assert text_box(mira.get(f"{way}/bedarf/neu?satz=Zuerst").text) == "Zuerst"


def test_what_is_no_sentence_or_too_long_for_an_address_leaves_the_way_open(
    mira: Visitor, app: Flask
) -> None:
    for sentence in ("%E2%80%AE", "x" * 501, ""):
        answer = mira.get(f"/konto/profil/neu?satz={sentence}&art=wer%3F")
        assert answer.status_code == 200
        assert "Ihr Satz kommt mit" not in answer.text
    (way,) = links_on(tried(app.test_client(), "ü" * 500), "/registrieren")
    assert urlsplit(way).query == ""
    (way,) = links_on(
        tried(app.test_client(), " ".join(["Wir suchen Leute."] * 27)), "/registrieren"
    )
    assert 500 < len(parse_qs(urlsplit(way).query)["next"][0]) <= LONGEST
