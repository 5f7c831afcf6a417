"""The register of risks: opening one, doing something against it, looking again, ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.actions import assign
from sinergi.followups.models import Followup
from sinergi.followups.rules import OPEN
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict, Forbidden, Invalid, needed
from sinergi.regions.models import Region
from sinergi.risk import register_permissions as permissions
from sinergi.risk.library import risk_kinds, suggestions
from sinergi.risk.models.register import Risk, RiskMeasure
from sinergi.risk.rules import register as rules
from sinergi.stages.models import Stage, today

LONGEST_TITLE, LONGEST_TEXT = 200, 2_000
LONGEST_ORIGIN = 200


@dataclass(frozen=True)
class RiskTold:
    """What is said of a risk. `likelihood` and `impact` are 1 to 5."""

    kind: str
    title: str
    likelihood: int
    impact: int
    description: str = ""
    stage: Stage | None = None


@action(
    "risk.opened",
    subject=Risk,
    parent=Region,
    may=permissions.may_open_risk,
    title=_("Enter a risk into the register"),
)
def open_risk(by: Post, region: Region, told: RiskTold, *, review_on: date) -> Risk:
    """Enter what may go wrong there; the nearest desk of hers keeps it.

    Raises Invalid at the field concerned. Two at once get two numbers.
    """
    desk = permissions.keeping_desk(by, region.pk)
    if desk is None:
        raise Forbidden(_("You do not sit at a desk over this place."))
    _ahead(review_on)
    row = Risk(
        operation_id=by.operation_id, region=region, desk=desk, opened_at=now(),
        opened_by=by.actor_label[:200], review_on=review_on,
    )  # fmt: skip
    _tell(row, told)
    row.likelihood = row.first_likelihood = _on_scale(told.likelihood, "likelihood")
    row.impact = row.first_impact = _on_scale(told.impact, "impact")
    return _numbered(row)


def _numbered(row: Risk) -> Risk:
    """The next number of the operation, whose row is held: two at once get two numbers."""
    Operation.objects.select_for_update(no_key=True).get(pk=row.operation_id)
    last = Risk.objects.filter(operation=row.operation_id).aggregate(last=Max("number"))["last"]
    row.number = (last or 0) + 1
    row.save(force_insert=True)
    return row


def _tell(row: Risk, told: RiskTold) -> None:
    if told.kind not in risk_kinds():
        raise Invalid(_("Choose one of the list."), field="kind")
    if told.stage is not None and told.stage.operation_id != row.operation_id:
        raise Invalid(_("Choose one of the list."), field="stage")
    title = needed(told.title, "title", _("Say what may happen."))
    row.kind, row.stage = told.kind, told.stage
    row.title = _short(title, "title", LONGEST_TITLE)
    row.description = _short(told.description.strip(), "description", LONGEST_TEXT)


def _short(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise Invalid(_("At most %(count)d characters.") % {"count": most}, field=field)
    return text


def _on_scale(value: int, field: str) -> int:
    if not 1 <= value <= rules.MOST:
        said = _("Between %(least)d and %(most)d.") % {"least": 1, "most": rules.MOST}
        raise Invalid(said, field=field)
    return value


def _ahead(review_on: date) -> None:
    if review_on <= today():
        raise Invalid(_("Choose a day that lies ahead."), field="review_on")


@action(
    "risk.revised",
    subject=Risk,
    may=permissions.may_revise_risk,
    title=_("Correct what is said of a risk"),
)
def revise_risk(by: Post, risk: Risk, told: RiskTold) -> Risk:
    """Correct kind, words and stage; how grave it is, is told by looking at it again."""
    _tell(risk, told)
    risk.save()
    return risk


@action(
    "risk.reviewed",
    subject=Risk,
    may=permissions.may_revise_risk,
    title=_("Look at a risk again"),
)
def review_risk(
    by: Post, risk: Risk, *, likelihood: int, impact: int, review_on: date, remark: str
) -> Risk:
    """Say how likely and how grave it is now, why, and when to look again."""
    note(remark=_short(needed(remark, "remark", _("Say what you found.")), "remark", LONGEST_TEXT))
    _judge(risk, likelihood, impact)
    _look_again(risk, review_on)
    risk.save()
    return risk


def _judge(risk: Risk, likelihood: int, impact: int) -> None:
    risk.likelihood = _on_scale(likelihood, "likelihood")
    risk.impact = _on_scale(impact, "impact")


def _look_again(risk: Risk, review_on: date) -> None:
    _ahead(review_on)
    risk.review_on, risk.reviewed_at = review_on, now()


@action(
    "risk.measure_added",
    subject=RiskMeasure,
    parent=Risk,
    lock_parent=True,
    may=permissions.may_add_measure,
    title=_("Ask for prevention of a risk"),
)
def add_measure(
    by: Post,
    risk: Risk,
    *,
    title: str,
    to: Agency | Desk,
    due_at: datetime,
    detail: str = "",
    evidence_asked: str = "",
    suggestion: str = "",
) -> RiskMeasure:
    """Ask an agency or a desk to do something against it: a follow-up, which climbs when late.

    It is asked in the name of the nearest desk of hers. Raises Invalid as `followups.assign` does,
    and at `to` for an owner of another operation.
    """
    desk = permissions.keeping_desk(by, risk.region_id)
    if desk is None:
        raise Forbidden(_("You do not sit at a desk over this place."))
    if to.operation_id != risk.operation_id:
        raise Invalid(_("Not of this operation."), field="to")
    known = {row.code for row in suggestions()}
    followup = assign(
        by, desk, kind=Followup.Kind.PREVENTION, title=title, to=to, detail=detail,
        region=risk.region, due_at=due_at, evidence_asked=evidence_asked,
        origin=(str(risk)[:LONGEST_ORIGIN], risk.get_absolute_url()),
    )  # fmt: skip
    note(to=str(to), what=followup.title, number=risk.label)
    return RiskMeasure.objects.create(
        risk=risk,
        followup=followup,
        suggestion=suggestion if suggestion in known else "",
        added_at=now(),
    )


@action(
    "risk.mitigated",
    subject=Risk,
    may=permissions.may_mitigate_risk,
    title=_("Call a risk mitigated"),
)
def mitigate_risk(
    by: Post, risk: Risk, *, likelihood: int, impact: int, result: str, review_on: date
) -> Risk:
    """What was done has made it smaller: say how grave it is now. It is looked at again.

    Raises Invalid when it is no smaller than it was.
    """
    before = risk.weight
    _judge(risk, likelihood, impact)
    if risk.weight >= before:
        raise Invalid(_("Mitigated means smaller than before; else look at it again."),
                      field="likelihood")  # fmt: skip
    _look_again(risk, review_on)
    return _move(risk, "mitigate", result)


@action(
    "risk.accepted",
    subject=Risk,
    may=permissions.may_accept_risk,
    title=_("Accept a risk as it is"),
)
def accept_risk(by: Post, risk: Risk, *, result: str, review_on: date) -> Risk:
    """Nothing more is done against it, knowingly: say why. It is looked at again."""
    _look_again(risk, review_on)
    return _move(risk, "accept", result)


@action("risk.closed", subject=Risk, may=permissions.may_close_risk, title=_("Close a risk"))
def close_risk(by: Post, risk: Risk, *, result: str) -> Risk:
    """It can happen no more, or it happened and is a case: say what came of it.

    Raises Conflict while somebody still owes something against it.
    """
    owed = Followup.objects.filter(against_risk__risk=risk, state__in=OPEN).count()
    if owed:
        said = _("%(count)d measures are still open: close or withdraw them first.")
        raise Conflict(said % {"count": owed})
    risk.closed_at = now()
    return _move(risk, "close", result)


@action("risk.reopened", subject=Risk, may=permissions.may_reopen_risk, title=_("Reopen a risk"))
def reopen_risk(
    by: Post, risk: Risk, *, likelihood: int, impact: int, review_on: date, remark: str
) -> Risk:
    """It is there again, or larger than was thought. The journal keeps what was said before."""
    note(remark=_short(needed(remark, "remark", _("Say why.")), "remark", LONGEST_TEXT))
    _judge(risk, likelihood, impact)
    _look_again(risk, review_on)
    risk.closed_at = None
    risk.state, risk.result = "open", ""
    risk.save()
    return risk


def _move(risk: Risk, verb: str, result: str) -> Risk:
    risk.result = _short(needed(result, "result", _("Say what came of it.")), "result",
                         LONGEST_TEXT)  # fmt: skip
    state = rules.next_state(verb, risk.state)
    if state is None:
        raise Conflict()
    risk.state = state
    risk.save()
    return risk


@action(
    "risk_register.exported",
    subject=Post,
    may=permissions.may_take_register,
    title=_("Take the register of risks out"),
)
def export_risks(by: Post, post: Post, *, query: str, count: int) -> Post:
    """`by` takes `count` risks out as a file; `query` says which."""
    note(query=query, count=count)
    return post
