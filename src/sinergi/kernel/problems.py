"""Every error that a person can meet is declared, with a code, a status and a text.

Rooms declare their own in `problems.py`; `catalogue` holds them all, for the docs and the API
(RFC 9457).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

catalogue: dict[str, ProblemType] = {}


class Problem(Exception):
    """A declared error, raised. `field` names the input it concerns, if one does.

    `way` is the address of the page where what is missing can be had: a page leads there.
    """

    way = ""

    def __init__(self, kind: ProblemType, detail: Any = "", field: str | None = None) -> None:
        super().__init__(str(detail or kind.title))
        self.code, self.status, self.title = kind.code, kind.status, kind.title
        self.detail, self.field = detail, field

    def to_dict(self) -> dict[str, Any]:
        """The body of an application/problem+json answer (RFC 9457)."""
        body = {
            "type": f"/problems/{self.code}",
            "title": str(self.title),
            "status": self.status,
            "code": self.code,
            "detail": str(self.detail or self.title),
        }
        if self.field:
            body["errors"] = [{"field": self.field, "message": body["detail"]}]
        return body


@dataclass(frozen=True)
class ProblemType:
    """One kind of error. Calling it makes the exception to raise."""

    code: str
    status: int
    title: Any

    def __call__(self, detail: Any = "", *, field: str | None = None) -> Problem:
        return Problem(self, detail, field)


def declare(code: str, status: int, title: Any) -> ProblemType:
    """Enter a kind of error into the catalogue. A code is declared once."""
    if code in catalogue:
        raise ValueError(f"problem {code} is declared twice")
    catalogue[code] = ProblemType(code, status, title)
    return catalogue[code]


NotFound = declare("not-found", 404, _("Not found, or not yours to see."))
Forbidden = declare("forbidden", 403, _("You may not do this."))
Conflict = declare("conflict", 409, _("This was changed by someone else meanwhile."))
Invalid = declare("invalid", 422, _("Please check what you entered."))
TooLarge = declare("too-large", 413, _("This file is too large."))
Unauthenticated = declare("unauthenticated", 401, _("Please sign in."))
TooMany = declare("too-many-requests", 429, _("Too many requests. Please try again in a minute."))


def needed(text: str, field: str, message: Any) -> str:
    """A text that must say something, without blanks around it; else Invalid at `field`."""
    if not text.strip():
        raise Invalid(message, field=field)
    return text.strip()
