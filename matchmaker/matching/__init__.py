"""Suggestions: the scorers in force, the ranking index, and why somebody is suggested."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.logs import get_logger
from matchmaker.matching import tasks  # noqa: F401 - declares the jobs
from matchmaker.matching.engine import Engine
from matchmaker.matching.ledger import Ledger
from matchmaker.matching.prices import PriceKeeper
from matchmaker.scoring.budget import REQUEST_S, limit_guests


def init_app(app: Flask) -> None:
    from matchmaker.matching import (
        dismissal_views,
        fairness_views,
        fitting,
        stored,
        views,
        visitor_views,
    )
    from matchmaker.matching.visitors import rank_once
    from matchmaker.profiles.needs.fitting import set_counter

    views.init_app(app)
    fairness_views.init_app(app)
    visitor_views.init_app(app)
    dismissal_views.init_app(app)
    stored.init_app(app)
    set_counter(app, fitting.count_fitting)
    settings = app.config["SETTINGS"]
    engine = Engine(settings.instance, settings.plugins)
    app.extensions["matching"] = engine
    app.extensions["prices"] = PriceKeeper(settings.instance)
    app.extensions["ledger"] = ledger = Ledger(app)
    app.extensions.setdefault("readiness", {})["index"] = engine.ready

    app.extensions.setdefault("shared", []).append(engine.load_shared)
    app.extensions.setdefault("warm_ups", []).extend([engine.warm_up, rank_once])
    app.extensions.setdefault("closers", []).extend([ledger.close, engine.close])

    @app.before_request
    def hurry_guests() -> None:
        limit_guests(REQUEST_S)

    @app.teardown_request
    def wait_for_guests(_error: BaseException | None) -> None:
        limit_guests(None)

    @app.teardown_request
    def write_ledger(_error: BaseException | None) -> None:
        ledger.write_when_due()

    @app.teardown_appcontext
    def write_faults(_error: BaseException | None) -> None:
        try:
            engine.write_faults()
        except SQLAlchemyError:
            get_logger().warning("faults of scorers could not be written down")
