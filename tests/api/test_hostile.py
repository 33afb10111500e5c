"""Hostile requests are answered with a clear problem and never repeated."""

import string
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

NASTY = [
    "", "-1", "0", "1001", str(2**63), str(2**64), "9" * 5000, "1" + "0" * 30, "NaN", "Infinity",
    "-inf", "1e999", "null", "[]", "{}", "a" * 3000, "😀" * 600, "\u202eab", "\u2028", "аdmin",
    "'; DROP TABLE profiles; --", "{{7*191}}", "%", "_", "../../etc/passwd", "<script>", "\ud7ff",
    "((((a+)+)+)+)$", "=1+1", " " * 400, "\x01\x7f", "ß" * 499, "-" * 499,
]  # fmt: skip
PARAMETERS = {
    "profiles": ["q", "kind", "submarket", "sector", "place", "lat", "lon", "radius_km", "page"],
    "needs": ["kind", "page"],
    "reference/sectors": ["q", "code"],
    "reference/places": ["q", "country"],
    "reference/skills": ["q"],
    "profiles/{own}/matches": ["limit", "need", "weights"],
}


def _is_clean(answer: Any, conforms: Callable[[Any], bool]) -> bool:
    expected = "application/json" if answer.status_code < 400 else "application/problem+json"
    assert answer.status_code < 500, answer.text
    assert answer.mimetype == expected
    return conforms(answer)


@pytest.mark.parametrize("route", PARAMETERS)
def test_no_nasty_value_breaks_a_route(
    village: Any, conforms: Callable[[Any], bool], route: str
) -> None:
    address = f"/api/v1/{route.format(own=village.slug)}"
    for name in PARAMETERS[route]:
        for value in NASTY:
            query = {name: value}
            answer = village.client.get(address, query_string=query, headers=village.headers)
            assert _is_clean(answer, conforms)


@pytest.mark.parametrize("address", ["profiles/%00", "profiles?q=%00", "profiles?q=%ff"])
def test_nul_and_broken_text_are_a_bad_request(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_an_address_of_64_kb_is_too_long(client: FlaskClient) -> None:
    assert client.get("/api/v1/profiles?q=" + "a" * 65536).status_code == 414


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=1000000000000000000000000000000", "page"),
        ("kind=firma", "kind"),
        ("submarket=firma", "submarket"),
        ("lat=NaN&lon=1", "lat"),
        ("lat=1&lon=Infinity", "lon"),
        ("radius_km=0", "radius_km"),
        ("lat=1", None),
        ("q=a&q=b", "q"),
        ("unbekannt=firma", None),
    ],
)
def test_a_refused_parameter_is_named_and_never_repeated(
    client: FlaskClient, query: str, field: str | None
) -> None:
    answer = client.get(f"/api/v1/profiles?{query}")
    assert (422, [field]) == (answer.status_code, [e["field"] for e in answer.json["errors"]])
    assert "firma" not in answer.text
    assert "unbekannt" not in answer.text


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=101", "limit=1001", "need=0",
                                   "weights=a", "weights=a=NaN", "weights=a=-1"])  # fmt: skip
def test_matches_take_limits_from_1_to_100_and_sound_weights(
    client: FlaskClient, make_reader: Callable[..., dict[str, str]], query: str
) -> None:
    answer = client.get(f"/api/v1/profiles/any/matches?{query}", headers=make_reader())
    assert answer.status_code == 422


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_undeclared_methods_are_a_problem_that_names_the_declared_ones(
    client: FlaskClient, method: str
) -> None:
    answer = getattr(client, method)("/api/v1/profiles")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


def test_head_answers_like_get_without_a_body(client: FlaskClient) -> None:
    head, get = client.head("/api/v1/profiles"), client.get("/api/v1/profiles")
    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


def test_options_tell_the_methods(client: FlaskClient) -> None:
    answer = client.options("/api/v1/profiles")
    assert answer.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


def test_an_unknown_route_is_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
_numbers = st.one_of(st.integers(), st.floats()).map(str)
_values = st.one_of(_texts, _numbers, st.sampled_from(["kmu", "music", "31", "Chemnitz", "09456"]))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_no_mixture_of_parameters_breaks_a_route(
    village: Any, conforms: Callable[[Any], bool], data: st.DataObject
) -> None:
    route = data.draw(st.sampled_from(sorted(PARAMETERS)))
    names = st.one_of(
        st.sampled_from(PARAMETERS[route]), st.text(string.ascii_letters, min_size=1, max_size=9)
    )
    query = data.draw(st.dictionaries(names, _values, max_size=4))
    address = f"/api/v1/{route.format(own=village.slug)}"
    answer = village.client.get(address, query_string=query, headers=village.headers)
    assert _is_clean(answer, conforms)
