"""Who sees what: visitors, members, owners, offices and admins."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from matchmaker.accounts.models import User
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Profile

Make = Callable[..., Profile]
Reader = Callable[..., dict[str, str]]


def _slugs(client: FlaskClient, **headers: str) -> set[str]:
    answer = client.get("/api/v1/profiles", headers=headers).json
    return {profile["slug"] for profile in answer["profiles"]}


def test_a_visitor_sees_public_profiles_only(client: FlaskClient, make_profile: Make) -> None:
    public = make_profile()
    for fields in ({"visibility": "members"}, {"visibility": "hidden"}, {"approved": False}):
        make_profile(**fields)
    assert {public.slug} == _slugs(client)


def test_a_member_sees_profiles_for_members_as_well(
    client: FlaskClient, make_profile: Make, make_reader: Reader
) -> None:
    seen = {make_profile().slug, make_profile(visibility="members").slug}
    make_profile(visibility="hidden")
    make_profile(approved=False)
    assert seen == _slugs(client, **make_reader())


def test_needs_are_listed_as_far_as_their_profiles_are(
    client: FlaskClient, make_profile: Make, make_reader: Reader
) -> None:
    make_profile(needs=["offen"])
    make_profile(needs=["vertraut"], visibility="members")
    make_profile(needs=["verborgen"], visibility="hidden")
    make_profile(needs=["ungeprüft"], approved=False)

    def texts(**headers: str) -> set[str]:
        needs = client.get("/api/v1/needs", headers=headers).json["needs"]
        return {need["text"] for need in needs}

    assert {"offen"} == texts()
    assert {"offen", "vertraut"} == texts(**make_reader())


@pytest.mark.parametrize("address", ["", "/needs"])
def test_a_profile_for_members_is_missing_for_visitors(
    client: FlaskClient, make_profile: Make, make_reader: Reader, address: str
) -> None:
    profile = make_profile(visibility="members")
    there = f"/api/v1/profiles/{profile.slug}{address}"
    visitor, missing = client.get(there), client.get(f"/api/v1/profiles/missing{address}")
    assert (visitor.status_code, visitor.data) == (404, missing.data)
    assert client.get(there, headers=make_reader()).status_code == 200


@pytest.mark.parametrize("address", ["", "/needs", "/matches"])
def test_a_foreign_profile_is_answered_like_a_missing_one(
    client: FlaskClient, make_profile: Make, make_reader: Reader, address: str
) -> None:
    hidden = make_profile(visibility="hidden", postal_code="01067")
    stranger = make_reader("fremd@example.org", "office", territory=["99"])
    foreign = client.get(f"/api/v1/profiles/{hidden.slug}{address}", headers=stranger)
    missing = client.get(f"/api/v1/profiles/missing{address}", headers=stranger)
    assert foreign.status_code == 404
    assert (foreign.data, dict(foreign.headers)) == (missing.data, dict(missing.headers))


def test_matches_of_a_public_profile_are_nobody_elses_business(
    client: FlaskClient, make_profile: Make, make_reader: Reader
) -> None:
    profile = make_profile()
    answer = client.get(f"/api/v1/profiles/{profile.slug}/matches", headers=make_reader())
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("role", "territory"), [("member", None), ("office", ["014", "010"]), ("admin", None)]
)
def test_owner_office_and_admin_see_a_hidden_profile(
    client: FlaskClient,
    make_profile: Make,
    make_reader: Reader,
    account: Callable[[str], User],
    role: str,
    territory: list[str] | None,
) -> None:
    profile = make_profile(visibility="hidden", postal_code="01067")
    headers = make_reader("wer@example.org", role, territory=territory)
    if role == "member":
        with unit_of_work():
            profile.owner = account("wer@example.org")
    answer = client.get(f"/api/v1/profiles/{profile.slug}", headers=headers)
    assert answer.status_code == 200


def test_an_office_loses_a_profile_that_moves_away(
    client: FlaskClient, make_profile: Make, make_reader: Reader
) -> None:
    profile = make_profile(visibility="hidden", postal_code="01067")
    office = make_reader("amt@example.org", "office", territory=["01"])
    assert client.get(f"/api/v1/profiles/{profile.slug}", headers=office).status_code == 200
    with unit_of_work():
        profile.postal_code = "99084"
    assert client.get(f"/api/v1/profiles/{profile.slug}", headers=office).status_code == 404


def test_a_member_of_an_office_without_its_role_has_no_territory(
    client: FlaskClient, make_profile: Make, make_reader: Reader
) -> None:
    profile = make_profile(visibility="hidden", postal_code="01067")
    headers = make_reader("frueher@example.org", "member", territory=["01"])
    assert client.get(f"/api/v1/profiles/{profile.slug}", headers=headers).status_code == 404


def test_matches_need_a_token_before_anything_is_looked_up(client: FlaskClient) -> None:
    answer = client.get("/api/v1/profiles/missing/matches?limit=none")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer a b", "Basic YTpi", "Bearer unknown", "Token x", "Bearer ä"],
)
def test_a_malformed_or_unknown_token_is_refused_even_where_none_is_needed(
    client: FlaskClient, header: str
) -> None:
    answer = client.get("/api/v1/profiles", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("change", [{"active": False}, {"confirmed_at": None}])
def test_a_token_is_as_good_as_its_account(
    client: FlaskClient, make_reader: Reader, change: dict[str, object]
) -> None:
    headers = make_reader("ruht@example.org", **change)
    assert client.get("/api/v1/profiles", headers=headers).status_code == 401


def test_a_token_for_writing_alone_does_not_read(client: FlaskClient, make_reader: Reader) -> None:
    headers = make_reader(scopes=("write",))
    answer = client.get("/api/v1/profiles", headers=headers)
    assert answer.status_code == 403
    assert 'scope="read"' in answer.headers["WWW-Authenticate"]


def test_a_session_cookie_does_not_open_the_api(
    client: FlaskClient, make_reader: Reader, account: Callable[[str], User]
) -> None:
    make_reader("angemeldet@example.org", "admin")
    user = account("angemeldet@example.org")
    with client.session_transaction() as session:
        session.update(_user_id=user.fs_uniquifier, _fresh=True)
    assert client.get("/api/v1/profiles/any/matches").status_code == 401


def test_answers_to_a_token_are_not_kept(client: FlaskClient, make_reader: Reader) -> None:
    headers = make_reader()
    for address in ("profiles", "reference/submarkets", "profiles/missing"):
        answer = client.get(f"/api/v1/{address}", headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Authorization" in answer.headers["Vary"]
