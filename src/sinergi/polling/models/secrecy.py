"""Whose the strength and the placement of security are to know.

UU 14/2008 art. 17 c exempts strategy, number and strength of security from public information. So
what the plan says, and where police, army and Linmas stand, is told to the agencies that secure
the election there, and to nobody else: neither on a page nor in the journal.
"""

from __future__ import annotations

from typing import Any

from sinergi.agencies.models import Agency, Post
from sinergi.agencies.scope import above_or_equal

SECURED = ("police", "linmas", "army")  # services of which the placement is exempt
POLICE_KINDS = ("polres", "polsek")
ARMY_KINDS = ("kodim", "koramil")
CIVIL_KINDS = ("satpol_pp", "kesbangpol", "local_government")
SECURITY_KINDS = (*POLICE_KINDS, *ARMY_KINDS, *CIVIL_KINDS)
# Linmas belong to the government of their village: those who send them know of them too.
LINMAS_KINDS = (*SECURITY_KINDS, "district_office", "village_office")
REGENCY_KINDS = ("polres", "kodim", *CIVIL_KINDS)
WHOLE_REGENCY, WHOLE_DISTRICT = 5, 8  # characters of a code such as 35.19 and 35.19.04


def secures(post: Post) -> bool:
    """Whether she may know who stands where: who plans, and the security agencies."""
    return post.can("plan_security") or (post.can("read") and post.agency.kind in SECURITY_KINDS)


def knows_plan(post: Post) -> bool:
    """Whether the plan is hers to know: it is made by district, so not of who covers less."""
    return secures(post) and any(len(area) <= WHOLE_DISTRICT for area in post.areas)


def unknown_services(post: Post) -> tuple[str, ...]:
    """The services of which she is not to know who stands where."""
    if secures(post):
        return ()
    if post.can("read") and post.agency.kind in LINMAS_KINDS:
        return tuple(service for service in SECURED if service != "linmas")
    return SECURED


def security_audience(operation_id: Any, code: str, service: str = "") -> list[str]:
    """Identifiers of the agencies that may know of it at this place. One statement.

    Of a whole regency those of its level, though a Polres covers only a part of it.
    """
    rows = Agency.objects.filter(operation_id=operation_id)
    if len(code) <= WHOLE_REGENCY:
        rows = rows.filter(kind__in=REGENCY_KINDS)
    else:
        kinds = LINMAS_KINDS if service == "linmas" else SECURITY_KINDS
        rows = rows.filter(kind__in=kinds, areas__overlap=above_or_equal(code))
    return [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]
