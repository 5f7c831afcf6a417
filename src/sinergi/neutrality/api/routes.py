"""The one router of the room, and how its answers are kept by nobody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from sinergi.kernel.idempotency import HEADER
from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import Shape

router = Router(tags=["neutrality"])


def unkept(shape: Shape, status: int = 200) -> HttpResponse:
    """An answer with what was opened in it: no cache on its way keeps it."""
    response = HttpResponse(shape.model_dump_json(), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if status == 201 and (address := getattr(shape, "href", None)):
        response["Location"] = address
    return response


def refuse_keeping(request: HttpRequest) -> None:
    """For answers that the house itself must not keep either: no Idempotency-Key.

    Raises Invalid at that header.
    """
    if request.headers.get(HEADER) is not None:
        raise Invalid(
            _("This answer is never kept: send it without an idempotency key."), field=HEADER
        )
