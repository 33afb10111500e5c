"""What other slices add to the preview of a profile, as sample reasons are."""

from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

from matchmaker.profiles.models import Profile

Part = Callable[[Profile], str]
"""Makes the HTML of one part; nothing where it has nothing to show."""


def add_part(app: Flask, part: Part) -> None:
    parts_of(app).append(part)


def parts_of(app: Flask) -> list[Part]:
    added: list[Part] = app.extensions.setdefault("profile_previews", [])
    return added


def parts(app: Flask, profile: Profile) -> list[Markup]:
    made = [part(profile) for part in parts_of(app)]
    return [Markup(html) for html in made if html]  # noqa: S704 - made by our own templates
