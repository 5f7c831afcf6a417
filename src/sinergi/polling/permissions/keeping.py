"""Who may keep what of a station: its facts, position, category, indicators, and people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.polling.models import CheckIn, Indicator, Milestone, Served, Station, StationPerson
from sinergi.polling.models.secrecy import unknown_services
from sinergi.polling.permissions import KEEPERS, may_keep, may_see

MOST_VOTERS = 10_000  # of one station: more is a slip of the hand
# Who says how vulnerable a station is: the police, and KPU.
POLICE = ("kapolsek", "police_officer")
# Who looks at a station with Bawaslu's list in hand.
FINDERS = (
    "station_supervisor",
    "village_supervisor",
    "district_supervisor",
    "bawaslu_liaison",
    "village_committee",
    "district_committee",
    "kpu_liaison",
)
# Whose people serve in which service.
PLACERS: dict[str, tuple[str, ...]] = {
    Served.KPPS: ("village_committee", "district_committee", "kpu_liaison"),
    Served.PTPS: ("village_supervisor", "district_supervisor", "bawaslu_liaison"),
    Served.LINMAS: ("village_head", "district_head", "duty_officer"),
    Served.POLICE: ("bhabinkamtibmas", *POLICE),
    Served.ARMY: ("babinsa", "danramil", "army_officer"),
}


def may_add(by: Post, operation: Operation) -> Answer:
    """Who keeps the list."""
    return may_keep(by, operation)


def may_keep_station(by: Post, station: Station) -> Answer:
    """Who keeps the list, in her places."""
    return first_no(may_see(by, station), lambda: may_keep(by, station))


def may_strike(by: Post, station: Station) -> Answer:
    """Only while it is on the list."""
    return first_no(
        may_keep_station(by, station),
        lambda: YES if station.active else not_now(_("It is struck already.")),
    )


def may_restore(by: Post, station: Station) -> Answer:
    """Only once it was struck."""
    return first_no(
        may_keep_station(by, station),
        lambda: not_now(_("It is on the list.")) if station.active else YES,
    )


def may_locate(by: Post, station: Station) -> Answer:
    """Who keeps the list, and who reports for the station: she stands there."""
    allowed = by.can("manage_stations") or by.can("check_in")
    said = _("You do not report for stations.")
    return first_no(may_see(by, station), lambda: YES if allowed else no(said, KEEPERS))


def may_categorise(by: Post, station: Station) -> Answer:
    """Police and KPU, and who plans the security."""
    allowed = by.role in POLICE or by.can("manage_stations") or by.can("plan_security")
    said = _("The category is set by police and KPU.")
    return first_no(may_see(by, station), lambda: YES if allowed else no(said))


def may_find(by: Post, station: Station) -> Answer:
    """Supervisors and organisers of that place."""
    allowed = by.role in FINDERS or by.can("manage_stations")
    said = _("Indicators are filled in by supervisors and organisers of the election.")
    return first_no(may_see(by, station), lambda: YES if allowed else no(said))


def services_of(by: Post) -> list[str]:
    """In which services she may place people; security is placed by who may know of it."""
    if by.can("plan_security"):
        return list(Served.values)
    found = {service for service, roles in PLACERS.items() if by.role in roles}
    if by.can("manage_stations"):
        found |= set(Served.values) - set(unknown_services(by))
    return [service for service in Served.values if service in found]


def may_place(by: Post, station: Station) -> Answer:
    """Whose people serve there."""
    said = _("You place nobody at stations.")
    return first_no(may_see(by, station), lambda: YES if services_of(by) else no(said, KEEPERS))


def may_release(by: Post, person: StationPerson) -> Answer:
    """Who may place people in that service, as long as she serves."""
    said = _("Another body places the people of this service.")
    return first_no(
        may_see(by, person.station),
        lambda: HIDDEN if person.service in unknown_services(by) else YES,
        lambda: YES if person.service in services_of(by) else no(said, KEEPERS),
        lambda: not_now(_("She was released already.")) if person.until else YES,
    )


def may_edit(by: Post, row: Milestone | Indicator) -> Answer:
    """What the operation itself decides: milestones and indicators."""
    return may_keep(by, row)


def may_switch(by: Post, row: Any) -> Answer:
    """A milestone of which stations have reported can only be renamed."""
    return first_no(may_edit(by, row), lambda: _unused(row))


def _unused(row: Any) -> Answer:
    if not (isinstance(row, Milestone) and row.active):
        return YES
    if CheckIn.objects.filter(milestone=row).exists():
        return not_now(_("Stations have reported it: it can only be changed."))
    return YES
