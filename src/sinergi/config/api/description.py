"""What the OpenAPI description says of every operation alike: errors, headers, the key."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from sinergi.config.api.errors import PROBLEM_JSON
from sinergi.kernel import idempotency
from sinergi.kernel.idempotency import HEADER, REPLAYED
from sinergi.kernel.problems import catalogue

Node = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


class FieldFault(BaseModel):
    """One fault of what was sent."""

    field: str = Field(description="Path to the field, for example `parties.0`.")
    message: str


class Problem(BaseModel):
    """An error (RFC 9457). `code` is stable; the texts are in the language that was asked for."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Address of the kind of error, below this installation.")
    title: str
    status: int
    code: str
    detail: str
    instance: str | None = Field(None, description="The number of the request.")
    errors: list[FieldFault] | None = None


# status: (name of the response, what it says, code of the example)
ERRORS = {
    400: ("Malformed", "The request cannot be read.", "malformed"),
    401: ("Unauthenticated", "No valid token or session.", "unauthenticated"),
    403: (
        "Forbidden",
        "Known, but not yours to do; `detail` says why, and who could.",
        "forbidden",
    ),
    404: ("NotFound", "There is no such thing, or it is not yours to see.", "not-found"),
    409: ("Conflict", "It is no longer in the state in which this can be done.", "conflict"),
    413: ("TooLarge", "The file or the whole request is too large.", "too-large"),
    415: ("WrongMedia", "Sent in another form than described.", "unsupported-media-type"),
    422: ("Invalid", "Something in it cannot be; `errors` names the fields.", "invalid"),
    429: ("TooMany", "Too many requests; see `Retry-After`.", "too-many-requests"),
    500: ("Failed", "Something failed on our side.", "internal-error"),
}
READS = (401, 403, 404, 422, 429, 500)
WRITES = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500)

KEY_PARAMETER: Node = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Sent again with the same key within 24 hours, the request is done once.",
    "schema": {"type": "string", "pattern": idempotency.PATTERN},
    "example": "0190f3c2-7a4e-7c1d-9a55-1f0f6f9f8a11",
}
ETAG: Node = {"description": "Send it as If-None-Match.", "schema": {"type": "string"}}
REPLAY: Node = {
    "description": "Whether this is the first answer again.",
    "schema": {"const": "true"},
}
LOCATION: Node = {"description": "Where it can be read.", "schema": {"type": "string"}}


def complete(schema: Node) -> None:
    """Add to the framework's description what holds everywhere."""
    components = schema["components"]
    components.setdefault("schemas", {}).update(_problem_schemas())
    components["responses"] = {name: _error(status) for status, (name, *_rest) in ERRORS.items()}
    components["parameters"] = {"IdempotencyKey": KEY_PARAMETER}
    for path in schema["paths"].values():
        for method in METHODS:
            if method in path:
                _complete_operation(method, path[method])


def _problem_schemas() -> Node:
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**shape.pop("$defs"), "Problem": shape}


def _error(status: int) -> Node:
    _name, description, code = ERRORS[status]
    kind = catalogue[code]
    example = {
        "type": f"/problems/{code}",
        "title": str(kind.title),
        "status": status,
        "code": code,
        "detail": str(kind.title),
    }
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    answer: Node = {"description": description, "content": {PROBLEM_JSON: content}}
    if status in (409, 429):
        seconds = {"description": "Seconds to wait.", "schema": {"type": "string"}}
        answer["headers"] = {"Retry-After": seconds}
    return answer


def _complete_operation(method: str, operation: Node) -> None:
    reads = method == "get"
    responses = operation["responses"] = {
        str(status): answer for status, answer in operation["responses"].items()
    }
    for status in READS if reads else WRITES:
        if status in (401, 403) and "security" not in operation:
            continue
        name = ERRORS[status][0]
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{name}"})
    if reads:
        _complete_read(responses)
    elif "security" in operation:
        operation["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
        _complete_write(responses)


def _complete_read(responses: Node) -> None:
    for answer in [answer for status, answer in responses.items() if status == "200"]:
        answer.setdefault("headers", {})["ETag"] = ETAG
    responses["304"] = {"description": "You have it already (If-None-Match)."}


def _complete_write(responses: Node) -> None:
    for status in ("200", "201"):
        if status in responses:
            responses[status].setdefault("headers", {})[REPLAYED] = REPLAY
    if "201" in responses:
        responses["201"]["headers"]["Location"] = LOCATION
