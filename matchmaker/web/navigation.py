"""Links that the layout shows; slices add theirs, so that the ground need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask

Where = Literal["main", "account", "footer"]


@dataclass(frozen=True)
class Item:
    """A link in the layout. `account` is shown to people who are signed in."""

    where: Where
    endpoint: str
    label: Any
    """A lazy text: it is shown in the language of each page."""
    order: int = 50
    shown: Callable[[], bool] = lambda: True
    """Whether this request sees it; what is not yours has no link either."""


def add(app: Flask, item: Item) -> None:
    items: list[Item] = app.extensions.setdefault("navigation", [])
    items.append(item)
    items.sort(key=lambda each: each.order)


def items_for(app: Flask, where: Where) -> list[Item]:
    items: list[Item] = app.extensions.get("navigation", [])
    return [item for item in items if item.where == where and item.shown()]
