"""Confidential cases: the list of many as a handler sees it with her key unlocked, and one case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import connection

from benchmarks.house import House, session_of
from benchmarks.pages import timed
from benchmarks.results import Figure, half_and_most
from sinergi.agencies.models import Post, RoleMark
from sinergi.kernel.clock import now, use_operation
from sinergi.neutrality.models import (
    Case,
    HandlerKey,
    KeyWrap,
    Leaf,
    LegalClock,
    RecoveryKey,
)
from sinergi.neutrality.sealing import age, passphrase
from sinergi.neutrality.sealing.case_keys import CONTENT
from sinergi.neutrality.sealing.words import seal_words
from sinergi.neutrality.unlocking import COOKIE, prepare

CASES, CASES_QUICK = 5_000, 1_000
AIM = 300.0  # ms, of the 95th percentile
BATCH = 500
STATES = ("submitted", "initial_review", "registered", "clarification", "decided", "closed")
REPORT = {
    "what": "Membagikan ajakan mendukung bakal calon di grup WhatsApp kantor. " * 4,
    "subject": "Kepala seksi pada sebuah dinas",
    "subject_kind": "asn_pns",
    "breaches": ["D08"],
    "day": "2024-09-08",
    "when": "",
    "known_on": "2024-09-08",
    "where": "Kantor dinas",
    "region": "",
    "witnesses": "",
    "candidate": "",
}


def measure(house: House) -> list[Figure]:
    """p50 and p95 of the list and of a case, unlocked; and of the list while it is locked."""
    post, count = house.post("penangan"), CASES_QUICK if house.quick else CASES
    RoleMark.objects.update_or_create(
        operation=house.operation, role=post.role, defaults={"second_factor": False}
    )
    with use_operation(house.operation):
        key, secret = handler_key(post)
        fill(post, key, count)
        locked, unlocked = cookies(post, key, secret)
    one = Case.objects.filter(agency=post.agency, state="registered").order_by("number")[0]
    times, how = 15 if house.quick else 60, f"{count} cases, one client"
    found: list[Figure] = []
    for name, path, cookie in (
        ("neutrality, list unlocked", "/neutrality/?state=all", unlocked),
        ("neutrality, list locked", "/neutrality/?state=all", locked),
        ("neutrality, overdue unlocked", "/neutrality/?clock=overdue", unlocked),
        ("neutrality, a case unlocked", one.get_absolute_url(), unlocked),
    ):
        seconds = asyncio.run(timed(house.port, cookie, path, times))
        found += half_and_most(name, seconds, f"GET, {how}", AIM)
    return found


def handler_key(post: Post) -> tuple[HandlerKey, str]:
    """A key of the post, in force, and its private half; the agency's recovery key besides."""
    pair, spare = age.new_pair(), age.new_pair()
    cost = passphrase.Cost(memory=1024, passes=1)
    row = HandlerKey.objects.create(
        operation=post.operation, agency=post.agency, post=post, purpose=CONTENT,
        recipient=pair.recipient, sealed=b"", salt=passphrase.new_salt(), memory=cost.memory,
        passes=cost.passes, made_at=now(), admitted_at=now(), admitted_by="pengukuran",
    )  # fmt: skip
    RecoveryKey.objects.create(
        operation=post.operation, agency=post.agency, recipient=spare.recipient, sealed=b"",
        threshold=2, shares=3, made_at=now(), made_by="pengukuran",
    )  # fmt: skip
    return row, pair.secret


def fill(post: Post, key: HandlerKey, count: int) -> None:
    """So many cases, each with key pairs of its own, a report and a deadline."""
    for start in range(0, count, BATCH):
        made = list(_made(post, key, start, min(start + BATCH, count)))
        for model in (Case, KeyWrap, Leaf, LegalClock):
            rows: Any = [row for rows in made for row in rows if type(row) is model]
            model._default_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE neutrality_case, neutrality_keywrap, neutrality_legalclock")


def _made(post: Post, key: HandlerKey, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    for number in range(first, last):
        pair, day = age.new_pair(), date(2024, 9, 9) - timedelta(days=number // 50)
        case = Case(
            operation=post.operation, agency=post.agency, origin="report", arrived_on=day,
            number=f"LPN/35.19/2024/{number:06d}", state=STATES[number % len(STATES)],
            collected_on=day, since=now(), content_recipient=pair.recipient,
            identity_recipient=pair.recipient, subject_kind="asn_pns", breaches=["D08"],
            summary=seal_words({**REPORT, "what": REPORT["what"][:160]}, pair.recipient),
            has_identity=number % 2 == 0,
        )  # fmt: skip
        sealed = age.seal(pair.secret.encode(), key.recipient)
        yield (
            case,
            KeyWrap(case=case, purpose=CONTENT, handler=key, sealed=sealed),
            Leaf(case=case, kind="report", content=seal_words(REPORT, pair.recipient), day=day,
                 turn=1),
            LegalClock(case=case, rule="decision", started_at=now(),
                       due_at=now() + timedelta(hours=number % 96 - 48)),
        )  # fmt: skip


def cookies(post: Post, key: HandlerKey, secret: str) -> tuple[str, str]:
    """The header `Cookie` of a handler whose key is locked, and of one whose key is open."""
    session = session_of(post)
    asking: Any = SimpleNamespace(session=SimpleNamespace(session_key=session), post=post)
    post.account.refresh_from_db()  # its password was set since
    prepared = prepare(asking, key, secret)
    prepared.row.save()
    locked = f"{settings.SESSION_COOKIE_NAME}={session}"
    return locked, f"{locked}; {COOKIE}={prepared.token}"
