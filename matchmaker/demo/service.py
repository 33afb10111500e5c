"""Loads the demo region into an empty database."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import Office, User
from matchmaker.db import db, unit_of_work
from matchmaker.errors import Refused
from matchmaker.profiles.interchange import import_profiles
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
    """Load firms, creatives, offices and sign-ins; returns the number of profiles.

    Raises Refused when the database already holds profiles or accounts.
    """
    for model in (Profile, User, Office):
        if db.session.scalar(select(model).limit(1)) is not None:
            raise Refused("The demo region is only loaded into an empty database.")
    count = sum(_import(FOLDER / name) for name in FILES)
    with unit_of_work():
        _add_offices()
        for email, role, profiles, office in SIGN_INS:
            user = accounts.create_user(email, role, password=PASSWORD, office_slug=office)
            user.invented = True
            give_profiles(profiles, user)
    return count


def _import(path: Path) -> int:
    with TemporaryDirectory() as folder:
        report = import_profiles(path, Path(folder) / "rejected.jsonl", invented=True)
    if report.rejected:
        raise Refused(f"{path.name} holds {report.rejected} rows that cannot be imported.")
    return report.inserted


def _add_offices() -> None:
    for row in json.loads((FOLDER / "offices.json").read_text("utf-8")):
        people = "\n".join(f"{person['name']}, {person['role']}" for person in row["people"])
        db.session.add(
            Office(
                slug=row["slug"],
                name=row["name"],
                about=row["about"],
                territory=row["territory"],
                contact=f"{people}\n{row['phone']}\n{row['email']}",
                hours=row["hours"],
                website=row["website"],
                invented=True,
            )
        )
