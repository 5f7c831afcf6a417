"""Agencies and their areas."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sinergi.agencies import permissions
from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Agency, Post
from sinergi.agencies.problems import Taken
from sinergi.agencies.scope import meet
from sinergi.kernel.action import action
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid
from sinergi.regions.models import Region


@action(
    "agency.added",
    subject=Agency,
    parent=Operation,
    may=permissions.may_manage_people,
    title=_("Add an agency"),
    system=True,
)
def add_agency(
    by: Post,
    operation: Operation,
    *,
    kind: str,
    name: str,
    region: Region,
    areas: Sequence[str] = (),
    parent: Agency | None = None,
    address: str = "",
) -> Agency:
    """Add an agency whose seat is `region`; its area is that place unless `areas` says another.

    Raises Invalid with its field; Taken when the name is in use.
    """
    if kind not in KINDS:
        raise Invalid(_("Choose what kind of agency it is."), field="kind")
    return Agency.objects.create(
        operation=operation,
        kind=kind,
        name=_free_name(operation, name),
        region=region,
        areas=_whole(operation, areas or [region.pk]),
        parent=parent,
        address=address.strip(),
    )


@action(
    "agency.changed", subject=Agency, may=permissions.may_manage_agency, title=_("Change an agency")
)
def change_agency(
    by: Post, agency: Agency, *, name: str, areas: Sequence[str], address: str = ""
) -> Agency:
    """Change its name, area or address. Posts keep the places they were given."""
    if name.strip() != agency.name:
        agency.name = _free_name(agency.operation, name)
    agency.areas = _whole(agency.operation, areas)
    agency.address = address.strip()
    agency.save()
    return agency


def _free_name(operation: Operation, name: str) -> str:
    name = name.strip()
    if not name:
        raise Invalid(_("Give it a name."), field="name")
    if Agency.objects.filter(operation=operation, name__iexact=name).exists():
        raise Taken(_("An agency has this name already."), field="name")
    return name


def _whole(operation: Operation, areas: Sequence[str]) -> list[str]:
    """Areas that exist and lie in the operation's place."""
    codes = sorted(set(areas))
    known = Region.objects.filter(pk__in=codes).count()
    if not codes or known != len(codes):
        raise Invalid(_("Choose the places for which it is responsible."), field="areas")
    inside = meet(codes, [operation.region_code])
    if not inside:
        raise Invalid(_("These places lie outside the operation."), field="areas")
    return inside
