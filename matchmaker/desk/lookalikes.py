"""Who looks like somebody else: the same name in other letters, the same website or phone.

Names are compared as they look: compatibility forms (NFKC) levelled, and letters of other
alphabets read as the Latin ones that they resemble (after Unicode Technical Standard 39).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, literal, or_, select

from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.desk.items import helps_there
from matchmaker.profiles.models import Profile, handed_in
from matchmaker.web.texts import host_of

_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТХУ" "авеѕіјкмнорстхуһԁԛԝ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" "αικνορτυχ",
    "ABESIJKMHOPCTXY" "abesijkmhopctxyhdqw" "ABEZHIKMNOPTYX" "aiknoptux",
)  # fmt: skip
_ALIKE = str.maketrans("i1|0", "lllo")
"""After lower case: what a hurried eye takes for each other."""
FEWEST_DIGITS = 6
NAME_SIGNS = " -.,&+/"
PHONE_SIGNS = " -/().\u2013"


@dataclass(frozen=True)
class Alike:
    """A profile that looks like this one. Outside of one's territory it has neither name."""

    by: str
    """ "name", "website" or "phone"."""
    name: str = ""
    address: str = ""


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """What is left of a name when look-alike letters, case, blanks and signs are levelled."""
    plain = unicodedata.normalize("NFKC", name).translate(_LATIN).casefold().translate(_ALIKE)
    return "".join(letter for letter in plain if letter.isalnum())


@lru_cache(maxsize=100_000)
def number_of(phone: str) -> str:
    """The digits of a German phone number without the code of the country; too few are none."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", phone))
    digits = re.sub(r"^(00)?49(?=[1-9])|^0(?=[1-9])", "", digits)
    return digits if len(digits) >= FEWEST_DIGITS else ""


def alike(profile: Profile, user: User) -> list[Alike]:
    """Others that look like the profile, each by its strongest reason, as this person sees it."""
    columns = (
        Profile.uid, Profile.slug, Profile.name, Profile.website, Profile.phone, Profile.country,
        Profile.postal_code, Profile.approved, Profile.visibility, Profile.submitted_at,
        Profile.decision,
    )  # fmt: skip
    own = dict(_marks(profile))
    might = (Profile.id != profile.id, handed_in(), _might_be(profile, own))
    return list(_told(own, db.session.execute(select(*columns).where(*might)), user))


def _might_be(profile: Profile, own: dict[str, str]) -> ColumnElement[bool]:
    """What the database can tell: as many letters in the name, the host, the last digits."""
    letters = func.length(_without(Profile.name, NAME_SIGNS))
    maybe = [letters == func.length(_without(literal(profile.name), NAME_SIGNS))]
    if own["website"]:
        maybe.append(Profile.website.icontains(own["website"], autoescape=True))
    if own["phone"]:
        digits = _without(Profile.phone, PHONE_SIGNS)
        maybe.append(digits.endswith(own["phone"][-FEWEST_DIGITS:]))
    return or_(*maybe)


def _without(text: Any, signs: str) -> Any:
    for sign in signs:
        text = func.replace(text, sign, "")
    return text


def _marks(row: Any) -> Iterator[tuple[str, str]]:
    yield "name", skeleton(row.name)
    yield "website", host_of(row.website or "")
    yield "phone", number_of(row.phone or "")


def _told(own: dict[str, str], others: Any, user: User) -> Iterator[Alike]:
    for row in others:
        shared = next((by for by, mark in _marks(row) if mark and mark == own[by]), None)
        if shared is None:
            continue
        if helps_there(user, row):
            yield Alike(shared, row.name, _address(row))
        else:
            yield Alike(shared)


def _address(row: Any) -> str:
    if not row.approved and row.submitted_at is not None and row.decision is None:
        return url_for("desk.card", kind="profile", uid=row.uid)
    seen = row.approved and row.visibility != "hidden"
    return url_for("profiles.show", slug=row.slug) if seen else ""
