"""The way through the four steps: names, order, and the form of each."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from matchmaker.accounts.models import User
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.drafts import FormDraft, find_draft
from matchmaker.profiles.guided.forms import FORMS, VisibilityForm
from matchmaker.profiles.guided.service import STEPS, draft_key
from matchmaker.profiles.guided.step_form import StepForm
from matchmaker.profiles.models import Profile

NAMES = {
    "kmu": {
        "wer": _("Wer Sie sind"),
        "wo": _("Wo und wann"),
        "angebot": _("Was Sie mitbringen"),
        "sichtbar": _("Wer was sieht"),
    },
    "creative": {
        "wer": _("Wer Sie sind"),
        "wo": _("Wo und wann"),
        "angebot": _("Was sich durch Sie verändert"),
        "sichtbar": _("Wer was sieht"),
    },
}


@dataclass(frozen=True)
class Step:
    key: str
    number: int
    name: Any
    form: StepForm
    draft: FormDraft | None

    @property
    def previous(self) -> str | None:
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> str | None:
        return STEPS[self.number] if self.number < len(STEPS) else None


def open_step(profile: Profile, key: str, user: User, *, sent: bool) -> Step:
    """The step with its form: as sent, else as drafted, else as the profile has it."""
    form_class = FORMS[profile.kind][key]
    draft = None if sent else find_draft(user.id, draft_key(profile, key))
    form = form_class(formdata=MultiDict(draft.data)) if draft else form_class()
    if isinstance(form, VisibilityForm) and profile.owner_id != user.id:
        form.without_contact()
    form.prepare(profile)
    if not sent and draft is None:
        form.fill(profile)
    form.draft.data = draft_key(profile, key)
    return Step(key, STEPS.index(key) + 1, NAMES[profile.kind][key], form, draft)
