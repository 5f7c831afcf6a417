"""Emptying the letterbox: only then does a report have a number, and anybody to read it.

Everything of an hour is taken at once, in an order of chance, and its rows are written anew: what
PostgreSQL knows of them then tells the moment of the emptying, not of the reporter.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.numbers import next_number
from sinergi.kernel.permission import HIDDEN, Answer
from sinergi.neutrality import clockwork
from sinergi.neutrality.casebook import today
from sinergi.neutrality.models import Bar, Case, KeyWrap, Leaf, Receipt, SealedFile
from sinergi.neutrality.sealing.store import renew_place

SERIES = "LPN"  # laporan pelanggaran netralitas; Bawaslu gives its own number on registration
STUDY = "initial_study"


def _the_house_alone(by: Any, case: Case) -> Answer:
    """No person empties it: that there is something in it is nobody's to know."""
    return HIDDEN


@action(
    "neutrality_case.collected",
    subject=Case,
    may=_the_house_alone,
    title=_("Take a report from the letterbox"),
    system=True,
)
def collect_case(by: Any, case: Case) -> Case:
    """Give a report its number, and let the time for its initial review run."""
    case.collected_on, case.since = today(case.operation), now()
    came = [Leaf.Kind.REPORT, *([Leaf.Kind.IDENTITY] if case.has_identity else [])]
    Leaf.objects.filter(case=case, kind__in=came).update(collected=True)
    _collect_files(case)
    case.number = next_number(SERIES, case.operation)
    case.save()
    clockwork.start_clock(case, STUDY, now())
    note(day=case.arrived_on.isoformat(), origin=case.origin)
    return case


@action(
    "neutrality_case.message_collected",
    subject=Case,
    may=_the_house_alone,
    title=_("Take a message of a reporter from the letterbox"),
    system=True,
)
def collect_message(by: Any, case: Case, *, leaf: Leaf) -> Case:
    """Let handlers read what a reporter wrote later, with its files."""
    _collect_leaf(case, leaf)
    return case


@action(
    "neutrality_case.identity_collected",
    subject=Case,
    may=_the_house_alone,
    title=_("Take the identity of a reporter from the letterbox"),
    system=True,
)
def collect_identity(by: Any, case: Case, *, leaf: Leaf) -> Case:
    """Preliminary information of which the reporter is known now becomes a report."""
    case.has_identity = True
    if case.origin == Case.Origin.INFORMATION:
        case.origin = Case.Origin.REPORT
    case.save()
    _collect_leaf(case, leaf)
    return case


def _collect_leaf(case: Case, leaf: Leaf) -> None:
    Leaf.objects.filter(pk=leaf.pk).update(collected=True)
    files = _collect_files(case)
    note(leaf=leaf.turn, day=leaf.day.isoformat(), files=files)


def _collect_files(case: Case) -> int:
    """Those whose text is out of the letterbox; how many."""
    rows = SealedFile.objects.filter(case=case, collected=False, leaf__collected=True)
    for file in rows:
        for path in filter(None, (file.shown_path, file.original_path)):
            renew_place(path)
    return SealedFile.objects.filter(pk__in=[file.pk for file in rows]).update(collected=True)


def collect_letterbox(by: Any, operation: Operation) -> int:
    """Empty the letterbox of an operation; how many reports and messages were in it."""
    with transaction.atomic():
        waiting = Case.objects.filter(operation=operation, collected_on__isnull=True)
        cases = _shuffled(waiting.order_by("pk"))
        for case in cases:
            collect_case(by, case)
        leaves = _shuffled(
            Leaf.objects.filter(case__operation=operation, collected=False).select_related("case")
        )
        for leaf in leaves:
            _collect(by, leaf)
        for case in {case.pk: case for case in (*cases, *(leaf.case for leaf in leaves))}.values():
            _write_anew(case)
    return len(cases) + len(leaves)


def _collect(by: Any, leaf: Leaf) -> None:
    taking = collect_identity if leaf.kind == Leaf.Kind.IDENTITY else collect_message
    taking(by, leaf.case, leaf=leaf)


def _shuffled(rows: Iterable[Any]) -> list[Any]:
    found = list(rows)
    secrets.SystemRandom().shuffle(found)
    return found


def _write_anew(case: Case) -> None:
    """A new version of every row that the reporter's sending wrote or locked."""
    Case.objects.filter(pk=case.pk).update(agency=case.agency_id)
    for rows in (KeyWrap, Receipt, Leaf, SealedFile, Bar):
        rows.objects.filter(case=case).update(case=case)
