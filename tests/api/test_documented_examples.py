"""docs/api.md: its examples are asked as they stand there."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from matchmaker.profiles.models import Profile

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLES = re.findall(r"^curl .*$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
HOST = "http://127.0.0.1:8000"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 13


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_answered(
    client: FlaskClient,
    make_profile: Callable[..., Profile],
    make_reader: Callable[..., dict[str, str]],
    example: str,
) -> None:
    profile = make_profile(needs=["Schild"], sectors=["31.09.9"])
    token = make_reader(role="admin")["Authorization"].removeprefix("Bearer ")
    filled = example.replace("$TOKEN", token).replace("$SLUG", profile.slug)
    _, *options, address = shlex.split(filled)
    headers = dict(text.split(": ") for text in options if text != "-H")
    assert client.get(address.removeprefix(HOST), headers=headers).status_code == 200


def test_each_documented_address_is_a_route(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    named = set(re.findall(r"`(/api/v1/[^`]*)`", DOCUMENT.read_text("utf-8")))
    assert named <= set(paths)
    assert named
