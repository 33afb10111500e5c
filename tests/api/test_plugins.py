"""The scorers, as `plugins list --json` shows them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from matchmaker.db import unit_of_work
from matchmaker.matching.scorers import decide, plugins_document


@pytest.fixture
def with_secrets(app: Any) -> None:
    """One scorer with a text among its settings, and one that is broken."""
    with unit_of_work():
        settings = {"half_km": 30.0, "table": "/srv/secret"}
        decide("locality", enabled=True, weight=0.2, settings=settings)
        decide("vanished", enabled=True, weight=1.0, settings={})


@pytest.mark.usefixtures("with_secrets")
def test_an_admin_sees_what_the_command_line_shows(
    client: FlaskClient, make_reader: Callable[..., dict[str, str]]
) -> None:
    answer = client.get("/api/v1/plugins", headers=make_reader(role="admin"))
    assert plugins_document() == answer.json


@pytest.mark.usefixtures("with_secrets")
def test_others_see_the_rules_but_no_texts_of_the_operator(
    client: FlaskClient, conforms: Callable[[Any], bool]
) -> None:
    answer = client.get("/api/v1/plugins")
    plugins = {plugin["name"]: plugin for plugin in answer.json["plugins"]}
    assert plugins["locality"]["settings"] == {"half_km": 30.0, "table": None}
    assert (plugins["vanished"]["state"], plugins["vanished"]["reason"]) == ("broken", None)
    assert conforms(answer)
