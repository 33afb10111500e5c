"""Who asks, told by a bearer token (RFC 6750) alone, and what they may see.

A session cookie counts for nothing here: a page of another site could make a browser send it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, g

from matchmaker.accounts.service import TokenHolder, find_token
from matchmaker.api.problems import missing_scope, not_identified
from matchmaker.profiles.access import may_look_after
from matchmaker.profiles.models import Profile

SCOPE = "read"

_CREDENTIALS = re.compile(r"Bearer +([A-Za-z0-9._~+/-]{1,200}=*)", re.IGNORECASE)


@dataclass(frozen=True)
class Reader:
    """Whoever asks: the account of a valid token, or nobody in particular."""

    user: TokenHolder | None = None

    @property
    def is_member(self) -> bool:
        return self.user is not None

    @property
    def is_admin(self) -> bool:
        return self.user is not None and self.user.has_role("admin")

    def accompanies(self, profile: Profile) -> bool:
        """Whether it is theirs, or handed in and theirs to help with by territory or as admin."""
        return self.user is not None and may_look_after(self.user, profile)


def identify(authorization: str | None) -> Reader:
    """The reader behind the header; aborts with 401 or 403 when it is not good for reading."""
    if authorization is None:
        return Reader()
    match = _CREDENTIALS.fullmatch(authorization)
    holder = find_token(match[1]) if match else None
    if holder is None:
        abort(not_identified(invalid=True))
    if SCOPE not in holder.scopes:
        abort(missing_scope(SCOPE))
    return Reader(holder)


def needs_token(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answers 401 to whoever brought no token, before anything is looked up."""

    @wraps(view)
    def guarded(*arguments: Any, **names: Any) -> Any:
        if not g.reader.is_member:
            abort(not_identified(invalid=False))
        return view(*arguments, **names)

    return guarded
