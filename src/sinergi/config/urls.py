"""Where every address of the house leads: each room brings its own routes."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from sinergi.config import answers

ROOMS = (
    "agencies",
    "regions",
    "followups",
    "stages",
    "readiness",
    "incidents",
    "commitments",
    "library",
    "neutrality",
    "polling",
    "meetings",
    "risk",
    "alerts",
    "briefing",
    "kernel",
    "web",
)


def _routes_of(room: str) -> list[URLPattern | URLResolver]:
    """The routes of a room, at the root; a room without pages has none."""
    module = f"sinergi.{room}.urls"
    return [path("", include(module))] if find_spec(module) else []


def _api() -> list[URLPattern | URLResolver]:
    """The API of all rooms, once its description stands."""
    spec = find_spec("sinergi.config.api")
    if spec is None or spec.origin is None:
        return []
    from sinergi.config.api import api

    return [path("api/v1/", api.urls)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", answers.health, name="health"),
    *_api(),
    *(route for room in ROOMS for route in _routes_of(room)),
]

handler400 = answers.bad_request
handler403 = answers.forbidden
handler404 = answers.not_found
handler500 = answers.failure
