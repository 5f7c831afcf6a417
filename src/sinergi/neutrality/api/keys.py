"""Keys: unlocking one's own for a program, locking it, and who of the agency holds one.

Making, admitting and recovering keys takes a person before a screen, and has no door here.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables
from pydantic import Field, StringConstraints

from sinergi.agencies.models import Post
from sinergi.kernel.problems import Conflict, NotFound, Problem
from sinergi.kernel.rest import NO_NUL, Asking, Body, Moment, Shape
from sinergi.neutrality import key_permissions as permissions
from sinergi.neutrality import key_queries as queries
from sinergi.neutrality import unlocking
from sinergi.neutrality.actions import keys
from sinergi.neutrality.api.routes import refuse_keeping, router, unkept
from sinergi.neutrality.models import HandlerKey
from sinergi.neutrality.private_keys import open_private

Words = Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)]


class UnlockBody(Body):
    """The passphrase of one's own key."""

    passphrase: Words


class UnlockOut(Shape):
    """What to send in the header `Unlock` from now on; it is never shown again."""

    token: str
    ends_at: Moment = Field(description="At the latest; 20 minutes after the last use before.")


class KeyOut(Shape):
    """One key of the agency."""

    id: UUID
    post: str
    purpose: str
    fingerprint: str
    admitted: bool
    own: bool
    lacks: int = Field(description="Cases that it cannot open, though it may.")


@router.post("/neutrality/unlock", response=UnlockOut, summary="Unlock my key")
def unlock(request: Asking, body: UnlockBody) -> HttpResponse:
    """Five wrong passphrases within 15 minutes shut the key for that long (429)."""
    refuse_keeping(request)
    key = _own(request.post)
    answer = permissions.may_unlock(request.post, key)
    if not answer:
        raise Conflict(answer.reason)
    return unkept(_unlocked(request, key, body.passphrase))


@sensitive_variables()
def _unlocked(request: Asking, key: HandlerKey, words: str) -> UnlockOut:
    try:
        secret = open_private(key, words)
    except Problem as problem:
        problem.field = "passphrase"
        raise
    prepared = unlocking.prepare(request, key, secret)
    keys.unlock_key(request.post, key, row=prepared.row)
    return UnlockOut(token=str(prepared.token), ends_at=prepared.row.ends_at)


@router.post("/neutrality/lock", response={204: None}, summary="Lock my key")
def lock(request: Asking) -> tuple[int, None]:
    """It is open nowhere any more, neither here nor in a browser."""
    keys.lock_key(request.post, _own(request.post))
    return 204, None


@router.get("/neutrality/keys", response=list[KeyOut], summary="Keys of my agency")
def list_keys(request: Asking) -> list[KeyOut]:
    """Those in use, one's own first."""
    if permissions.purpose_of(request.post) is None:
        raise NotFound()
    return [_shape(line) for line in queries.key_lines(request.post)]


def _shape(line: queries.KeyLine) -> KeyOut:
    return KeyOut(
        id=line.key.pk,
        post=line.key.post.title,
        purpose=line.key.purpose,
        fingerprint=line.key.fingerprint,
        admitted=not line.waits,
        own=line.own,
        lacks=line.lacks,
    )


def _own(post: Post) -> HandlerKey:
    key = permissions.key_of(post) if permissions.purpose_of(post) else None
    if key is None:
        raise NotFound()
    return key
