"""Who may open what in the browser, asked anew for each request.

A right ends with what it came from: an account that is closed, an office that gives up a
territory, a profile that moves away.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlsplit

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.models import Office, User
from matchmaker.accounts.redirects import path_on_this_host
from matchmaker.accounts.territory import in_territory
from matchmaker.errors import Unavailable
from matchmaker.web.forms import browser_vouches

View = Callable[..., ResponseReturnValue]
KEEPS_DRAFTS = "draft"
"""Field of the forms in which people write so much that they must not have to do it again."""


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
    """Sends whoever is not signed in to the sign-in page, from where they come back.

    A long form waits meanwhile in the browser with what was typed.
    """

    @wraps(view)
    def guarded(*arguments: Any, **names: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            if getattr(session, "unavailable", False):
                raise Unavailable("Sessions cannot be read at the moment.")
            if KEEPS_DRAFTS in request.form and browser_vouches():
                typed = request.form.items(multi=True)
                return render_template("accounts/signed_out.html", typed=typed), 403
            return redirect(url_for("security.login", next=_page_to_come_back_to()))
        return view(*arguments, **names)

    return guarded


def _page_to_come_back_to() -> str | None:
    """This one, or for a button the page on which it stands."""
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return this_page()
    said = urlsplit(request.referrer or "")
    page = f"{said.path}?{said.query}" if said.query else said.path
    return path_on_this_host(page) or None if said.netloc == request.host else None


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
