"""What every part of the API is made of: shapes, texts, moments, and pages of a list.

Bodies are read strictly: a number in quotes is not a number, and a field that does not exist is an
error, so that a program learns of its mistake at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from sinergi.kernel.problems import Invalid, NotFound

M = TypeVar("M", bound=Model)
T = TypeVar("T")

MOST_IN_A_PAGE = 200
LIMIT = 50
NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps every character but this one
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_SALT = "sinergi.cursor"


class Asking(HttpRequest):
    """A request that has passed the sign-in of the API."""

    post: Any
    operation: Any
    request_id: str


class Shape(BaseModel):
    """Something that the API answers. Built from our own rows, so it is not checked again."""

    model_config = ConfigDict(extra="forbid")


class Body(BaseModel):
    """Something that the API is sent. What it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Body):
    """No arguments: an empty object."""


def fields_of(body: Body) -> dict[str, Any]:
    """What a body tells, as it was read: the arguments of an action that takes just that."""
    return {name: getattr(body, name) for name in type(body).model_fields}


def _read_moment(value: Any) -> Any:
    """RFC 3339 with a zone, between the years 2000 and 2100; nothing else passes for a time."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and _RFC3339.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            moment = datetime.min.replace(tzinfo=UTC)
        if 2000 <= moment.year <= 2100:
            return moment
    raise PydanticCustomError("moment", "not a time with its zone")


def _read_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"20\d\d-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a day")


Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})
]
Word = Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
Note = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Remark = Annotated[str, StringConstraints(max_length=2_000, pattern=NO_NUL)]
Prose = Annotated[str, StringConstraints(max_length=5_000, pattern=NO_NUL)]
Count = Annotated[int, Strict(), Field(ge=0, le=32_767)]
Flag = Annotated[bool, Strict()]
Lon = Annotated[float, Strict(), Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Strict(), Field(ge=-90, le=90, allow_inf_nan=False)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Limit = Annotated[
    int, Field(ge=1, le=MOST_IN_A_PAGE, description="How many items at most in the answer.")
]
Cursor = Annotated[
    str,
    Field(
        max_length=400,
        pattern=NO_NUL,
        description="Where the page begins; take it from `next` of the page before.",
    ),
]


class Page(Shape, Generic[T]):
    """A part of a list, newest first unless said otherwise."""

    items: list[T]
    total: int = Field(description="How many items the whole list has.")
    next: str | None = Field(description="Address of the page that follows; null on the last.")


@dataclass(frozen=True)
class Window(Generic[M]):
    """The rows of one page, and the cursor of the next one; empty at the end."""

    rows: list[M]
    cursor: str


def window(
    rows: QuerySet[M], *, by: str, cursor: str = "", limit: int = LIMIT, ascending: bool = False
) -> Window[M]:
    """The page of `rows` that follows on `cursor`, ordered by the column `by`, then the key.

    A row that is added or removed meanwhile moves no other one to another page, as an offset
    would. Raises Invalid (field `cursor`) for a cursor that is not ours. One statement.
    """
    sign, than = ("", "gt") if ascending else ("-", "lt")
    if cursor:
        value, key = _opened(cursor, by)
        beyond = Q(**{f"{by}__{than}": value}) | Q(**{f"pk__{than}": key})
        rows = rows.filter(beyond, **{f"{by}__{than}e": value})  # so that an index can begin there
    found = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: limit + 1])
    if len(found) <= limit:
        return Window(found, "")
    return Window(found[:limit], _cursor_of(found[limit - 1], by))


def _cursor_of(row: Model, by: str) -> str:
    value = getattr(row, by)
    plain = value.isoformat() if isinstance(value, datetime) else value
    return signing.dumps([by, plain, str(row.pk)], salt=_SALT, compress=True)


def _opened(cursor: str, by: str) -> tuple[Any, str]:
    """Signed, so that nobody can put into a statement what we did not put into the cursor."""
    try:
        column, value, key = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This cursor is not one of ours."), field="cursor") from error
    if column != by:
        raise Invalid(_("This cursor belongs to another list."), field="cursor")
    return value, key


def page_of(
    request: HttpRequest, shown: Window[M], total: int, shape: Callable[[M], T]
) -> dict[str, Any]:
    """The fields of a `Page` over what `shown` holds."""
    return {
        "items": [shape(row) for row in shown.rows],
        "total": total,
        "next": next_link(request, shown.cursor),
    }


def next_link(request: HttpRequest, cursor: str) -> str | None:
    """The address of the page at `cursor`, with the same filter; None when there is none."""
    if not cursor:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return f"{request.path}?{asked.urlencode()}"


def found(rows: QuerySet[M], key: Any) -> M:
    """The row of that key among those that may be seen; raises NotFound for any other."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound()
    return row


def chosen(rows: QuerySet[M], key: Any, *, field: str) -> M:
    """The row that a body names at `field`; raises Invalid there when it may not be seen."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise Invalid(_("There is no such item, or it is not yours to see."), field=field)
    return row


def file_answer(*media_types: str) -> dict[str, Any]:
    """The description of an answer that is a file, for a route's `openapi_extra`."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    content = dict.fromkeys(media_types, binary)
    whole = {"description": "The file; parts of it by Range.", "content": content}
    return {"responses": {200: whole, 206: {"description": "A part.", "content": content}}}
