"""Special cases of a station: opened or proposed, accepted, ended, withdrawn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.actions import assign
from sinergi.followups.models import Followup
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, zone
from sinergi.kernel.problems import Conflict, Invalid, needed
from sinergi.polling import permissions
from sinergi.polling.grounds import Ground, grounds
from sinergi.polling.models import SpecialCase, Station
from sinergi.regions.codes import clipped

KINDS = SpecialCase.Kind.values
NEXT_DAY = timedelta(days=1)  # a deadline is the end of its day


@action(
    "special_case.opened",
    subject=SpecialCase,
    parent=Station,
    lock_parent=True,
    may=permissions.may_open_special_case,
    title=_("Open a special case"),
)
def open_special_case(by: Post, station: Station, *, kind: str, detail: str) -> SpecialCase:
    """Open it; what KPU alone decides (PSU and the like) is proposed by everybody else.

    Raises Invalid (field `kind` or `detail`), Conflict while one of that kind is unfinished.
    """
    if kind not in KINDS:
        raise Invalid(_("Choose what it is."), field="kind")
    told = needed(detail, "detail", _("Say what happened."))
    if station.special_cases.unfinished().filter(kind=kind).exists():
        raise Conflict(_("This station has such a case already."))
    ground = grounds()[kind]
    proposed = ground.decided and not by.can("manage_stations")
    case = SpecialCase.objects.create(
        operation_id=station.operation_id,
        station=station,
        kind=kind,
        state=SpecialCase.State.PROPOSED if proposed else SpecialCase.State.OPEN,
        detail=told,
        ground=ground.ground,
        due_on=ground.due_on(station.operation.voting_day),
        opened_at=now(),
        opened_by=by.actor_label,
    )
    if not proposed:
        _ask_kpu(case, ground)
    return case


@action(
    "special_case.accepted",
    subject=SpecialCase,
    may=permissions.may_accept_special_case,
    title=_("Take the proposal on"),
)
def accept_special_case(by: Post, case: SpecialCase) -> SpecialCase:
    """KPU makes a proposal a case of its own, with its follow-up."""
    case.state = SpecialCase.State.OPEN
    case.save(update_fields=["state"])
    _ask_kpu(case, grounds()[case.kind])
    return case


@action(
    "special_case.ended",
    subject=SpecialCase,
    may=permissions.may_end_special_case,
    title=_("It is carried out"),
)
def end_special_case(by: Post, case: SpecialCase, *, outcome: str) -> SpecialCase:
    """It was done, and how."""
    return _finish(case, SpecialCase.State.DONE, outcome, _("Say what came of it."))


@action(
    "special_case.withdrawn",
    subject=SpecialCase,
    may=permissions.may_withdraw_special_case,
    title=_("Withdraw it"),
)
def withdraw_special_case(by: Post, case: SpecialCase, *, outcome: str) -> SpecialCase:
    """It was no such case, or was not accepted; why."""
    return _finish(case, SpecialCase.State.WITHDRAWN, outcome, _("Say why it is withdrawn."))


def _finish(case: SpecialCase, state: str, outcome: str, missing: object) -> SpecialCase:
    case.outcome = needed(outcome, "outcome", missing)
    case.state, case.ended_at = state, now()
    case.save(update_fields=["outcome", "state", "ended_at"])
    return case


def _ask_kpu(case: SpecialCase, ground: Ground) -> None:
    """A task for KPU in the name of the regency's desk, where the kind needs one."""
    kpu = _agency_of(case)
    desk = _desk_of(case)
    if not ground.followup or kpu is None or desk is None:
        return
    case.followup = assign(
        SYSTEM,  # type: ignore[arg-type]  # the house asks, by the rule of this kind
        desk,
        kind=Followup.Kind.TASK,
        title=f"{case.get_kind_display()}: {case.station.journal_label()}",
        to=kpu,
        detail=f"{case.detail}\n\n{case.ground}",
        region=case.station.region,
        due_at=_end_of(case.due_on),
        origin=(str(case), reverse("polling:special-cases")),
    )
    case.save(update_fields=["followup"])
    note(followup=str(case.followup.pk))


def _agency_of(case: SpecialCase) -> Agency | None:
    """KPU of the regency in which the station lies."""
    rows = Agency.objects.filter(operation_id=case.operation_id, kind="kpu")
    return rows.filter(region_id=_regency(case)).order_by("pk").first()


def _desk_of(case: SpecialCase) -> Desk | None:
    rows = Desk.objects.filter(operation_id=case.operation_id, level="regency")
    return rows.filter(region_id=_regency(case)).first()


def _regency(case: SpecialCase) -> str:
    return clipped(case.station.region_id, "regency")


def _end_of(day: date | None) -> datetime | None:
    """The end of that day in the region; None when there is none, or it has passed."""
    if day is None:
        return None
    end = datetime.combine(day + NEXT_DAY, time.min, zone())
    return end if end > now() else None
