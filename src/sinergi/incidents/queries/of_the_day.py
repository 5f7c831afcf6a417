"""The unfinished cases of today in a place, for the board of the voting day."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest

from sinergi.agencies.models import Post
from sinergi.incidents import rules
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local, midnight, now

MOST = 8


def of_the_day(request: HttpRequest, scope: Any) -> dict[str, Any]:
    """The gravest first, and how many there are; `scope` has the code of the place. Two statements.

    What happened before today and still lies open belongs to the situation, which is linked.
    """
    post: Post = request.post  # type: ignore[attr-defined]
    wanted = IncidentFilter(states=("open",), place=scope.code)
    began = midnight(local(now()).date())
    rows = wanted.apply(Incident.objects.visible_to(post)).filter(happened_at__gte=began)
    weights = [When(severity=s, then=Value(n)) for n, s in enumerate(rules.SEVERITIES)]
    weight = Case(*weights, default=Value(0), output_field=IntegerField())
    cases = rows.select_related("region__parent").order_by(weight.desc(), "-happened_at")
    return {"cases": cases[:MOST], "count": rows.count(), "query": wanted.query()}
