"""The fields of an exchanged profile: what each may hold, and its normal form.

A parser takes the value as it came and returns the normal form or raises ValueError with the
rest of a sentence that begins with the field's name. Absent, null and empty mean the default.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from matchmaker.addresses import normalise_address
from matchmaker.profiles.interchange.texts import LONGEST_TEXT, parse_part, parse_text, parse_word
from matchmaker.profiles.models import KINDS, VISIBILITIES
from matchmaker.reference import sectors, submarkets

MOST_NEEDS = 50
"""Of one profile; those that somebody writes here are counted with the closed ones."""
MOST_IN_LIST = 100
MOST_EMPLOYEES = 1_000_000
LARGEST_KMU = 250
FURTHEST_KM = 20_100
"""Half the circumference of the earth, rounded up."""
_FEWEST_DIGITS = 3


def parse_choice(value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}")
    return str(value)


def parse_list(value: Any, parse: Callable[[Any], str]) -> list[str]:
    """Every entry once, in the order given."""
    if not isinstance(value, list):
        raise ValueError("must be a list")
    if len(value) > MOST_IN_LIST:
        raise ValueError(f"has {len(value)} entries; at most {MOST_IN_LIST} are possible")
    return list(dict.fromkeys(filter(None, (parse(entry) for entry in value))))


def parse_sector(value: Any) -> str:
    code = sectors.normalise_code(value) if isinstance(value, str) else None
    if code is None:
        raise ValueError(f"holds {_shown(value)}, which is no code of WZ 2008")
    return code


def parse_submarket(value: Any) -> str:
    if value not in submarkets.SUBMARKETS:
        known = ", ".join(submarkets.SUBMARKETS)
        raise ValueError(f"holds {_shown(value)}; the keys are {known}")
    return str(value)


def parse_language(value: Any) -> str:
    code = value.strip().lower() if isinstance(value, str) else ""
    if code not in _languages():
        raise ValueError(f"holds {_shown(value)}, which is no two-letter code of ISO 639-1")
    return code


def parse_country(value: Any) -> str:
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in _countries():
        raise ValueError(f"is {_shown(value)}, which is no two-letter code of ISO 3166")
    return code


def parse_number(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    if not low <= value <= high:  # also false for NaN
        raise ValueError(f"must lie between {low:g} and {high:,.0f}")
    return float(value)


def parse_employees(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # spreadsheets and data frames write 12 as 12.0
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_EMPLOYEES:
        raise ValueError(f"must be a whole number from 1 to {MOST_EMPLOYEES:,}")
    return value


def parse_remote(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def parse_website(value: Any) -> str:
    text = parse_word(value, 500)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("is no web address") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or " " in text:
        raise ValueError("must be a web address that begins with http:// or https://")
    return text


def parse_email(value: Any) -> str:
    text = parse_word(value, 254)
    try:
        normalise_address(text)
    except ValueError:
        raise ValueError("is no e-mail address") from None
    return text


def parse_phone(value: Any) -> str:
    """A number as people write it, with words such as "Durchwahl" or "nur abends"."""
    text = parse_word(value, 60)
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        raise ValueError(f"needs at least {_FEWEST_DIGITS} digits")
    return text


def parse_offers(value: Any) -> str:
    """Text; a list of objects with title and text becomes paragraphs."""
    if isinstance(value, list):
        entries = parse_needs(value)
        value = "\n\n".join("\n".join(filter(None, entry.values())) for entry in entries)
    return parse_text(value)


def parse_needs(value: Any) -> list[dict[str, str]]:
    """Needs as a list of title and text, those with neither left out."""
    if isinstance(value, str):
        value = [{"title": "", "text": value}]
    if not isinstance(value, list):
        raise ValueError("must be text or a list of objects with title and text")
    if len(value) > MOST_NEEDS:
        raise ValueError(f"has {len(value)} entries; at most {MOST_NEEDS} are possible")
    return [need for need in map(_parse_need, value) if any(need.values())]


def _parse_need(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or value.keys() - {"title", "text"}:
        raise ValueError("must be text or a list of objects with title and text")
    title = value.get("title")
    text = value.get("text")
    return {
        "title": parse_part("" if title is None else title, 200, part="a title"),
        "text": parse_part("" if text is None else text, LONGEST_TEXT, part="a text", lines=True),
    }


@dataclass(frozen=True)
class Field:
    parse: Callable[[Any], Any]
    default: Any = None
    """What an absent value means; a callable makes a new one."""

    def make_default(self) -> Any:
        return self.default() if callable(self.default) else self.default


FIELDS: dict[str, Field] = {
    "external_id": Field(partial(parse_word, longest=80)),
    "kind": Field(partial(parse_choice, choices=KINDS)),
    "name": Field(partial(parse_word, longest=120)),
    "about": Field(parse_text, ""),
    "offers": Field(parse_offers, ""),
    "needs": Field(parse_needs, list),
    "sectors": Field(partial(parse_list, parse=parse_sector), list),
    "submarkets": Field(partial(parse_list, parse=parse_submarket), list),
    "skills": Field(
        partial(parse_list, parse=partial(parse_part, longest=80, part="an entry")), list
    ),
    "employees": Field(parse_employees),
    "country": Field(parse_country, "DE"),
    "postal_code": Field(partial(parse_word, longest=20)),
    "place": Field(partial(parse_word, longest=120)),
    "latitude": Field(partial(parse_number, low=-90, high=90)),
    "longitude": Field(partial(parse_number, low=-180, high=180)),
    "radius_km": Field(partial(parse_number, low=0, high=FURTHEST_KM)),
    "remote": Field(parse_remote, False),
    "languages": Field(partial(parse_list, parse=parse_language), lambda: ["de"]),
    "website": Field(parse_website),
    "email": Field(parse_email),
    "phone": Field(parse_phone),
    "visibility": Field(partial(parse_choice, choices=VISIBILITIES), "public"),
}
REQUIRED = ("external_id", "kind", "name")
IGNORED = frozenset({"updated_at", "line", "errors"})


def parse_row(row: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The row in normal form, and what is wrong with it as sentences that name the field."""
    unknown = [key for key in row if key not in FIELDS and key not in IGNORED]
    errors = [f"{_shown(key)} is no known field." for key in unknown]
    values: dict[str, Any] = {}
    for name, field in FIELDS.items():
        try:
            values[name] = _parse_field(name, field, row.get(name))
        except ValueError as error:
            errors.append(f"{name} {error}.")
    return values, errors or _check_together(values)


def _parse_field(name: str, field: Field, value: Any) -> Any:
    empty = value is None or value == "" or value == []
    parsed = None if empty else field.parse(value)
    if name in REQUIRED and not parsed:
        raise ValueError("is missing")
    return field.make_default() if parsed in (None, "", []) else parsed


def _check_together(values: dict[str, Any]) -> list[str]:
    errors = []
    if values["kind"] == "kmu" and (values["employees"] or 0) > LARGEST_KMU:
        errors.append(f"employees of a kmu may be at most {LARGEST_KMU}.")
    if values["kind"] == "kmu" and values["submarkets"]:
        errors.append("submarkets belong to creatives; a kmu has sectors.")
    if (values["latitude"] is None) != (values["longitude"] is None):
        errors.append("latitude and longitude must be given together.")
    code = values["postal_code"]
    if code and values["country"] == "DE" and not re.fullmatch("[0-9]{5}", code):
        errors.append(f"postal_code {_shown(code)} is not five digits, as in Germany.")
    return errors


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


@cache
def _languages() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


@cache
def _countries() -> frozenset[str]:
    known = map(str, Locale("en").territories)
    return frozenset(code for code in known if re.fullmatch("[A-Z]{2}", code)) - {
        "EU",
        "EZ",
        "UN",
        "ZZ",
        "XA",
        "XB",
        "QO",
    }
