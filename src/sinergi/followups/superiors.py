"""To whom an overdue follow-up climbs.

An agency answers to its parent; one without any to the local government, whose head chairs the
forum of leaders (PP 12/2022 art. 10). A desk answers to the desk above it, that of the regency to
the local government. Above that there is nobody in the house.
"""

from __future__ import annotations

from sinergi.agencies.models import Agency, Desk
from sinergi.followups.models import Followup

CHAIR = "local_government"


def superior_of(followup: Followup) -> Agency | Desk | None:
    """The one above whoever has it now; None at the top. For a body outside, above who chases."""
    owner = followup.to_agency or followup.to_desk or followup.from_desk
    above = next_above(followup.superior or owner)
    return None if above == owner else above


def next_above(one: Agency | Desk) -> Agency | Desk | None:
    """The one above an agency or a desk."""
    if isinstance(one, Agency):
        return one.parent or _chair_above(one)
    return _desk_above(one) or _chair(one)


def _desk_above(desk: Desk) -> Desk | None:
    above = desk.region_id.rpartition(".")[0]
    return Desk.objects.filter(operation_id=desk.operation_id, region_id=above).first()


def _chair_above(agency: Agency) -> Agency | None:
    chair = _chair(agency)
    return None if chair == agency else chair


def _chair(one: Agency | Desk) -> Agency | None:
    rows = Agency.objects.filter(operation_id=one.operation_id, kind=CHAIR)
    return rows.filter(region_id=one.operation.region_code).order_by("name").first()
