"""Actions as operations of the API: a room lists them, and says how one is carried out."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from ninja import Router

from sinergi.kernel.action import Action
from sinergi.kernel.rest import Asking, Body, Nothing

Act = Callable[..., Any]  # of (request, key, body)


@dataclass(frozen=True)
class Call:
    """One operation: how it is called, what it does, what it is sent."""

    code: str
    action: Any
    body: type[Body] = Nothing


def enter(
    router: Router,
    path: str,
    call: Call,
    act: Act,
    *,
    of: str,
    response: Any,
    tags: list[str] | None = None,
) -> None:
    """Put one line on the router, with the title and the description of its action.

    `path` ends with the key of the row, `act(request, key, body)` finds that and does it; `of` is
    with what the names of such operations begin.
    """
    entry: Action = call.action.action
    with translation.override("en"):
        title = str(entry.title)
    router.post(
        f"{path}/{call.code}",
        response=response,
        operation_id=f"{of}_{call.code.replace('-', '_')}",
        summary=title,
        tags=tags,
        description=f"{entry.function.__doc__}\n\nJournal: `{entry.verb}`.",
        url_name=f"{of}-{call.code}",
    )(_as_read(act, call.body))


def _as_read(act: Act, body: type[Body]) -> Callable[..., Any]:
    """`act` with the signature from which the framework reads what is sent; no body for Nothing."""
    request, key, sent = inspect.signature(act).parameters.values()
    asked = [request, key.replace(annotation=UUID), sent.replace(annotation=body)]

    def run(request: Asking, **told: Any) -> Any:
        return act(request, **{"body": Nothing(), **told})

    shown = asked[:2] if body is Nothing else asked
    run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    return run
