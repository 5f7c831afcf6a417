"""Carries a plan out, row by row: each row wholly or not at all, by the actions of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.agencies import actions
from sinergi.agencies.importing.plan import Line, Wanted
from sinergi.agencies.models import Account, Agency, Desk, Post
from sinergi.agencies.passing import passing_password
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.regions.models import Region


@dataclass(frozen=True)
class Done:
    """What became of a row. `login` and `password` for a new person without e-mail."""

    row: int
    name: str
    login: str = ""
    password: str = ""
    refused: str = ""


class Carrier:
    """Carries out rows of one operation; fetches agencies, places and desks once."""

    def __init__(self, by: Any, operation: Operation) -> None:
        self.by, self.operation = by, operation
        self.agencies = Agency.objects.filter(operation=operation).in_bulk()
        self.places = Region.objects.within([operation.region_code]).in_bulk()
        self.desks = {row.region_id: row for row in Desk.objects.filter(operation=operation)}
        self.accounts: dict[str, UUID] = {}  # made by this very file: by phone and e-mail

    def carry_out(self, lines: Iterable[Line]) -> Iterator[Done]:
        """Row after row. What changed since the plan was made is told, and the row left alone."""
        for line in lines:
            if line.wanted is None or line.state not in ("new", "change"):
                continue
            try:
                with transaction.atomic():
                    yield self._one(line, line.wanted)
            except Problem as problem:
                yield Done(line.row, line.wanted.name, refused=str(problem))

    def _one(self, line: Line, wanted: Wanted) -> Done:
        account, password = self._account(line, wanted)
        post = self._post(line, wanted, account)
        if line.seat:
            actions.seat(self.by, self.desks[line.seat], post=post, coordinator=wanted.coordinator)
        login = account.phone or account.email or ""
        return Done(line.row, account.name, login if password else "", password)

    def _account(self, line: Line, wanted: Wanted) -> tuple[Account, str]:
        """The person, and her passing password when she is new and has no e-mail."""
        key = line.person.id if line.person else self._made(wanted)
        if key is None:
            return self._add(wanted)
        account = Account.objects.get(pk=key)
        if line.person and not line.person.ours:
            return account, ""
        phone, email = wanted.phone or account.phone, wanted.email or account.email
        if (wanted.name, phone, email) != (account.name, account.phone, account.email):
            account = actions.change_account(
                self.by, account, name=wanted.name, phone=phone or "", email=email or ""
            )
        return account, ""

    def _made(self, wanted: Wanted) -> UUID | None:
        keys = (wanted.phone, wanted.email)
        return next((self.accounts[key] for key in keys if key in self.accounts), None)

    def _add(self, wanted: Wanted) -> tuple[Account, str]:
        account = actions.add_account(
            self.by,
            self.operation,
            name=wanted.name,
            phone=wanted.phone or "",
            email=wanted.email or "",
        )
        self.accounts |= {key: account.pk for key in (account.phone, account.email) if key}
        if account.email:
            return account, ""  # she asks for a link herself
        password = passing_password()
        return actions.reset_password(self.by, account, password=password), password

    def _post(self, line: Line, wanted: Wanted, account: Account) -> Post:
        if line.post is None:
            return actions.open_post(
                self.by,
                self.agencies[wanted.agency.id],
                account=account,
                role=wanted.role.code,
                region=self.places[wanted.region],
                since=wanted.since,
                until=wanted.until,
            )
        post = Post.objects.get(pk=line.post.id)
        if wanted.until and wanted.until != post.until:
            return actions.close_post(self.by, post, until=wanted.until)
        return post
