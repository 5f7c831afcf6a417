"""What the page of keys shows, in few statements whatever the number of cases and keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from sinergi.agencies.models import Post
from sinergi.neutrality import key_permissions as permissions
from sinergi.neutrality import resealing
from sinergi.neutrality.models import Case, HandlerKey, KeyWrap, RecoveryKey
from sinergi.neutrality.sealing.case_keys import Opened


@dataclass(frozen=True)
class KeyLine:
    """One key, and how many cases it lacks that its holder may open."""

    key: HandlerKey
    lacks: int
    own: bool

    @property
    def waits(self) -> bool:
        """Whether it was not admitted yet."""
        return self.key.admitted_at is None


@dataclass(frozen=True)
class Recovery:
    """The recovery key, and what it lacks of each kind."""

    key: RecoveryKey
    lacks: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether it opens every case."""
        return not any(self.lacks.values())


def key_lines(post: Post) -> list[KeyLine]:
    """The keys of the agency that are in use, one's own first. Three statements."""
    rows = HandlerKey.objects.in_use().filter(agency=post.agency_id).select_related("post")
    keys = list(rows.order_by("purpose", "made_at"))
    total = Case.objects.filter(agency=post.agency_id).count()
    held = _held(handler__in=keys)
    barred = _barred(keys)
    lines = [_line(key, total, held, barred, post) for key in keys]
    return sorted(lines, key=lambda line: not line.own)


def _line(
    key: HandlerKey, total: int, held: dict[Any, int], barred: dict[Any, int], post: Post
) -> KeyLine:
    lacks = total - held.get((key.pk, key.purpose), 0) - barred.get(key.post.account_id, 0)
    return KeyLine(key, max(lacks, 0) if key.admitted_at else 0, key.post_id == post.pk)


def _held(**holders: Any) -> dict[Any, int]:
    name = next(iter(holders)).removesuffix("__in")
    rows = KeyWrap.objects.filter(**holders).values_list(name, "purpose").order_by()
    return {(holder, purpose): n for holder, purpose, n in rows.annotate(n=Count("pk"))}


def _barred(keys: list[HandlerKey]) -> dict[Any, int]:
    accounts = {key.post.account_id for key in keys}
    rows = Case.objects.filter(bars__post__account__in=accounts)
    counted = (
        rows.values_list("bars__post__account").order_by().annotate(n=Count("pk", distinct=True))
    )
    return dict(counted)


def recovery_line(post: Post) -> Recovery | None:
    """The recovery key of the agency in use; two statements."""
    key = permissions.recovery_of(post.agency)
    if key is None:
        return None
    total = Case.objects.filter(agency=post.agency_id).count()
    held = _held(recovery__in=[key])
    purposes = ("content", "identity")
    return Recovery(key, {each: total - held.get((key.pk, each), 0) for each in purposes})


@dataclass(frozen=True)
class Resealing:
    """How many cases are still sealed to retired keys, and how many of them she can renew."""

    remaining: int
    hers: int


def resealing_of(post: Post, opened: Opened | None) -> Resealing:
    """Of the kind of key that she holds; two statements."""
    purpose = permissions.purpose_of(post) or ""
    rows = resealing.remaining(post.agency, purpose)
    hers = resealing.open_to(rows, opened).count() if opened else 0
    return Resealing(rows.count(), hers)


def retired_keys(post: Post) -> list[HandlerKey]:
    """The last ones that were retired."""
    rows = HandlerKey.objects.filter(~Q(retired_at=None), agency=post.agency_id)
    return list(rows.select_related("post").order_by("-retired_at")[:20])
