"""The OpenAPI document and a page to read and try it."""

from flask import Response, jsonify, render_template

from matchmaker.api.blueprint import blueprint
from matchmaker.api.specification import OPTIONAL_TOKEN, answers, api, document

TAGS = ["documentation"]


@blueprint.get("/openapi.json")
@api.validate(resp=answers(None), tags=TAGS, security=OPTIONAL_TOKEN, operation_id="getDescription")
def openapi() -> Response:
    """This description, in OpenAPI 3.1."""
    return jsonify(document())


@blueprint.get("/docs")
@api.validate(
    resp=answers(None), tags=TAGS, security=OPTIONAL_TOKEN, operation_id="getDocumentation"
)
def docs() -> str:
    """A page to read and try this description."""
    paths = document()["paths"]
    routes = [(path, paths[path]["get"]) for path in sorted(paths)]
    return render_template("api/docs.html", routes=routes)
