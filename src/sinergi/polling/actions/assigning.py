"""Placing police, army and Linmas at stations, many at a time, and giving them duty letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.documents import issue_document
from sinergi.kernel.problems import Invalid, needed
from sinergi.polling.actions.plan import listed
from sinergi.polling.models import SecurityList, StationPerson
from sinergi.polling.permissions import plan as permissions
from sinergi.polling.permissions.keeping import services_of
from sinergi.polling.problems import PlacedTwice
from sinergi.polling.queries.placements import placed_rows
from sinergi.polling.security import duty_letters, placing

BATCH = 1_000  # rows of one statement
MOST_LETTERS = 2_000  # in one file


@action(
    "security.placed",
    subject=SecurityList,
    parent=Agency,
    may=permissions.may_assign_people,
    title=gettext_lazy("Place security personnel at stations"),
)
def assign_people(
    by: Post,
    agency: Agency,
    wanted: Sequence[placing.Wanted],
    *,
    release: Sequence[StationPerson] = (),
    sure: bool = False,
) -> SecurityList:
    """Place all of `wanted` for the agency, and release some; who stands there already stays.

    Raises Invalid (field `rows`) for what cannot be, and PlacedTwice for a body that would stand
    at two places at once, unless one is `sure`. Then nothing is placed.
    """
    good, faults = placing.cleaned(by, agency, wanted)
    if faults:
        raise Invalid(faults[0].message, field="rows")
    _check_release(by, agency, release)
    standing = placing.standing_people(agency, good, release)
    doubles = placing.double_faults(by, agency, good, standing)
    if doubles and not sure:
        raise PlacedTwice(" ".join(fault.message for fault in doubles[:3]))
    made, changed = _placed(agency, good, standing)
    _release(release)
    note(placed=_named(made), released=_named(release), changed=_named(changed))
    codes = [row.station.region_id for row in (*made, *changed, *release)]
    return listed(by, agency, SecurityList.Kind.PLACEMENT, codes, len(made))


def _check_release(by: Post, agency: Agency, release: Sequence[StationPerson]) -> None:
    allowed = services_of(by)
    for row in release:
        theirs = row.agency_id == agency.pk and by.covers(row.station.region_id)
        if not theirs or row.service not in allowed:
            raise Invalid(_("Another body places the people of this service."), field="rows")


def _placed(
    agency: Agency, wanted: Sequence[placing.Wanted], standing: Sequence[StationPerson]
) -> tuple[list[StationPerson], list[StationPerson]]:
    """Who is new, and whose telephone changed. Two statements for every BATCH rows."""
    known = {(row.station_id, row.service, row.agency_id, row.title): row for row in standing}
    made, changed = [], []
    for one in wanted:
        row = known.get(one.same_as(agency))
        if row is None:
            made.append(
                StationPerson(station=one.station, service=one.service, title=one.title,
                              phone=one.phone, agency=agency)
            )  # fmt: skip
        elif one.phone and row.phone != one.phone:
            row.phone = one.phone
            changed.append(row)
    StationPerson.objects.bulk_create(made, batch_size=BATCH)
    StationPerson.objects.bulk_update(changed, ["phone"], batch_size=BATCH)
    return made, changed


def _release(rows: Sequence[StationPerson]) -> None:
    moment = now()
    StationPerson.objects.filter(pk__in=[row.pk for row in rows]).update(until=moment)


def _named(rows: Sequence[StationPerson]) -> list[list[str]]:
    return [[str(row.station_id), row.service, row.title] for row in rows]


@dataclass(frozen=True)
class LettersAsked:
    """What the letters say beside who goes where. `per`: person or group."""

    per: str
    since: date
    until: date
    basis: str  # legal grounds, one in a line
    task: str
    signer: str
    district: str = ""  # only of this one
    again: bool = False  # also who has a letter already


@action(
    "duty_letters.issued",
    subject=SecurityList,
    parent=Agency,
    may=permissions.may_issue_letters,
    title=gettext_lazy("Give duty letters"),
)
def issue_duty_letters(by: Post, agency: Agency, asked: LettersAsked) -> SecurityList:
    """All letters of the agency as one PDF, under one number with a number for each letter.

    Each person keeps the number of her letter. Raises Invalid when nobody waits for one.
    """
    _check(asked)
    people = list(_waiting(by, agency, asked))
    if not people:
        raise Invalid(_("Nobody waits for a duty letter."), field="district")
    letters = duty_letters.letters_of(by, people, asked.per)
    if len(letters) > MOST_LETTERS:
        said = _("At most %(count)d letters at once: choose a district.") % {"count": MOST_LETTERS}
        raise Invalid(said, field="district")
    document = issue_document(
        duty_letters.KIND,
        duty_letters.TEMPLATE,
        duty_letters.data_of(agency, letters, asked),
        by=by,
        operation=agency.operation,
        region_code=agency.region_id,
        title=duty_letters.title_of(agency),
        series=duty_letters.series_of(agency),
    )
    _number(letters, document.number)
    note(number=document.number, digest=document.sha256, letters=len(letters))
    codes = [row.station.region_id for row in people]
    return listed(
        by, agency, SecurityList.Kind.LETTERS, codes, len(letters),
        document=document, since=asked.since, until=asked.until,
    )  # fmt: skip


def _check(asked: LettersAsked) -> None:
    needed(asked.basis, "basis", _("Name the legal basis."))
    needed(asked.task, "task", _("Say what the duty is."))
    needed(asked.signer, "signer", _("Say who signs."))
    if asked.until < asked.since:
        raise Invalid(_("The last day lies before the first."), field="until")
    if asked.per not in duty_letters.PER:
        raise Invalid(_("There is no such kind."), field="per")


def _waiting(by: Post, agency: Agency, asked: LettersAsked) -> Any:
    rows = placed_rows(by, asked.district).filter(agency=agency)
    return rows if asked.again else rows.filter(letter="")


def _number(letters: Sequence[duty_letters.Letter], number: str) -> None:
    """Each person keeps the number of the letter on which she stands."""
    rows = []
    for place, letter in enumerate(letters, start=1):
        for row in letter.people:
            row.letter = duty_letters.number_of(number, place)
            rows.append(row)
    StationPerson.objects.bulk_update(rows, ["letter"], batch_size=BATCH)
