"""Who may publish, change and read what stands in the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.library import rules
from sinergi.library.models import Entry, Version


def may_publish(by: Post, agency: Agency) -> Answer:
    """Whoever answers for the agency publishes in its name."""
    if by.operation_id != agency.operation_id:
        return HIDDEN
    if by.agency_id == agency.pk and by.can("answer"):
        return YES
    return no(_("You do not answer for this agency."), agency.name)


def may_see(by: Post, entry: Entry) -> Answer:
    """Those to whom it is addressed; what was withdrawn only its publisher."""
    if by.operation_id != entry.operation_id:
        return HIDDEN
    if by.agency_id == entry.agency_id:
        return YES
    agency = entry.agency
    if entry.withdrawn_at or not rules.addresses(entry.agency_kinds, by.agency.kind):
        return HIDDEN
    return YES if rules.reaches(agency.areas, agency.region_id, by.areas) else HIDDEN


def may_keep(by: Post, entry: Entry) -> Answer:
    """Whoever answers for its publisher, until it is withdrawn."""
    return first_no(
        may_see(by, entry),
        lambda: (
            YES
            if by.agency_id == entry.agency_id and by.can("answer")
            else no(_("Only its publisher may change it."), entry.agency.name)
        ),
        lambda: not_now(_("This entry was withdrawn.")) if entry.withdrawn_at else YES,
    )


def may_mark_read(by: Post, version: Version) -> Answer:
    """Whoever may see it says so for herself."""
    return first_no(
        may_see(by, version.entry),
        lambda: not_now(_("This entry was withdrawn.")) if version.entry.withdrawn_at else YES,
    )


def may_see_readers(by: Post, entry: Entry) -> Answer:
    """Its publisher, and those who convene."""
    return first_no(
        may_see(by, entry),
        lambda: (
            YES
            if by.agency_id == entry.agency_id or by.can("convene")
            else no(_("Only its publisher sees who has read it."), entry.agency.name)
        ),
    )
