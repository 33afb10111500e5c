"""Who may meet whom: a firm and a creative always, two creatives where the operator wants it.

A creative who looks for creatives takes the part of a firm: what they write is read as what a firm
wants, and the others are rated as they are for firms.
"""

from flask import current_app

from matchmaker.errors import NotFound
from matchmaker.i18n import gettext
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import visible_profile

OTHER = {"kmu": "creative", "creative": "kmu"}


def kinds_for(profile: Profile) -> tuple[str, ...]:
    """Kinds of profiles that may be proposed to this one, the usual one first."""
    together = current_app.config["SETTINGS"].creatives_meet == "on"
    both = profile.kind == "creative" and together
    return (OTHER[profile.kind], "creative") if both else (OTHER[profile.kind],)


def may_meet(one: Profile, other: Profile) -> bool:
    return other.kind in kinds_for(one) and one.uid != other.uid


def partner_of(profile: Profile, slug: str) -> Profile:
    """Somebody whom members may see and this profile may meet, to be read; raises NotFound."""
    other = visible_profile(slug, members=True)
    if not may_meet(profile, other):
        raise NotFound(gettext("Dieses Profil gibt es nicht, oder es gehört nicht zu Ihnen."))
    return other
