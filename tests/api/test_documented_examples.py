"""docs/api.md: its examples are asked as they stand there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLES = re.findall(r"^curl .*$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
HOST = "http://127.0.0.1:8000"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 13


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_answered(village: Any, example: str) -> None:
    filled = example.replace("$TOKEN", village.token).replace("$SLUG", village.slug)
    _, *options, address = shlex.split(filled)
    headers = dict(text.split(": ") for text in options if text != "-H")
    answer = village.client.get(address.removeprefix(HOST), headers=headers)
    assert answer.status_code == 200


def test_each_documented_address_is_a_route(village: Any) -> None:
    paths = village.client.get("/api/v1/openapi.json").json["paths"]
    named = set(re.findall(r"`(/api/v1/[^`]*)`", DOCUMENT.read_text("utf-8")))
    assert named <= set(paths)
    assert named
