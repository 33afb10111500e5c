"""A sentence typed before there was a profile or an account: it goes along to the first need, and
the place typed beside it to the profile.

The browser carries both in the address from page to page; nothing is kept until there is a profile,
and then as open forms, which their owner alone reads.
"""

from matchmaker.accounts.models import User
from matchmaker.profiles.drafts import find_draft, keep_draft
from matchmaker.profiles.interchange.texts import parse_text
from matchmaker.profiles.models import Profile
from matchmaker.profiles.needs.service import draft_key

ARGUMENT = "satz"
PLACE = "ort"
"""What they are called in addresses."""
LONGEST, LONGEST_PLACE = 500, 100
"""Characters; as many as the start page takes."""


def read(text: str, longest: int = LONGEST) -> str:
    """The text of an address or a hidden field, or nothing if it can be none."""
    try:
        return parse_text(text, longest)
    except ValueError:
        return ""


def keep(user: User, profile: Profile, sentence: str) -> None:
    """Begin a need of the profile with it; a need that was begun already stays as it is."""
    if sentence and not begun(user, profile):
        keep_draft(user.id, draft_key(profile), {"text": [sentence]})


def begun(user: User, profile: Profile) -> str:
    """What stands in the open form of a new need of this profile."""
    draft = find_draft(user.id, draft_key(profile))
    return " ".join(draft.data.get("text", [])) if draft else ""
