"""Loads the demo region into an empty database."""

import json
from pathlib import Path

from sqlalchemy import select

from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import Office, User
from matchmaker.db import alone, db, unit_of_work
from matchmaker.demo.desks import fill_desks
from matchmaker.demo.loading import import_invented
from matchmaker.errors import Refused
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import give_profiles

FOLDER = Path(__file__).parent
FILES = ("kmu.jsonl", "creatives.jsonl")
PASSWORD = "demo-augenhoehe"  # noqa: S105 - printed on purpose: opens nothing but invented accounts

SIGN_INS = (
    ("jens@demo.example", "member", ("demo-k-krummbirk",), None),
    ("mira@demo.example", "member", ("demo-c-wolfsmilch-schriften",), None),
    ("krause@demo.example", "office", (), "erzgebirge-beispiel"),
    ("netzwerk@demo.example", "office", (), "kreativnetzwerk-chemnitz-beispiel"),
    ("admin@demo.example", "admin", (), None),
)
"""Address, role, external_ids of own profiles, and office of each demo account."""


def load_demo() -> int:
    """Load firms, creatives, offices, sign-ins and what waits; returns the number of profiles.

    Raises Refused when the database already holds profiles or accounts, maybe since another
    process began with the same.
    """
    with alone():
        db.session.rollback()  # whatever it read before this process had its turn
        return _load_demo()


def _load_demo() -> int:
    for model in (Profile, User, Office):
        if db.session.scalar(select(model).limit(1)) is not None:
            raise Refused("The demo region is only loaded into an empty database.")
    count = sum(import_invented(FOLDER / name) for name in FILES)
    with unit_of_work():
        _add_offices()
        for email, role, profiles, office in SIGN_INS:
            user = accounts.create_user(email, role, password=PASSWORD, office_slug=office)
            user.invented = True
            give_profiles(profiles, user)
    fill_desks()
    return count


def _add_offices() -> None:
    for row in json.loads((FOLDER / "offices.json").read_text("utf-8")):
        people = [f"{person['name']}, {person['role']}" for person in row.pop("people")]
        db.session.add(Office(**row, people="\n".join(people), invented=True))
