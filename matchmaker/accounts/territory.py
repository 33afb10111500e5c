"""Who helps where: territories by postal code, state, and official municipality key (AGS)."""

import re
from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from matchmaker.accounts.models import Municipality, MunicipalityCode, Office
from matchmaker.db import db
from matchmaker.errors import Refused
from matchmaker.reference import municipalities, places

_STATES = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"
_ENTRY = re.compile(rf"[0-9]{{1,5}}|state:({_STATES.replace(' ', '|')})|ags:[0-9]{{2,8}}")
_BATCH = 1000


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


def in_territory(office: Office, country: str, postal_code: str | None) -> bool:
    """Whether a postal code belongs to the office; AGS entries need the municipality file."""
    if country != "DE" or not postal_code:
        return False
    return any(_covers(entry, postal_code) for entry in office.territory)


def _covers(entry: str, postal_code: str) -> bool:
    kind, _, value = entry.rpartition(":")
    if not kind:
        return postal_code.startswith(value)
    if kind == "state":
        place = places.locate("DE", postal_code, None)
        return place is not None and place.state == value
    keys = select(MunicipalityCode.ags).where(MunicipalityCode.postal_code == postal_code)
    return any(ags.startswith(value) for ags in db.session.scalars(keys))


def load_municipalities(path: str) -> int:
    """Replace the official municipalities by those of the file; returns their number.

    Raises Refused naming line and field when the file is not as docs/data.md describes it.
    """
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
