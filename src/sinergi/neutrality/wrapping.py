"""Handing on the keys of cases: from a holder who opens them to another one, in batches.

Nobody is given the key of a case from which her account is barred, nor one of another purpose.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sinergi.neutrality.models import Bar, HandlerKey, KeyWrap, RecoveryKey
from sinergi.neutrality.sealing import age

BATCH = 500
Holder = HandlerKey | RecoveryKey


def hand_on(giver: Holder, secret: str, to: Holder, purpose: str) -> int:
    """Seal to `to` what `giver` holds and `to` lacks; returns of how many cases.

    Two statements for each 500 cases. `secret` is the giver's private key.
    """
    rows = lacking(KeyWrap.objects.filter(**_held_by(giver), purpose=purpose), to)
    count, last = 0, None
    while batch := list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[:BATCH]):
        KeyWrap.objects.bulk_create(_anew(row, secret, to) for row in batch)
        count, last = count + len(batch), batch[-1].pk
    return count


def lacking(rows: QuerySet[KeyWrap], to: Holder) -> QuerySet[KeyWrap]:
    """Those of `rows` whose case `to` cannot open, though it may."""
    same = {"case": OuterRef("case"), "purpose": OuterRef("purpose")}
    rows = rows.exclude(Exists(KeyWrap.objects.filter(**_held_by(to), **same)))
    if isinstance(to, HandlerKey):
        barred = Bar.objects.filter(case=OuterRef("case"), post__account=to.post.account_id)
        rows = rows.exclude(Exists(barred))
    return rows


def _held_by(holder: Holder) -> dict[str, Any]:
    return {"handler" if isinstance(holder, HandlerKey) else "recovery": holder}


def _anew(row: KeyWrap, secret: str, to: Holder) -> KeyWrap:
    inner = age.open_sealed(row.sealed, secret)
    sealed = age.seal(inner, to.recipient)
    return KeyWrap(case_id=row.case_id, purpose=row.purpose, sealed=sealed, **_held_by(to))
