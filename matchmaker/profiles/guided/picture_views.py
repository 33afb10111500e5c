"""Pictures of works, for whoever may see the profile they belong to."""

from flask import Blueprint, Response, send_file
from flask_security import current_user

from matchmaker.errors import NotFound
from matchmaker.i18n import gettext as _
from matchmaker.profiles.access import may_look_after
from matchmaker.profiles.guided.works import picture_owner, shows_pictures
from matchmaker.profiles.pictures import MEDIA_TYPE, picture_path

blueprint = Blueprint("pictures", __name__)


@blueprint.get("/bilder/<name>")
def show(name: str) -> Response:
    profile = picture_owner(name)
    members = bool(current_user.is_authenticated)
    visible = shows_pictures(profile, members=members) or may_look_after(current_user, profile)
    if not visible or not picture_path(name).is_file():
        raise NotFound(_("Dieses Bild gibt es nicht."))
    path = picture_path(name)  # shown by a page, and never opened as a page of this site
    return send_file(path, mimetype=MEDIA_TYPE, as_attachment=True, download_name=name)
