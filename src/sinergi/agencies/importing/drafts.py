"""The workbook between preview and end, and the passwords that it makes."""

from __future__ import annotations

import io
import json
import time

from django.utils.translation import gettext as _

from sinergi.agencies.ciphers import cipher
from sinergi.agencies.importing.carrying import Carrier, Done
from sinergi.agencies.importing.known import known_of
from sinergi.agencies.importing.plan import Plan, make_plan
from sinergi.agencies.importing.problems import BadSheet
from sinergi.agencies.importing.sheet import MOST_BYTES, passwords_book, read_rows
from sinergi.agencies.models import PeopleSheet, Post
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import NotFound

SLICE = 4.0  # seconds of work for one request
Secret = tuple[str, str, str]  # name, what she signs in with, password


def keep(by: Post, name: str, content: bytes) -> PeopleSheet:
    """Keep a workbook for its preview. Raises BadSheet for what cannot be read."""
    if len(content) > MOST_BYTES:
        raise BadSheet(_("This workbook is too large."))
    plan_of(by.operation, content)
    return PeopleSheet.keep(by, name, content=content)


def plan_of(operation: Operation, content: bytes) -> Plan:
    """What the workbook would change now. Raises BadSheet."""
    return make_plan(read_rows(io.BytesIO(content)), known_of(operation))


def carry_on(by: Post, sheet: PeopleSheet) -> int:
    """Carry out as many rows as some seconds allow; how many are left.

    Each row is planned anew, so what was done already is not done twice.
    """
    refused = {row for row, _why in sheet.refused}
    todo = [
        line
        for line in plan_of(by.operation, bytes(sheet.content)).of("new", "change")
        if line.row not in refused
    ]
    if not sheet.started:
        sheet.started, sheet.total = True, len(todo)
    done: list[Done] = []
    until = time.monotonic() + SLICE
    for result in Carrier(by, by.operation).carry_out(todo):
        done.append(result)
        if time.monotonic() > until:
            break
    _remember(sheet, done)
    return len(todo) - len(done)


def _remember(sheet: PeopleSheet, done: list[Done]) -> None:
    sheet.refused += [[one.row, one.refused] for one in done if one.refused]
    made = [(one.name, one.login, one.password) for one in done if one.password]
    if made:
        text = json.dumps(secrets_of(sheet) + made)
        sheet.secrets = cipher("passing passwords").encrypt(text.encode()).decode()
    sheet.save()


def secrets_of(sheet: PeopleSheet) -> list[Secret]:
    """The passing passwords that wait to be fetched."""
    if not sheet.secrets:
        return []
    text = cipher("passing passwords").decrypt(sheet.secrets.encode())
    return [(name, login, password) for name, login, password in json.loads(text)]


def take_secrets(sheet: PeopleSheet) -> bytes:
    """The workbook of the passing passwords, once. Raises NotFound the second time."""
    rows = secrets_of(sheet)
    if not rows or not PeopleSheet.objects.filter(pk=sheet.pk).exclude(secrets="").update(
        secrets=""
    ):
        raise NotFound(_("The passing passwords were fetched already."))
    return passwords_book(rows)
