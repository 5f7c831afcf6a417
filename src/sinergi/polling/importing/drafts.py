"""The list between its upload and its application."""

from __future__ import annotations

from collections.abc import Mapping

from sinergi.agencies.models import Post
from sinergi.polling.importing.columns import Column, guessed, lacking
from sinergi.polling.importing.indicators import indicator_columns
from sinergi.polling.importing.known import known_for
from sinergi.polling.importing.plan import Plan, make_plan
from sinergi.polling.importing.reading import Listing, listing_of
from sinergi.polling.models import ColumnMapping, StationSheet


def keep(by: Post, name: str, content: bytes) -> StationSheet:
    """Keep a list for its preview; `columns` is filled when all its headings are understood.

    Raises BadStationList for what cannot be read.
    """
    listing = listing_of(name, content)
    return StationSheet.keep(
        by,
        listing.name,
        digest=listing.digest,
        headings=listing.headings,
        columns=_understood(by, listing.headings),
        rows=listing.packed,
    )


def _understood(by: Post, headings: list[str]) -> dict[str, int]:
    """As people said the last time, or as each of the headings says itself; else nothing."""
    said = remembered(by, headings)
    if said:
        return said
    found = guessed(headings, indicator_columns(by.operation))
    return found if len(found) == len(headings) and not lacking(found) else {}


def remembered(by: Post, headings: list[str]) -> dict[str, int] | None:
    """How columns with these headings were read the last time. One statement."""
    rows = ColumnMapping.objects.filter(operation_id=by.operation_id, headings=headings)
    return rows.values_list("columns", flat=True).first()


def proposed(sheet: StationSheet, more: Mapping[str, Column]) -> dict[str, int]:
    """What the columns probably mean; `more` are those of the operation's indicators."""
    return dict(sheet.columns) or guessed(sheet.headings, more)


def listing_in(sheet: StationSheet) -> Listing:
    """What was read of the file."""
    return Listing(sheet.name, sheet.digest, sheet.headings, bytes(sheet.rows))


def plan_for(by: Post, listing: Listing, columns: Mapping[str, int]) -> Plan:
    """What it would change now. Two statements; four where its columns name indicators."""
    return make_plan(listing.rows(), columns, known_for(by, by.operation, columns))


def is_mapped(sheet: StationSheet) -> bool:
    """Whether it is settled what its columns mean."""
    return bool(sheet.columns) and not lacking(sheet.columns)
