"""What the forms of the steps have in common."""

from typing import Any

from wtforms import HiddenField

from matchmaker.profiles.models import Profile
from matchmaker.web.forms import Form

Values = dict[str, Any]


class StepForm(Form):
    """A step: `fill` takes what a profile holds, `values` what the fields stand for."""

    draft = HiddenField()
    """The key under which the browser keeps what is typed."""

    def fill(self, profile: Profile) -> None:
        raise NotImplementedError

    def values(self, profile: Profile) -> Values:
        raise NotImplementedError

    def prepare(self, profile: Profile) -> None:
        """Set choices that depend on the profile."""
