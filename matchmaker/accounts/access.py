"""Who may open what in the browser, asked anew for each request.

A right ends with what it came from: an account that is closed, an office that gives up a
territory, a profile that moves away.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.models import Office, User
from matchmaker.accounts.territory import in_territory
from matchmaker.errors import Unavailable

View = Callable[..., ResponseReturnValue]


class Accompanied(Protocol):
    """What has an owner and lies somewhere, as a profile does."""

    @property
    def owner_id(self) -> int | None: ...

    @property
    def country(self) -> str: ...

    @property
    def postal_code(self) -> str | None: ...


class Person(Protocol):
    """Whose rights are asked for: an account, or who holds a token of one."""

    @property
    def id(self) -> int: ...

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def is_active(self) -> bool: ...

    @property
    def office(self) -> Office | None: ...

    def has_role(self, role: str, /) -> bool: ...


def signed_in_required(view: View) -> View:
    """Sends whoever is not signed in to the sign-in page, from where they come back."""

    @wraps(view)
    def guarded(*arguments: Any, **names: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            if getattr(session, "unavailable", False):
                raise Unavailable("Sessions cannot be read at the moment.")
            return redirect(url_for("security.login", next=this_page()))
        return view(*arguments, **names)

    return guarded


def this_page() -> str:
    """Path and query, in the language of the page; never with a host."""
    path = request.script_root + request.path
    query = request.query_string.decode("ascii", "ignore")
    return path + (f"?{query}" if query else "")


def speak_to(person: User | None) -> None:
    """Let this page speak as its reader chose, whom a link or a first step tells, not a session.

    It gives no right. It counts for texts that were not yet needed.
    """
    g.spoken_to = person


def is_called_du() -> bool:
    """Whether the reader chose du; for visitors the database is not asked."""
    reader = current_user if current_user.is_authenticated else g.get("spoken_to")
    return reader is not None and reader.informal


def may_accompany(user: Person, subject: Accompanied) -> bool:
    """Whether it is theirs, lies in the territory of their office, or they are admin."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.has_role("admin") or owns(user, subject) or _helps_there(user, subject)


def owns(user: Person, subject: Accompanied) -> bool:
    return user.is_authenticated and subject.owner_id == user.id


def _helps_there(user: Person, subject: Accompanied) -> bool:
    office = user.office if user.has_role("office") else None
    return office is not None and in_territory(office, subject.country, subject.postal_code)
