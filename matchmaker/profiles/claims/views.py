"""Pages on claims: ask for a link, use it; and an office sends one or prints a code."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.service import hold_account
from matchmaker.errors import LinkOver, NotFound
from matchmaker.i18n import current_locale, gettext
from matchmaker.profiles.access import looked_after_by, page_number, profile_of_mine_or_404
from matchmaker.profiles.claims import service
from matchmaker.profiles.claims.forms import AskForm, CodeForm
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import visible_profile
from matchmaker.web.forms import ButtonForm
from matchmaker.web.limits import limiter

blueprint = Blueprint("claims", __name__)

few_tries = limiter.limit("10 per hour", methods=["POST"])


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.route("/beanspruchen/<slug>", methods=["GET", "POST"])
@few_tries
def ask(slug: str) -> ResponseReturnValue:
    profile = visible_profile(slug, members=bool(current_user.is_authenticated))
    form = AskForm()
    if form.validate_on_submit():
        service.send_link(profile, actor="visitor", locale=current_locale())
        return redirect(url_for("claims.asked", slug=slug), 303)
    return _page("ask", form, profile=profile)


@blueprint.get("/beanspruchen/<slug>/gefragt")
def asked(slug: str) -> str:
    """The same for every profile, whether an address is on file or not."""
    profile = visible_profile(slug, members=bool(current_user.is_authenticated))
    return render_template("profiles/claims/asked.html", profile=profile)


@blueprint.route("/beanspruchen/code", methods=["GET", "POST"])
@few_tries
def type_code() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit() and _counts(form):
        return redirect(url_for("claims.take", code=form.code.data), 303)
    return _page("code", form)


def _counts(form: CodeForm) -> bool:
    """Whether the code opens something: a slip of the pen is told where it was made."""
    code = form.code.data or ""
    if current_user.is_authenticated and service.taken(code, current_user):
        return True
    try:
        service.find_claim(code)
    except LinkOver:
        form.code.errors = [
            gettext(
                "Dieser Code gilt nicht oder nicht mehr. Bitte vergleichen Sie ihn Zeichen für"
                " Zeichen, oder lassen Sie sich einen neuen geben."
            )
        ]
        return False
    return True


@blueprint.route("/beanspruchen/einloesen/<code>", methods=["GET", "POST"])
@limiter.limit("30 per hour")
def take(code: str) -> ResponseReturnValue:
    if current_user.is_authenticated:
        hold_account(current_user)
        if mine := service.taken(code, current_user):
            return _taken(mine)
    claim = service.find_claim(code)
    if not current_user.is_authenticated and request.method == "POST":
        return redirect(url_for("security.login", next=request.script_root + request.path), 303)
    form = ButtonForm() if current_user.is_authenticated else None
    if form is not None and form.validate_on_submit():
        return _taken(service.take_over(code, current_user))
    return _page("take", form, profile=claim.profile, code=code)


def _taken(profile: Profile) -> ResponseReturnValue:
    flash(gettext("„%(name)s“ gehört jetzt zu Ihrem Zugang.") % {"name": profile.name})
    return redirect(url_for("accounts.account"), 303)


@blueprint.get("/konto/uebergeben")
@signed_in_required
def unclaimed() -> str:
    page = page_number(request.args.get("page", ""))
    found = looked_after_by(current_user, page, unowned=True)
    if found is None:
        raise NotFound(gettext("Diese Seite gibt es nicht, oder sie ist nicht für Sie."))
    return render_template("profiles/claims/unclaimed.html", found=found)


@blueprint.route("/konto/uebergeben/<slug>", methods=["GET", "POST"])
@signed_in_required
def hand_out(slug: str) -> ResponseReturnValue:
    profile, form = _unowned_or_404(slug), ButtonForm()
    sent, code = None, ""
    if form.validate_on_submit():
        if "code" in request.form:
            code = service.print_code(profile, current_user)
        else:
            actor = f"user:{current_user.id}"
            sent = service.send_link(profile, actor=actor, locale=current_locale())
    return _page("hand_out", form, profile=profile, sent=sent, code=code)


def _unowned_or_404(slug: str) -> Profile:
    profile = profile_of_mine_or_404(slug)
    if profile.owner_id is not None:
        raise NotFound(gettext("Dieses Profil gibt es nicht, oder es gehört nicht zu Ihnen."))
    return profile


def _page(
    name: str, form: AskForm | CodeForm | ButtonForm | None, **facts: object
) -> ResponseReturnValue:
    mistakes = form.mistakes() if form is not None and form.is_submitted() else []
    page = render_template(f"profiles/claims/{name}.html", form=form, mistakes=mistakes, **facts)
    return page, 400 if mistakes else 200
