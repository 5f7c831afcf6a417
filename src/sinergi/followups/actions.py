"""Asking, answering and closing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups import permissions, rules
from sinergi.followups.evidence import attach, attach_all
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.followups.problems import WrongState
from sinergi.followups.superiors import superior_of
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import System
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid, needed
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
    _check_due(due_at)


def _check_due(due_at: datetime | None) -> None:
    if due_at is not None and due_at <= now():
        raise Invalid(_("The due time has already passed."), field="due_at")


@action("followup.accepted", subject=Followup, may=permissions.may_accept, title=_("Accept"))
def accept(by: Post, followup: Followup) -> Followup:
    """Its owner takes it on."""
    return _move(followup, "accept")


@action("followup.refused", subject=Followup, may=permissions.may_refuse, title=_("Refuse"))
def refuse(by: Post, followup: Followup, *, reason: str) -> Followup:
    """Its owner declines, and says why."""
    followup.answer = needed(reason, "reason", _("Say why it is refused."))
    followup.closed_at = now()
    return _move(followup, "refuse")


@action(
    "followup.reported", subject=Followup, may=permissions.may_report, title=_("Report as done")
)
def report_done(
    by: Post, followup: Followup, *, answer: str, files: Iterable[Any] = ()
) -> Followup:
    """Its owner says what was done, or what the body outside answered, with evidence.

    Raises Invalid at `files` when evidence was asked and there is none yet.
    """
    followup.answer = needed(answer, "answer", _("Say what was done."))
    attach_all(by, followup, files)
    followup.answered_at = now()
    return _move(followup, "report")


@action("followup.returned", subject=Followup, may=permissions.may_return, title=_("Return"))
def send_back(
    by: Post, followup: Followup, *, reason: str, due_at: datetime | None = None
) -> Followup:
    """The answer is not enough; the reason is added below it. It may get a new due time.

    Then it has climbed to nobody. Raises Invalid for a due time that has passed.
    """
    text = needed(reason, "reason", _("Say what is still missing."))
    followup.answer = f"{followup.answer}\n\n» {text}"
    if due_at is not None:
        _give_time(followup, due_at)
    note(reason=text)
    return _move(followup, "return")


@action("followup.postponed", subject=Followup, may=permissions.may_postpone, title=_("Postpone"))
def postpone(by: Post, followup: Followup, *, due_at: datetime, reason: str) -> Followup:
    """Whoever asked gives more time, or less; climbing begins anew."""
    note(reason=needed(reason, "reason", _("Say why the time changes.")))
    _give_time(followup, due_at)
    followup.next_climb = rules.first_climb(followup.kind, followup.state, due_at, now())
    followup.save()
    return followup


def _give_time(followup: Followup, due_at: datetime) -> None:
    _check_due(due_at)
    followup.due_at = due_at
    followup.superior_agency = followup.superior_desk = followup.climbed_at = None
    followup.climbs = 0


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
    followup.answer = needed(answer, "answer", _("Say what was done."))
    followup.answered_at = followup.closed_at = now()
    return _move(followup, "conclude")


@action("followup.withdrawn", subject=Followup, may=permissions.may_withdraw, title=_("Withdraw"))
def withdraw(by: Post, followup: Followup, *, reason: str) -> Followup:
    """Whoever asked takes it back: nobody owes it any more, and it counts for nobody."""
    note(reason=needed(reason, "reason", _("Say why it is withdrawn.")))
    followup.closed_at = now()
    return _move(followup, "withdraw")


@action("followup.noted", subject=Followup, may=permissions.may_add_word, title=_("Add a word"))
def add_word(by: Post, followup: Followup, *, text: str) -> Followup:
    """A word on the way: of the owner on progress, of the asker or a superior to the owner."""
    note(text=needed(text, "text", _("Say something."))[:2000])
    return followup


@action(
    "followup.evidence_added",
    subject=FollowupEvidence,
    parent=Followup,
    lock_parent=True,
    may=permissions.may_add_evidence,
    title=_("Add evidence"),
)
def add_followup_evidence(
    by: Post, followup: Followup, *, file: Any, caption: str = ""
) -> FollowupEvidence:
    """Keep a photo, recording or document as received, with its digest.

    Raises Invalid or TooLarge (field `files`) for what the house does not keep.
    """
    return attach(by, followup, file, caption)


@action(
    "followup.evidence_opened",
    subject=FollowupEvidence,
    may=permissions.may_open_evidence,
    title=_("Open the original"),
)
def open_followup_evidence(by: Post, evidence: FollowupEvidence) -> FollowupEvidence:
    """Take the original out: the journal remembers who did, and when."""
    note(sha256=evidence.blob.sha256, name=evidence.blob.name)
    return evidence


@action(
    "followup.climbed",
    subject=Followup,
    may=permissions.may_climb,
    title=_("Climb to the superior"),
    system=True,
)
def climb_followup(by: System, followup: Followup) -> Followup:
    """What is overdue goes to the superior of whoever has it now; its owner still owes it.

    Raises WrongState when it is not due to climb, or nobody stands above.
    """
    before, above = followup.superior, _due_to_climb(followup)
    if above is None:
        raise WrongState()
    followup.superior_agency = above if isinstance(above, Agency) else None
    followup.superior_desk = above if isinstance(above, Desk) else None
    followup.climbs += 1
    followup.climbed_at = now()
    followup.next_climb = now() + rules.CLIMB_EVERY if _above(followup) else None
    followup.save()
    note(**{"from": str(before or followup.owner_label), "to": str(above)})
    return followup


@action(
    "followup.stayed",
    subject=Followup,
    may=permissions.may_climb,
    title=_("Stay: nobody stands above"),
    system=True,
)
def end_climbing(by: System, followup: Followup) -> Followup:
    """What is overdue and has nobody above its owner, or is kept to named agencies, stays there.

    Raises WrongState when it is not due to climb, or could.
    """
    if _due_to_climb(followup) is not None:
        raise WrongState()
    followup.next_climb = None
    followup.save()
    return followup


def _due_to_climb(followup: Followup) -> Agency | Desk | None:
    if not followup.is_overdue or followup.next_climb is None or followup.next_climb > now():
        raise WrongState()
    return _above(followup)


def _above(followup: Followup) -> Agency | Desk | None:
    """Who stands above, if it may climb there."""
    above = superior_of(followup)
    return above if rules.may_climb_further(followup.climbs, followup.audience, above) else None


def _move(followup: Followup, verb: str) -> Followup:
    state = rules.next_state(verb, followup.state)
    if state is None:
        raise WrongState()
    followup.state = state
    followup.next_climb = _climbs_next(followup, verb)
    followup.save()
    return followup


def _climbs_next(followup: Followup, verb: str) -> datetime | None:
    """Being accepted changes nothing; what is answered or ended climbs no more."""
    if verb == "accept":
        return followup.next_climb
    return rules.first_climb(followup.kind, followup.state, followup.due_at, now())
