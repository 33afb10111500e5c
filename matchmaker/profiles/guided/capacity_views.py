"""The page behind the link in a mail: does the word on free time still hold?"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.access import speak_to
from matchmaker.profiles.guided import capacity
from matchmaker.profiles.guided.confirmation import CapacityForm

blueprint = Blueprint("capacity", __name__)


@blueprint.route("/zeit/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    profile, word = capacity.asked_for(token)
    speak_to(profile.owner)
    form = CapacityForm()
    done = form.validate_on_submit()
    if done:
        capacity.confirm(profile, word)
    page = render_template(
        "profiles/guided/capacity.html", profile=profile, capacity=word, form=form, done=done
    )
    return page, 400 if request.method == "POST" and not done else 200
