"""A handler's key while it is open: at most 20 minutes of rest, and 4 hours in all.

The private key lies in `Unlocking`, sealed with a random key that only the browser holds (in a
cookie), or a program (in the header `Unlock`). It is bound to the session or token in which it was
opened and to the account's password: whoever signs out or sets another password locks it too.
Here the clock is the world's own: a rehearsal that runs fast leaves no key open for long.
"""

from __future__ import annotations

import base64
import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from sinergi.agencies.models import Account, Post
from sinergi.kernel.clock import real_now
from sinergi.neutrality.models import HandlerKey, Unlocking
from sinergi.neutrality.problems import KeyLocked
from sinergi.neutrality.sealing import passphrase
from sinergi.neutrality.sealing.age import Unreadable
from sinergi.neutrality.sealing.case_keys import Opened

COOKIE, HEADER, PATH = "sinergi_unlock", "Unlock", "/neutrality/"
IDLE, LONGEST = timedelta(minutes=20), timedelta(hours=4)
TOUCHED = timedelta(seconds=30)  # so often at most is it written that a key was used


@dataclass(frozen=True)
class Token:
    """What only the browser holds: which unlocking, and the key with which it is sealed."""

    number: uuid.UUID
    key: bytes

    def __str__(self) -> str:
        return f"{self.number.hex}.{base64.urlsafe_b64encode(self.key).decode()}"

    def __repr__(self) -> str:
        return f"Token({self.number})"


@dataclass(frozen=True)
class Prepared:
    """An unlocking that is not yet kept, and the token that will open it."""

    row: Unlocking
    token: Token


def prepare(request: HttpRequest, key: HandlerKey, secret: str) -> Prepared:
    """Seal an unlocked private key for this session; the action `unlock_key` keeps the row."""
    token, moment = Token(uuid.uuid4(), os.urandom(passphrase.KEY)), real_now()
    row = Unlocking(
        id=token.number,
        key=key,
        sealed=passphrase.close(secret.encode(), token.key, _place(request, key, token.number)),
        opened_at=moment,
        used_at=moment,
        ends_at=moment + LONGEST,
    )
    return Prepared(row, token)


def opened_of(request: HttpRequest) -> Opened | None:
    """The handler's private key, if it is open in this session; using it keeps it open.

    One statement, and another one when it was last used more than half a minute ago.
    """
    if not hasattr(request, "_opened_key"):
        request._opened_key = _find(request)  # type: ignore[attr-defined]
    return cast("Opened | None", request._opened_key)  # type: ignore[attr-defined]


def require_opened(request: HttpRequest) -> Opened:
    """The handler's private key; else Problem KeyLocked, which leads a page to where one unlocks.

    Whoever sends a form is told so instead, so that what was typed can be sent again.
    """
    opened = opened_of(request)
    if opened is None:
        problem = KeyLocked()
        problem.way = reverse("neutrality:unlock")
        raise problem
    return opened


def open_until(request: HttpRequest) -> datetime | None:
    """Until when it stays open if it is not used again; None while it is locked."""
    row = opened_of(request) and cast("Unlocking", request._unlocking)  # type: ignore[attr-defined]
    return min(row.used_at + IDLE, row.ends_at) if row else None


def give(response: HttpResponseBase, token: Token) -> None:
    """Let the browser keep the token: only for the pages of this room, never for scripts."""
    response.set_cookie(
        COOKIE,
        str(token),
        max_age=LONGEST,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take(response: HttpResponseBase) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def signed_out(*, user: Any, **_rest: Any) -> None:
    """Whoever signs out locks her keys, wherever they are open."""
    if user is not None:
        Unlocking.objects.filter(key__post__account=user).delete()


def sweep() -> int:
    """Remove what nobody can open any more; returns how many."""
    moment = real_now()
    gone = Q(ends_at__lte=moment) | Q(used_at__lte=moment - IDLE) | Q(key__retired_at__isnull=False)
    return Unlocking.objects.filter(gone).delete()[0]


def _find(request: HttpRequest) -> Opened | None:
    post, token = cast("Post | None", getattr(request, "post", None)), _token_of(request)
    if post is None or token is None:
        return None
    row = Unlocking.objects.filter(pk=token.number).select_related("key__post").first()
    if row is None:
        return None
    if not _is_open(row, post):
        row.delete()
        return None
    try:
        secret = passphrase.disclose(row.sealed, token.key, _place(request, row.key, row.pk))
    except Unreadable:
        return None
    _touch(row)
    request._unlocking = row  # type: ignore[attr-defined]
    return Opened(row.key, secret.decode())


def _is_open(row: Unlocking, post: Post) -> bool:
    moment = real_now()
    rested = moment - row.used_at
    fits = row.key.post_id == post.pk and row.key.retired_at is None
    return fits and rested < IDLE and moment < row.ends_at


def _touch(row: Unlocking) -> None:
    moment = real_now()
    if moment - row.used_at >= TOUCHED:
        Unlocking.objects.filter(pk=row.pk).update(used_at=moment)
        row.used_at = moment


def _token_of(request: HttpRequest) -> Token | None:
    given = request.headers.get(HEADER) or request.COOKIES.get(COOKIE, "")
    number, _dot, key = given.partition(".")
    try:
        return Token(uuid.UUID(hex=number), base64.urlsafe_b64decode(key))
    except ValueError:
        return None


def _place(request: HttpRequest, key: HandlerKey, number: uuid.UUID) -> bytes:
    """What an unlocking is bound to: its key, the session or token, and the account's password."""
    asking = cast(Any, request)
    token = getattr(asking, "token", None)
    door = f"token:{token.pk}" if token else f"session:{asking.session.session_key}"
    account: Account = asking.post.account
    words = f"{number}|{key.pk}|{door}|{account.get_session_auth_hash()}"
    return hashlib.sha256(words.encode()).digest()
