"""What is stored about a person: all of it, for that person alone."""

import io
import json
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import Table, select

from matchmaker.accounts.factor_models import Passkey, RecoveryCode
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.db import Base, db, unit_of_work
from matchmaker.personal_data import holdings
from matchmaker.profiles.service import profiles_of
from matchmaker.rights.service import everything
from matchmaker.rights.words import WORDS
from tests.accounts.signing_in import PASSWORD, OwnContext, post, sign_in
from tests.rights.conftest import CANARIES

HELD_AS = {
    "account_links": "account",  # a link waits for days at most and goes with the account
    "api_tokens": "tokens",
    "audit_entries": "actions",
    "claims": "claims",
    "decisions": "decisions",
    "dismissals": "dismissals",
    "exclusions": "dismissals",
    "feedback": "feedback",
    "form_drafts": "drafts",
    "mails": "mails",
    "needs": "needs",
    "passkeys": "passkeys",
    "profile_changes": "profiles",
    "profile_facets": "profiles",
    "profile_words": "profiles",
    "profiles": "profiles",
    "recovery_codes": "second_factor",
    "reports": "reports_by",
    "saved_filters": "saved_filters",
    "search_words": "profiles",
    "second_factors": "second_factor",
    "sessions": "sessions",
    "showings": "profiles",
    "ties": "ties",
    "user_roles": "account",
    "users": "account",
    "works": "profiles",
}
WITHOUT_PERSONS = {
    "erasures",  # keyed hashes
    "fairness_choices",
    "municipalities",
    "municipality_codes",
    "offices",  # an office's public contact
    "job_failures",
    "page_texts",
    "roles",
    "scorer_changes",
    "scorer_pauses",
    "scorer_settings",
}


def archive_of(client: OwnContext) -> zipfile.ZipFile:
    answer = client.get("/konto/daten/mitnehmen")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_every_table_with_persons_is_told(app: Flask) -> None:
    parts = {holding.name for holding in holdings(app)}
    tables = {table.name for table in Base.metadata.sorted_tables}
    assert tables - WITHOUT_PERSONS - HELD_AS.keys() == set()
    assert set(HELD_AS.values()) <= parts


def test_no_table_that_points_to_a_person_counts_as_without() -> None:
    pointing = {table.name for table in Base.metadata.sorted_tables if _points_to_persons(table)}
    assert pointing & WITHOUT_PERSONS == set()


def _points_to_persons(table: Table) -> bool:
    return any(key.column.table.name in ("users", "profiles") for key in table.foreign_keys)


def test_the_page_tells_everything(client: OwnContext) -> None:
    page = client.get("/konto/daten").text
    for canary in CANARIES:
        assert canary in page


def test_the_archive_holds_everything_and_the_pictures(client: OwnContext) -> None:
    archive = archive_of(client)
    told = json.loads(archive.read("daten.json"))
    written = json.dumps(told, ensure_ascii=False)
    for canary in CANARIES:
        assert canary in written
    assert [name for name in archive.namelist() if name.startswith("profiles/")] != []


def test_passkeys_are_told_and_go_with_the_account(client: OwnContext, mira: User) -> None:
    key = Passkey(user_id=mira.id, name="Schlüsselbundkarabiner", credential="QQ", public_key=b"A")
    with unit_of_work():
        db.session.add_all([key, RecoveryCode(digest="d" * 64, user_id=mira.id)])
    told = json.loads(archive_of(client).read("daten.json"))
    assert "Schlüsselbundkarabiner" in json.dumps(told, ensure_ascii=False)
    page = client.get("/konto/daten").text
    assert "Schlüsselbundkarabiner" in page
    assert "Öffentlicher Schlüssel" in page
    assert "Codes auf Papier, noch nicht benutzt" in page
    post(client, "/konto/loeschen", current=PASSWORD)
    db.session.rollback()
    assert db.session.scalars(select(Passkey)).all() == []


def test_nobody_finds_another_persons_data(app: Flask, client: OwnContext, mira: User) -> None:
    with unit_of_work():
        create_user("jens@example.org", "member", password=PASSWORD)
    other = app.test_client()
    assert isinstance(other, OwnContext)
    sign_in(other, "jens@example.org")
    everything = other.get("/konto/daten").text + archive_of(other).read("daten.json").decode()
    for canary in CANARIES:
        assert canary not in everything


@pytest.mark.parametrize("name", ["9999-12-31T23:59:59", "0001-01-01T00:00:00+14:00"])
def test_a_name_that_reads_like_the_end_of_the_calendar_is_a_name(
    client: OwnContext, mira: User, name: str
) -> None:
    with unit_of_work():
        profiles_of(mira)[0].name = name
    assert name in client.get("/konto/daten").text


def test_english_pages_are_english(client: OwnContext) -> None:
    page = client.get("/en/konto/daten").text
    assert "What we store about you" in page
    assert "Was wir" not in page


KEYED_BY_THEMSELVES = ("data", "facts", "field_visibility", "weights")
"""What lies below these is named by fields of a form or by scorers."""


def _keys(told: object) -> set[str]:
    if isinstance(told, list):
        return set().union(*map(_keys, told))
    if not isinstance(told, dict):
        return set()
    inner = [each for key, each in told.items() if key not in KEYED_BY_THEMSELVES]
    return set(told) | _keys(inner)


def test_the_page_has_a_name_for_everything(app: Flask, mira: User) -> None:
    told = [dict(row) for part in everything(mira) for row in part.rows]
    assert len(_keys(told)) > 50
    assert _keys(told) - WORDS.keys() == set()


def test_what_is_empty_is_named_at_the_end_and_moments_are_readable(client: OwnContext) -> None:
    page = client.get("/konto/daten").text
    assert page.index("E-Mail-Adresse") < page.index("Nichts gespeichert ist zu")
    assert re.search(r"\d{4}-\d\d-\d\dT", page) is None


def test_numbers_are_written_as_their_reader_writes_them(mira: User, client: OwnContext) -> None:
    with unit_of_work():
        (profile,) = profiles_of(mira)
        profile.radius_km, profile.latitude, profile.longitude = 30.0, 50.5912, 13.0
    german, english = client.get("/konto/daten").text, client.get("/en/konto/daten").text
    assert [] == [number for number in ("30", "50,5912", "13") if f">{number}</span>" not in german]
    assert ">50.5912</span>" in english


def test_the_page_speaks_of_choices_as_its_reader_does(mira: User, client: OwnContext) -> None:
    with unit_of_work():
        (profile,) = profiles_of(mira)
        profile.visibility, profile.field_visibility = "members", {"capacity": "nobody"}
        profile.capacity = "closed"
        profile.needs[0].state, profile.needs[0].seen_by = "closed", "nameless"
    german, english = client.get("/konto/daten").text, client.get("/en/konto/daten").text
    words = ("Deutsch", "Angemeldete", "niemand", "zurzeit gar nicht", "geschlossen", "ohne Namen")
    assert [] == [word for word in words if f">{word}</span>" not in german]
    words = ("German", "people signed in", "nobody", "not at all at the moment", "nameless")
    assert [] == [word for word in words if f">{word}</span>" not in english]
    for code in ("kmu", "creative", "member", "members", "nameless"):
        assert f">{code}</span>" not in german
