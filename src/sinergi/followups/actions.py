"""Asking, answering and closing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups import permissions, rules
from sinergi.followups.models import Followup
from sinergi.followups.problems import WrongState
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.regions.models import Region

LONGEST_TITLE = 200  # characters


@action(
    "followup.assigned",
    subject=Followup,
    parent=Desk,
    may=permissions.may_assign,
    title=_("Ask or assign"),
    system=True,
)
def assign(
    by: Post,
    desk: Desk,
    *,
    kind: str,
    title: str,
    to: Agency | Desk | str,
    detail: str = "",
    region: Region | None = None,
    due_at: datetime | None = None,
    origin: tuple[str, str] = ("", ""),
    audience: list[Any] | None = None,
    evidence_asked: str = "",
) -> Followup:
    """Make a follow-up, asked in the name of `desk` of one owner: an agency, a desk, or the name
    of a body outside the house.

    One of a kind that climbs goes to its owner's superior when the due time has passed.
    `origin` is (label, path) of what it belongs to. Raises Invalid when there is no owner or
    no title, or the due time has passed.
    """
    _check(title, due_at, to)
    return Followup.objects.create(
        operation_id=desk.operation_id,
        region_id=region.pk if region else desk.region_id,
        kind=kind,
        title=title.strip(),
        detail=detail.strip(),
        from_desk=desk,
        from_agency_id=by.agency_id,
        from_label=by.actor_label,
        **_owner(to),
        created_at=now(),
        due_at=due_at,
        origin_label=origin[0],
        origin_url=origin[1],
        audience=audience,
        evidence_asked=evidence_asked.strip(),
        next_climb=due_at if kind in rules.CLIMBING else None,
    )


def _owner(to: Agency | Desk | str) -> dict[str, Any]:
    """The column of the one who owes it."""
    if isinstance(to, Agency):
        return {"to_agency": to}
    return {"to_desk": to} if isinstance(to, Desk) else {"to_body": to}


def _check(title: str, due_at: datetime | None, to: Agency | Desk | str) -> None:
    if not to:
        raise Invalid(_("Name the one who is to do it."), field="to")
    if not title.strip():
        raise Invalid(_("Say what is asked."), field="title")
    if len(title.strip()) > LONGEST_TITLE:
        raise Invalid(_("At most %(count)d characters.") % {"count": LONGEST_TITLE}, field="title")
    if due_at is not None and due_at <= now():
        raise Invalid(_("The due time has already passed."), field="due_at")


@action("followup.accepted", subject=Followup, may=permissions.may_accept, title=_("Accept"))
def accept(by: Post, followup: Followup) -> Followup:
    """Its owner takes it on."""
    return _move(followup, "accept")


@action("followup.refused", subject=Followup, may=permissions.may_refuse, title=_("Refuse"))
def refuse(by: Post, followup: Followup, *, reason: str) -> Followup:
    """Its owner declines, and says why."""
    followup.answer = _needed(reason, "reason", _("Say why it is refused."))
    followup.closed_at = now()
    return _move(followup, "refuse")


@action(
    "followup.reported", subject=Followup, may=permissions.may_report, title=_("Report as done")
)
def report_done(by: Post, followup: Followup, *, answer: str) -> Followup:
    """Its owner says what was done, or what the body outside answered."""
    followup.answer = _needed(answer, "answer", _("Say what was done."))
    followup.answered_at = now()
    return _move(followup, "report")


@action("followup.returned", subject=Followup, may=permissions.may_return, title=_("Return"))
def send_back(by: Post, followup: Followup, *, reason: str) -> Followup:
    """The answer is not enough; the reason is added below it."""
    text = _needed(reason, "reason", _("Say what is still missing."))
    followup.answer = f"{followup.answer}\n\n» {text}"
    return _move(followup, "return")


@action("followup.closed", subject=Followup, may=permissions.may_close, title=_("Close"))
def close(by: Post, followup: Followup) -> Followup:
    """The answer is enough."""
    followup.closed_at = now()
    return _move(followup, "close")


@action(
    "followup.concluded",
    subject=Followup,
    may=permissions.may_conclude,
    title=_("Conclude"),
)
def conclude(by: Post, followup: Followup, *, answer: str) -> Followup:
    """Answered and closed in one: the case itself told the answer."""
    followup.answer = _needed(answer, "answer", _("Say what was done."))
    followup.answered_at = followup.closed_at = now()
    return _move(followup, "conclude")


def _move(followup: Followup, verb: str) -> Followup:
    state = rules.next_state(verb, followup.state)
    if state is None:
        raise WrongState()
    followup.state = state
    followup.save()
    return followup


def _needed(text: str, field: str, message: Any) -> str:
    if not text.strip():
        raise Invalid(message, field=field)
    return text.strip()
