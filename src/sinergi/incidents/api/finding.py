"""How an operation finds what it is about: always among what its caller may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sinergi.agencies.models import Post
from sinergi.incidents.api.shapes import with_places
from sinergi.incidents.models import Incident
from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import found
from sinergi.regions.models import Region


def incident_for(post: Post, key: UUID) -> Incident:
    """The case, when `post` may see it; raises NotFound."""
    return found(with_places(Incident.objects.visible_to(post)), key)


def belonging(rows: Any, post: Post, key: UUID) -> Any:
    """A row that belongs to a case which `post` may see; raises NotFound."""
    mine = Incident.objects.visible_to(post).values("pk")
    return found(rows.filter(incident__in=mine), key)


MOST_REMEMBERED = 5_000
_places: dict[str, Region] = {}


def place(code: str, field: str = "region") -> Region:
    """The place of that code; raises Invalid at `field`.

    A code names one place for as long as a process lives, so it is asked for once.
    """
    region = _places.get(code) or Region.objects.filter(pk=code).first()
    if region is None:
        raise Invalid(field=field)
    if len(_places) >= MOST_REMEMBERED:
        _places.clear()
    _places[code] = region
    return region
