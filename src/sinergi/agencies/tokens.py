"""Whose token a program shows.

A busy program shows its token hundreds of times a minute, and what belongs to it hardly changes.
So a process remembers what it read, and one small statement asks the database whether every row
of it still is the version that was read (`xmin` and `ctid` of PostgreSQL): what was revoked or
ended a moment ago, by whichever process, opens nothing.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q
from django.http import HttpRequest

from sinergi.agencies.actions.tokens import digest_of
from sinergi.agencies.current import is_in_force
from sinergi.agencies.models import ApiToken, DeskMember
from sinergi.agencies.problems import BadToken, NoPost
from sinergi.kernel.clock import real_now

SEEN_EVERY = timedelta(minutes=1)  # a busy token is not a row that is written all the time


def bearer_of(request: HttpRequest) -> str:
    """The secret in the Authorization header (RFC 6750); empty when there is none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


# Prepared once on each connection: to plan so many joins costs ten times what running them does.
_PREPARE = """
PREPARE versions_of_token (text) AS
SELECT concat_ws(' ', t.xmin, t.ctid, p.xmin, p.ctid, a.xmin, a.ctid, g.xmin, g.ctid,
                 r.xmin, r.ctid, o.xmin, o.ctid, seats.versions)
FROM agencies_apitoken t
JOIN agencies_post p ON p.id = t.post_id
JOIN agencies_account a ON a.id = p.account_id
JOIN agencies_agency g ON g.id = p.agency_id
JOIN regions_region r ON r.code = p.region_id
JOIN kernel_operation o ON o.id = p.operation_id
LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(' ', m.xmin, m.ctid, d.xmin, d.ctid), ',' ORDER BY m.id) AS versions
    FROM agencies_deskmember m JOIN agencies_desk d ON d.id = m.desk_id WHERE m.post_id = p.id
) seats ON true
WHERE t.digest = $1
"""
_VERSIONS = "EXECUTE versions_of_token (%s)"
MOST_REMEMBERED = 2_000
_remembered: dict[str, tuple[str, ApiToken]] = {}  # by digest, with the versions that were read


def find_token(secret: str) -> ApiToken:
    """The token, with its post and all that a request asks of it; its rows are only for reading.

    One statement, or three when any of it is new. Raises BadToken (401) for one that is unknown,
    revoked or expired, and NoPost (403) when its post is no longer in force.
    """
    digest = digest_of(secret)
    token = _token_of(digest)
    # The index found it by its digest; the comparison itself says nothing by its duration.
    if token is None or not hmac.compare_digest(token.digest, digest) or not token.is_valid():
        raise BadToken()
    if not token.post.account.is_active or not is_in_force(token.post):
        raise NoPost()
    _mark_seen(token)
    return token


def _token_of(digest: str) -> ApiToken | None:
    with connection.cursor() as cursor:
        _be_prepared(cursor)
        cursor.execute(_VERSIONS, [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    versions, token = _remembered.get(digest, ("", None))
    if token is None or versions != row[0]:
        token = _read(digest)
        _remember(digest, row[0], token)
    return token


def _be_prepared(cursor: Any) -> None:
    """Prepare the statement unless this connection (one of a pool) knows it already."""
    if not getattr(connection.connection, "knows_tokens", False):
        cursor.execute(_PREPARE)
        connection.connection.knows_tokens = True


def _read(digest: str) -> ApiToken | None:
    seats = Prefetch("post__memberships", DeskMember.objects.select_related("desk"))
    row = ApiToken.objects.filter(digest=digest).select_related(
        "post__account", "post__agency", "post__region", "post__operation"
    )
    return row.prefetch_related(seats).first()


def _remember(digest: str, versions: str, token: ApiToken | None) -> None:
    """Versions are read before the rows: what changes in between is only read once more."""
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    if token is not None:
        _remembered[digest] = (versions, token)


def _mark_seen(token: ApiToken) -> None:
    """Note that it was used, at most once a minute. No action: it changes nothing that counts."""
    before = real_now() - SEEN_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=real_now())
