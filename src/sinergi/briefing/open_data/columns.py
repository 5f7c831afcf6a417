"""What a column of a data set is: its name, type, HXL tag and meaning; and those all sets share.

Names, types and their order are promised: a set only ever gets new columns at its end. No column
holds a free text or the name of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sinergi.regions.codes import WIDTHS

Row = Mapping[str, Any]
Read = Callable[[Row], Any]


@dataclass(frozen=True)
class Column:
    """One column. `kind`: text, integer, number, boolean, day, moment. `read` takes it of a row."""

    name: str
    kind: str
    tag: str
    about: Any
    read: Read


def column(name: str, kind: str, tag: str, about: Any, source: str = "") -> Column:
    """A column that stands in the row under `source`, or its own name."""
    key = source or name
    return Column(name, kind, tag, about, lambda row: row[key])


def places(source: str = "region_id") -> tuple[Column, ...]:
    """The codes of Kemendagri: regency, district, village; empty where a place is higher."""

    def clipped(level: str) -> Read:
        width = WIDTHS[level]
        return lambda row: row[source][:width] if len(row[source]) >= width else None

    return (
        Column("regency", "text", "#adm2+code", _("Code of the regency"), clipped("regency")),
        Column("district", "text", "#adm3+code", _("Code of the district"), clipped("district")),
        Column("village", "text", "#adm4+code", _("Code of the village"), clipped("village")),
    )


def plain(value: Any) -> Any:
    """A value as JSON and CSV have it: times in UTC with their zone, keys as text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def values_of(columns: tuple[Column, ...], row: Row) -> Iterator[Any]:
    """The values of a row, in the order of the columns."""
    for one in columns:
        yield plain(one.read(row))
