"""The page that describes the API: drawn on the server, without a script.

Common viewers of OpenAPI need inline scripts or styles, which our Content-Security-Policy forbids,
and a megabyte of JavaScript; this page reads the same description.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from ninja.openapi.docs import DocsBase

Node = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
REF = "#/components/"


@dataclass(frozen=True)
class Row:
    """One parameter, one field, or one answer."""

    name: str
    kind: str
    description: SafeString
    needed: bool = False
    place: str = ""  # of a parameter: path, query, header


@dataclass(frozen=True)
class Entry:
    """One operation, ready to be shown."""

    method: str
    path: str
    code: str
    summary: str
    description: SafeString
    open_to_all: bool
    parameters: list[Row]
    media_type: str
    fields: list[Row]
    example: str
    answers: list[Row]


@dataclass
class Section:
    """The operations of one tag."""

    name: str
    description: str
    entries: list[Entry] = field(default_factory=list)


class HouseDocs(DocsBase):
    """Our own page in place of a viewer that our policy would not let run."""

    def render_page(self, request: HttpRequest, api: Any, **kwargs: Any) -> HttpResponse:
        """The whole description; inside the shell for who is signed in."""
        schema = api.get_openapi_schema()
        signed_in = getattr(request, "post", None) is not None
        context = {
            "layout": "layouts/base.html" if signed_in else "layouts/plain.html",
            "title": schema["info"]["title"],
            "about": drawn(schema["info"]["description"]),
            "sections": sections_of(schema),
            "schema_url": reverse("api:openapi-json"),
        }
        return render(request, "config/api_docs.html", context)


def sections_of(schema: Node) -> list[Section]:
    """The description by its tags, in their order; a tag without operations is left out."""
    sections = {tag["name"]: Section(tag["name"], tag["description"]) for tag in schema["tags"]}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                name = operation.get("tags", ["other"])[0]
                section = sections.setdefault(name, Section(name, ""))
                section.entries.append(_entry(schema, path, method, operation))
    return [section for section in sections.values() if section.entries]


def _entry(schema: Node, path: str, method: str, operation: Node) -> Entry:
    media_type, body = _content(operation.get("requestBody", {}))
    return Entry(
        method=method.upper(),
        path=path,
        code=operation["operationId"],
        summary=operation["summary"],
        description=drawn(operation.get("description", "")),
        open_to_all="security" not in operation,
        parameters=[_parameter(schema, one) for one in operation["parameters"]],
        media_type=media_type,
        fields=list(_fields(schema, body)),
        example=_example(schema, body),
        answers=[_answer(schema, status, one) for status, one in operation["responses"].items()],
    )


def _content(holder: Node) -> tuple[str, Node]:
    """The media type and the schema of what is sent or answered."""
    for media_type, content in holder.get("content", {}).items():
        return media_type, content.get("schema", {})
    return "", {}


def resolved(schema: Node, node: Node) -> Node:
    """What a reference inside the description leads to."""
    while "$ref" in node:
        kind, name = node["$ref"].removeprefix(REF).split("/")
        node = schema["components"][kind][name]
    return node


def _parameter(schema: Node, node: Node) -> Row:
    found = resolved(schema, node)
    said = words(found.get("description", ""))
    needed = found.get("required", False)
    return Row(found["name"], kind_of(found["schema"]), said, needed, found["in"])


def _fields(schema: Node, node: Node) -> Iterator[Row]:
    found = resolved(schema, node)
    needed = set(found.get("required", ()))
    for name, one in found.get("properties", {}).items():
        yield Row(name, kind_of(one), words(one.get("description", "")), name in needed)


def _example(schema: Node, node: Node) -> str:
    examples = resolved(schema, node).get("examples")
    return json.dumps(examples[0], indent=2, ensure_ascii=False) if examples else ""


def _answer(schema: Node, status: str, node: Node) -> Row:
    found = resolved(schema, node)
    media_type, content = _content(found)
    kind = kind_of(content) if content else ""
    shown = f"{media_type}: {kind}" if kind else media_type
    return Row(status, shown, words(found["description"]))


def drawn(text: str) -> SafeString:
    """Paragraphs of a description, with the little Markdown that descriptions use."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return format_html_join("", "<p>{}</p>", ((words(part),) for part in paragraphs))


def words(text: str) -> SafeString:
    """One paragraph: `code`, **strong** and *emphasis*; all else is escaped."""
    safe = str(escape(" ".join(text.split())))
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", safe)
    safe = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", safe)
    return mark_safe(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", safe))  # noqa: S308 - escaped above


def kind_of(node: Node) -> str:
    """A schema in a word or two: `text`, `list of IncidentOut`, `one of low, high`."""
    if "$ref" in node:
        return str(node["$ref"]).rpartition("/")[2]
    if "enum" in node:
        return "one of " + ", ".join(map(str, node["enum"]))
    if "const" in node:
        return str(node["const"])
    if "anyOf" in node:
        return " or ".join(dict.fromkeys(kind_of(one) for one in node["anyOf"]))
    if node.get("type") == "array":
        return f"list of {kind_of(node.get('items', {}))}"
    kinds = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    named = node.get("format") or node.get("type", "any")
    return kinds.get(named, named) if isinstance(named, str) else " or ".join(named)


__all__ = ["HouseDocs", "kind_of", "resolved", "sections_of", "words"]
