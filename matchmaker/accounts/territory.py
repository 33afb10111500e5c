"""Who helps where: territories by postal code, state, and official municipality key (AGS)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from sqlalchemy import BigInteger, cast, delete, func, insert, select

from matchmaker.accounts.models import Municipality, MunicipalityCode, Office
from matchmaker.db import db
from matchmaker.errors import Refused
from matchmaker.reference import municipalities, places

_STATES = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"
_ENTRY = re.compile(rf"[0-9]{{1,5}}|state:({_STATES.replace(' ', '|')})|ags:[0-9]{{2,8}}")
_BATCH = 1000
_KEYS = "keys of municipalities"


@dataclass(frozen=True)
class Territory:
    """The entries of an office's territory by kind, as they are asked thousands of times."""

    prefixes: tuple[str, ...]
    """Of postal codes; whole ones among them."""
    states: tuple[str, ...]
    keys: tuple[str, ...]
    """Prefixes of official municipality keys."""


def check_territory(entries: Sequence[str]) -> None:
    """Raises Refused with the first entry that is no territory, or when there is none."""
    if not entries:
        raise Refused("The territory is empty; write for example 094,state:SN,ags:14521.")
    for entry in entries:
        if not _ENTRY.fullmatch(entry):
            raise Refused(
                f"{entry!r} is no territory; write a postal code or its first digits, "
                "state:SN or ags:14521."
            )
    keys = [entry for entry in entries if entry.startswith("ags:")]
    if keys and db.session.scalar(select(Municipality.ags).limit(1)) is None:
        raise Refused(
            f"{keys[0]} needs the official municipalities; read them in first with: "
            "matchmaker init --municipalities FILE"
        )


def territory_of(office: Office) -> Territory:
    return _sorted_out(tuple(office.territory))


@lru_cache(maxsize=10_000)
def _sorted_out(entries: tuple[str, ...]) -> Territory:
    """Kept by its entries: an office that changes its territory has another one at once."""

    def of_kind(kind: str) -> tuple[str, ...]:
        parted = (entry.rpartition(":") for entry in entries)
        return tuple(value for found, _, value in parted if found == kind)

    return Territory(of_kind(""), of_kind("state"), of_kind("ags"))


def in_territory(office: Office, country: str, postal_code: str | None) -> bool:
    """Whether a postal code belongs to the office; AGS entries need the municipality file."""
    return country == "DE" and bool(postal_code) and covers(territory_of(office), postal_code or "")


def covers(territory: Territory, postal_code: str) -> bool:
    if postal_code.startswith(territory.prefixes):
        return True
    if territory.states and _state_of(postal_code) in territory.states:
        return True
    if not territory.keys:
        return False
    return any(key.startswith(territory.keys) for key in _keys().get(postal_code, ()))


@lru_cache(maxsize=50_000)
def _state_of(postal_code: str) -> str | None:
    place = places.locate("DE", postal_code, None)
    return place.state if place else None


def _keys() -> dict[str, tuple[str, ...]]:
    """Postal code to the keys of its municipalities; one question to the database a request."""
    if _KEYS not in db.session.info:
        version = _version_of_municipalities()
        held = current_app.extensions.get(_KEYS)
        if held is None or held[0] != version:
            held = current_app.extensions[_KEYS] = (version, _read_keys())
        db.session.info[_KEYS] = held[1]
    keys: dict[str, tuple[str, ...]] = db.session.info[_KEYS]
    return keys


def _version_of_municipalities() -> tuple[int, int]:
    """Number and sum: a command in another process may have replaced them since."""
    code, key = (
        cast(column, BigInteger) for column in (MunicipalityCode.postal_code, MunicipalityCode.ags)
    )
    count, total = db.session.execute(select(func.count(), func.sum(code * key))).one()
    return int(count), int(total or 0)


def _read_keys() -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    rows = db.session.execute(select(MunicipalityCode.postal_code, MunicipalityCode.ags))
    for postal_code, key in rows:
        keys[postal_code] = (*keys.get(postal_code, ()), key)
    return keys


def load_municipalities(path: str) -> int:
    """Replace the official municipalities by those of the file; returns their number.

    Raises Refused naming line and field when the file is not as docs/data.md describes it.
    """
    db.session.info.pop(_KEYS, None)
    db.session.execute(delete(MunicipalityCode))
    db.session.execute(delete(Municipality))
    try:
        found = list(municipalities.read_municipalities(path))
    except ValueError as error:
        raise Refused(str(error)) from None
    for start in range(0, len(found), _BATCH):
        _insert(found[start : start + _BATCH])
    return len(found)


def _insert(batch: list[municipalities.Municipality]) -> None:
    rows = [
        {"ags": item.ags, "name": item.name, "state": item.state, "population": item.population}
        for item in batch
    ]
    db.session.execute(insert(Municipality), rows)
    codes = [{"ags": item.ags, "postal_code": code} for item in batch for code in item.postal_codes]
    db.session.execute(insert(MunicipalityCode), codes)
