"""What the installation stores about a person: every slice declares its part.

The slice `rights` puts the parts together for "What do you store about me?" and forgets them all
when somebody erases an account. A slice calls `declare` in its `init_app`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask


def nothing_to_forget(_user: Any) -> None:
    """For what goes with the row of the account, by the database's own cascade."""


def no_files(_user: Any) -> list[Path]:
    return []


@dataclass(frozen=True)
class Holding:
    """One part of what is stored; the functions take the account (accounts.models.User)."""

    name: str
    """A key such as "profiles"; the key in the exported document as well."""
    label: Any
    """A lazy text: the heading of this part on the page."""
    collect: Callable[[Any], list[Mapping[str, Any]]]
    """Everything stored about this person, in JSON's own types, by the names people know."""
    forget: Callable[[Any], None] = nothing_to_forget
    """Remove it, in the caller's unit of work."""
    files: Callable[[Any], list[Path]] = no_files
    """Files outside the database; they are exported, and removed after the commit."""


def declare(app: Flask, holding: Holding) -> None:
    holdings(app).append(holding)


def holdings(app: Flask) -> list[Holding]:
    """All parts, in the order of declaration."""
    parts: list[Holding] = app.extensions.setdefault("personal_data", [])
    return parts
