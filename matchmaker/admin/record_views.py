"""What the installation does by itself: mails, jobs, and the log of sensitive actions."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import audit, jobs
from matchmaker.i18n import gettext
from matchmaker.mail import delivery
from matchmaker.web.forms import STALE, ButtonForm

blueprint = Blueprint("admin_records", __name__, url_prefix="/admin")

MOST_MAILS = 100
MOST_ENTRIES = 100
LARGEST_NUMBER = 2**31 - 1


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/warteschlange")
def queue() -> str:
    return render_template(
        "admin/queue.html",
        counts=delivery.counts(),
        mails=delivery.unsent(MOST_MAILS),
        waiting=jobs.waiting(),
        failures=jobs.failures(),
        confirmation=ButtonForm(),
    )


@blueprint.post("/warteschlange/mails")
def retry_all_mails() -> ResponseReturnValue:
    return _retried_mails(None)


@blueprint.post("/warteschlange/mails/<int(max=2147483647):number>")
def retry_mail(number: int) -> ResponseReturnValue:
    return _retried_mails(number)


@blueprint.post("/warteschlange/aufgaben/<int(max=2147483647):number>")
def retry_job(number: int) -> ResponseReturnValue:
    if not ButtonForm().validate_on_submit():
        flash(STALE, "error")
    elif jobs.try_again(number):
        flash(gettext("Die Aufgabe wird noch einmal versucht. Gelingt sie, verschwindet sie hier."))
    else:
        flash(gettext("Diese Aufgabe ist inzwischen erledigt."))
    return redirect(url_for("admin_records.queue"), 303)


@blueprint.get("/protokoll")
def log() -> str:
    about = " ".join(request.args.get("about", "").split())[:80]
    before = request.args.get("before", type=int)
    if before is not None and not 0 <= before <= LARGEST_NUMBER:
        before = None
    entries = audit.newest(about=about, before=before, limit=MOST_ENTRIES + 1)
    more = entries[MOST_ENTRIES - 1].id if len(entries) > MOST_ENTRIES else None
    return render_template(
        "admin/log.html", entries=entries[:MOST_ENTRIES], about=about, before=before, more=more
    )


def _retried_mails(number: int | None) -> ResponseReturnValue:
    if not ButtonForm().validate_on_submit():
        flash(STALE, "error")
    elif delivery.try_again(number):
        flash(gettext("Wird noch einmal versucht."))
    else:
        flash(gettext("Da war nichts mehr, was aufgegeben wurde."))
    return redirect(url_for("admin_records.queue"), 303)
