"""The pages of fairness: why somebody is not among the first, and who gets all the attention."""

from flask import Blueprint, Flask

blueprint = Blueprint("fairness", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
