"""Which cases may tell of the same event: near in time, place and words.

SQL takes those that are near in time and place at all; the rules weigh them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat

from sinergi.agencies.models import Post
from sinergi.incidents import rules
from sinergi.incidents.models import Incident
from sinergi.incidents.models.incident import IncidentRows
from sinergi.kernel.clock import local
from sinergi.web.timing import moment_text

WINDOW = timedelta(hours=24)  # beyond it the rules say that two reports are not alike
REACH = 0.03  # degrees: a little more than the 3 km of the rules
ENOUGH = 0.62  # the same hour and village alone make 0.6: words or kind must speak too
WEIGHED = 200  # at most so many are weighed
SHOWN = 5
COMPARED = ("kind", "region_id", "happened_at", "words", "lon", "lat")  # the fields of a Sketch


@dataclass(frozen=True)
class Likely:
    """A case that may tell of the same event, and how likely that is (0 to 1)."""

    incident: Incident
    likeness: float

    @property
    def label(self) -> str:
        """How it is told from the others."""
        row = self.incident
        when = moment_text(local(row.happened_at))
        return f"{row.number} · {row.headline} · {row.region.full_name} · {when}"


def likely_doubles(incident: Incident, post: Post) -> list[Likely]:
    """The likeliest doubles of a case among those that `post` may see, likeliest first."""
    rows = Incident.objects.visible_to(post).exclude(pk=incident.pk)
    rows = rows.exclude(merged_into=incident)
    return like_sketch(sketch_of(incident), rows)


def like_sketch(sketch: rules.Sketch, rows: IncidentRows) -> list[Likely]:
    """Those of `rows` that are like the sketch: one statement weighs, one fetches the likeliest."""
    weighed = [
        (rules.likeness(sketch, rules.Sketch(*told)), pk)
        for pk, *told in _near(sketch, rows).values_list("pk", *COMPARED)[:WEIGHED]
    ]
    likely = sorted((one for one in weighed if one[0] >= ENOUGH), key=lambda one: -one[0])[:SHOWN]
    found = rows.select_related("region__parent").in_bulk([pk for _likeness, pk in likely])
    return [Likely(found[pk], likeness) for likeness, pk in likely if pk in found]


def _near(sketch: rules.Sketch, rows: IncidentRows) -> IncidentRows:
    place = Q(region_id=sketch.region)
    if sketch.lon is not None and sketch.lat is not None:
        place |= Q(
            lon__range=(sketch.lon - REACH, sketch.lon + REACH),
            lat__range=(sketch.lat - REACH, sketch.lat + REACH),
        )
    near = rows.filter(place, happened_at__range=(sketch.at - WINDOW, sketch.at + WINDOW))
    near = near.annotate(words=Concat("what", Value(" "), "place", output_field=TextField()))
    return near.exclude(state="merged").order_by("-happened_at", "pk")


def sketch_of(incident: Incident) -> rules.Sketch:
    """What is compared."""
    return rules.Sketch(
        kind=incident.kind,
        region=incident.region_id,
        at=incident.happened_at,
        words=f"{incident.what} {incident.place}",
        lon=incident.lon,
        lat=incident.lat,
    )
