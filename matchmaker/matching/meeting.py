"""Who may meet whom: a firm and a creative always, two creatives where the operator wants it.

A creative who looks for creatives takes the part of a firm: what they write is read as what a firm
wants, and the others are rated as they are for firms.
"""

from flask import current_app

from matchmaker.profiles.models import Profile

OTHER = {"kmu": "creative", "creative": "kmu"}


def kinds_for(profile: Profile) -> tuple[str, ...]:
    """Kinds of profiles that may be proposed to this one, the usual one first."""
    together = current_app.config["SETTINGS"].creatives_meet == "on"
    both = profile.kind == "creative" and together
    return (OTHER[profile.kind], "creative") if both else (OTHER[profile.kind],)


def may_meet(one: Profile, other: Profile) -> bool:
    return other.kind in kinds_for(one) and one.uid != other.uid
