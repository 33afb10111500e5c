"""No answer of the API holds contact data, whoever asks."""

import base64
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from matchmaker.accounts.models import User
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Profile

CANARIES = {
    "email": "kanarienvogel@geheim.example",
    "phone": "+49 3733 777-777",
    "postal_code": "09477",
    "latitude": 50.654321,
    "longitude": 13.123456,
    "external_id": "mitglied-4711",
}
OWNER = "besitzerin@privat.example"


def _encodings(value: object) -> list[str]:
    text = str(value)
    plain = [text, text.replace("@", "%40"), text.replace("@", "&#64;"), text.encode().hex()]
    return [*plain, base64.b64encode(text.encode()).decode().rstrip("=")[:-2]]


@pytest.mark.parametrize("role", [None, "member", "office", "admin", "owner"])
def test_contact_data_is_in_no_answer(
    client: FlaskClient,
    make_profile: Callable[..., Profile],
    make_reader: Callable[..., dict[str, str]],
    account: Callable[[str], User],
    role: str | None,
) -> None:
    profile = make_profile(needs=["Schild"], visibility="members" if role else "public", **CANARIES)
    owner = make_reader(OWNER)
    with unit_of_work():
        profile.owner = account(OWNER)
    headers = owner if role == "owner" else {}
    if role and role != "owner":
        territory = ["09"] if role == "office" else None
        headers = make_reader("liest@example.org", role, territory=territory)
    addresses = ["profiles", "profiles?q=Beispiel", "needs", "plugins", "openapi.json"]
    addresses += [f"profiles/{profile.slug}", f"profiles/{profile.slug}/needs"]
    for address in addresses:
        answer = client.get(f"/api/v1/{address}", headers=headers)
        assert answer.status_code == 200
        seen = answer.text + str(answer.headers)
        for canary in (*CANARIES.values(), OWNER):
            assert [each for each in _encodings(canary) if each in seen] == [], address
