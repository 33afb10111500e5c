"""The pages of fairness: why somebody is not among the first, and who gets the attention."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.access import signed_in_required
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext
from matchmaker.matching.attention import concentration
from matchmaker.matching.meeting import may_meet
from matchmaker.matching.service import find_need
from matchmaker.matching.standing import why_not
from matchmaker.matching.wishes import read_wishes
from matchmaker.profiles.access import may_look_after, profile_of_mine_or_404
from matchmaker.profiles.models import KINDS, Profile
from matchmaker.profiles.service import visible_profile

blueprint = Blueprint("fairness", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/vorschlaege/<slug>/warum-nicht/<other_slug>")
@signed_in_required
def why_not_page(slug: str, other_slug: str) -> ResponseReturnValue:
    seeker, candidate = _pair_or_404(slug, other_slug)
    need = find_need(seeker, read_wishes(request.args, seeker, ()).need)
    return render_template(
        "matching/why_not.html",
        profile=seeker,
        other=candidate,
        chosen_need=need,
        answer=why_not(seeker, candidate, need),
    )


@blueprint.get("/konzentration")
@signed_in_required
def concentration_page() -> ResponseReturnValue:
    everywhere = current_user.has_role("admin")
    office = current_user.office if current_user.has_role("office") else None
    if not everywhere and office is None:
        raise NotFound(gettext("Diese Seite gibt es nicht, oder sie ist nicht für Sie."))
    figures = [concentration(None if everywhere else office, kind) for kind in KINDS]
    return render_template("matching/concentration.html", figures=figures)


def _pair_or_404(slug: str, other_slug: str) -> tuple[Profile, Profile]:
    """Seeker and candidate, of whom one is theirs to accompany and the other may be seen."""
    pair = [_theirs_or_visible(each) for each in (slug, other_slug)]
    theirs = any(profile and may_look_after(current_user, profile) for profile in pair)
    seeker, candidate = pair
    if not theirs or seeker is None or candidate is None or not may_meet(seeker, candidate):
        raise NotFound(gettext("Dieses Profil gibt es nicht, oder es gehört nicht zu Ihnen."))
    return seeker, candidate


def _theirs_or_visible(slug: str) -> Profile | None:
    for find in (profile_of_mine_or_404, lambda name: visible_profile(name, members=True)):
        try:
            return find(slug)
        except NotFound:
            continue
    return None
