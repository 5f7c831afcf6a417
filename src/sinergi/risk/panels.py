"""What the room shows on pages of rooms below: one line that leads to the place's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sinergi.agencies.current import acting
from sinergi.incidents.models import Incident
from sinergi.polling.models import Station
from sinergi.risk.queries.scores import score_of
from sinergi.risk.words import category_title


def of_incident(request: HttpRequest, case: Incident) -> dict[str, Any] | None:
    """How vulnerable the village of a case is; nothing before the first score."""
    return _line(request, case.region_id, None)


def of_station(request: HttpRequest, row: Station) -> dict[str, Any] | None:
    """How vulnerable a station is."""
    return _line(request, row.region_id, row.pk)


def _line(request: HttpRequest, code: str, station: Any) -> dict[str, Any] | None:
    post = acting(request)
    score = score_of(post, code, station) if post.can("read") else None
    if score is None:
        return None
    return {"score": score, "category": category_title(score.category)}
