"""Who may plan the security of stations, tell strength, place people, and give duty letters.

Whoever is not to know of the plan (UU 14/2008 art. 17 c) is told that there is none.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.agencies.scope import covers, meet
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no
from sinergi.polling.models.secrecy import (
    ARMY_KINDS,
    CIVIL_KINDS,
    LINMAS_KINDS,
    POLICE_KINDS,
    SECURED,
    SECURITY_KINDS,
    knows_plan,
)
from sinergi.polling.permissions.keeping import services_of

PLANNERS = _("Polres, or the coordinator of the desk.")
# Agencies of which kinds place people in a service.
KINDS_OF: dict[str, tuple[str, ...]] = {
    "police": POLICE_KINDS,
    "army": ARMY_KINDS,
    "linmas": (*CIVIL_KINDS, *LINMAS_KINDS[-2:]),
}


def may_know(by: Post, target: Any) -> Answer:
    """Whether the plan is hers to know; `target` is the operation, or something of it."""
    operation_id = target.pk if isinstance(target, Operation) else target.operation_id
    return YES if by.operation_id == operation_id and knows_plan(by) else HIDDEN


def may_plan(by: Post, target: Any) -> Answer:
    """Patterns, equipment and gaps: who plans the security."""
    said = _("You do not plan the security of stations.")
    return first_no(
        may_know(by, target), lambda: YES if by.can("plan_security") else no(said, PLANNERS)
    )


def may_report_strength(by: Post, agency: Agency) -> Answer:
    """The head of the agency, and who plans the security of places that it covers."""
    return first_no(
        may_know(by, agency),
        lambda: _in_its_name(by, agency, _("tells its strength"), own=_speaks_for(by, agency)),
    )


def may_assign_people(by: Post, agency: Agency) -> Answer:
    """Who belongs to the agency, in services in which she may place people; and who plans."""
    own = by.agency_id == agency.pk and by.can("answer")
    return first_no(
        may_know(by, agency),
        lambda: _in_its_name(by, agency, _("places its people"), own=own),
        lambda: (
            YES
            if set(services_of(by)) & set(SECURED)
            else no(_("You place nobody at stations."), PLANNERS)
        ),
    )


def _speaks_for(by: Post, agency: Agency) -> bool:
    """Whether she stands for all of it within the operation: a Kapolsek, not one of his people."""
    whole = meet([by.operation.region_code], agency.areas)
    hers = by.agency_id == agency.pk and by.can("answer")
    return hers and all(by.covers(code) for code in whole)


def _in_its_name(by: Post, agency: Agency, what: Any, *, own: bool) -> Answer:
    if agency.kind not in SECURITY_KINDS:
        return no(_("This is no security agency."))
    plans = by.can("plan_security") and bool(meet(by.areas, agency.areas))
    said = _("Only the agency itself, or who plans the security there, %(what)s.")
    return YES if own or plans else no(said % {"what": what}, PLANNERS)


def may_issue_letters(by: Post, agency: Agency) -> Answer:
    """A duty letter is the agency's own: who stands for it gives it, nobody in another's name."""
    own = _speaks_for(by, agency) and agency.kind in SECURITY_KINDS
    said = _("An agency gives its own duty letters.")
    return first_no(may_know(by, agency), lambda: YES if own else no(said, agency.name))


def asking_desk(by: Post, code: str) -> Desk | None:
    """The desk of hers in whose name she asks: the nearest over the place."""
    over = [desk for desk in by.desks if covers([desk.region_id], code)]
    return max(over, key=lambda desk: len(desk.region_id), default=None)
