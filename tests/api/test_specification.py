"""The description and the page made of it."""

import re
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator


def test_the_description_is_valid_openapi_3_1(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").json
    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()


def test_every_route_of_the_api_is_described(app: Flask, client: FlaskClient) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    paths = client.get("/api/v1/openapi.json").json["paths"]
    assert routes == {(path, method) for path, methods in paths.items() for method in methods}


def test_answers_have_no_undocumented_keys(client: FlaskClient) -> None:
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    objects = {name: schema for name, schema in schemas.items() if "properties" in schema}
    assert [name for name, each in objects.items() if each["additionalProperties"]] == []


def test_errors_are_described_as_problem_documents(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    errors = {
        media_type
        for methods in paths.values()
        for status, response in methods["get"]["responses"].items()
        if status != "200"
        for media_type in response["content"]
    }
    assert {"application/problem+json"} == errors


def test_no_parameter_is_described_as_null(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    schemas = {
        parameter["name"]: parameter["schema"]
        for methods in paths.values()
        for parameter in methods["get"]["parameters"]
    }
    assert schemas["kind"]["enum"] == ["kmu", "creative"]
    assert [] == [name for name, schema in schemas.items() if "null" in str(schema)]


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [given[name] or "" for name in ("src", "href") if name in given]
        is_inline = (tag == "script" and "src" not in given) or tag == "style" or "style" in given
        self.inline += [tag] if is_inline else []


def test_the_page_asks_no_foreign_host_and_keeps_to_the_strict_policy(
    client: FlaskClient,
) -> None:
    answer = client.get("/api/v1/docs")
    page = _Addresses()
    page.feed(answer.text)
    assert page.inline == []
    assert all(re.match(r"/(?!/)", address) for address in page.found)
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_what_the_page_needs_is_served(client: FlaskClient) -> None:
    page = _Addresses()
    page.feed(client.get("/api/v1/docs").text)
    files = [address for address in page.found if address.startswith("/static/")]
    assert len(files) == 5
    for address in files:
        with client.get(address) as answer:
            assert (200, True) == (answer.status_code, len(answer.data) > 0)


def test_the_page_lists_every_route_without_script(client: FlaskClient) -> None:
    text = client.get("/api/v1/docs").text
    paths = client.get("/api/v1/openapi.json").json["paths"]
    assert [path for path in paths if f"GET {path}" not in text] == []
