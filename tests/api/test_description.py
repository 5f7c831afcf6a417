"""The description of the API is true, whole, and can be read without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from sinergi.config.api import api
from sinergi.config.api.description import METHODS
from sinergi.config.api.docs import resolved
from sinergi.kernel.action import registry

Node = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Node:
    """The description, as any client gets it."""
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    found: Node = response.json()
    return found


def operations(schema: Node) -> list[tuple[str, str, Node]]:
    """(method, path, operation) of all."""
    return [
        (method, path, item[method])
        for path, item in schema["paths"].items()
        for method in METHODS
        if method in item
    ]


def test_it_is_openapi_3_1(schema: Node) -> None:
    assert schema["openapi"].startswith("3.1.")
    assert schema["info"]["title"] and schema["info"]["version"]
    assert schema["servers"] == [{"url": "/", "description": "This installation"}]


def test_every_shape_is_a_json_schema(schema: Node) -> None:
    for name, shape in schema["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(shape), name


def test_every_reference_leads_somewhere(schema: Node) -> None:
    references = set(re.findall(r"'\$ref': '([^']+)'", repr(schema)))
    assert references
    for reference in references:
        assert resolved(schema, {"$ref": reference}), reference


def test_every_operation_says_what_it_is(schema: Node) -> None:
    tags = {tag["name"] for tag in schema["tags"]}
    codes = [operation["operationId"] for _method, _path, operation in operations(schema)]
    assert len(codes) == len(set(codes)) > 60
    for method, path, operation in operations(schema):
        assert operation["summary"] and operation["description"], (method, path)
        assert len(operation["tags"]) == 1 and set(operation["tags"]) <= tags, (method, path)
        named = set(re.findall(r"{(\w+)}", path))
        given = {one["name"] for one in operation["parameters"] if one.get("in") == "path"}
        assert named == given, (method, path)


def test_every_operation_names_its_errors(schema: Node) -> None:
    for method, path, operation in operations(schema):
        answers = operation["responses"]
        assert {"422", "429", "500"} <= answers.keys(), (method, path)
        if "security" in operation:
            assert {"401", "403"} <= answers.keys(), (method, path)
        for status, answer in answers.items():
            if int(status) >= 400:
                content = resolved(schema, answer)["content"]
                assert list(content) == ["application/problem+json"], (method, path, status)


def test_writes_take_a_key(schema: Node) -> None:
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    for method, path, operation in operations(schema):
        wanted = method != "get" and "security" in operation
        assert (key in operation["parameters"]) is wanted, (method, path)


# A step of other actions, offered nowhere by itself.
STEPS = {"conclude"}


def test_every_action_of_the_cases_and_follow_ups_has_an_operation(schema: Node) -> None:
    told = " ".join(operation["description"] for _method, _path, operation in operations(schema))
    for action in registry.values():
        if action.room in ("incidents", "followups") and not action.system:
            if action.name in STEPS:
                continue
            assert f"`{action.verb}`" in told, action.name


def test_it_is_made_once_and_known_by_its_etag(schema: Node) -> None:
    first = Client().get("/api/v1/openapi.json")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_page_shows_every_operation_without_a_script(
    schema: Node, signed_in: Callable[[str], Client]
) -> None:
    for client in (Client(HTTP_ACCEPT="text/html"), signed_in("desk_coordinator")):
        response = client.get("/api/v1/docs")
        page = response.content.decode()
        assert response.status_code == 200
        for _method, _path, operation in operations(schema):
            assert f'id="{operation["operationId"]}"' in page
        assert "style=" not in page and "onclick" not in page
        assert "http://" not in page.replace("http://testserver", "")


def test_the_root_says_where_to_begin() -> None:
    answer = Client().get("/api/v1/").json()
    assert answer["openapi"] == "/api/v1/openapi.json" and answer["docs"] == "/api/v1/docs"
    assert api.get_openapi_schema()["openapi"]
