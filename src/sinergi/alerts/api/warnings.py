"""Alerts in the API: what runs, who knows, and what may be done; and the rules that make them."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router

from sinergi.alerts import actions
from sinergi.alerts.api.rules import AlertRuleOut, rule_out
from sinergi.alerts.models import Alert, AlertReceipt, AlertRule
from sinergi.alerts.warning.catalogue import CONDITIONS
from sinergi.alerts.warning.drafting import Draft, RulePlan
from sinergi.alerts.warning.queries import with_answers
from sinergi.kernel.acting import Call, enter
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Flag,
    Limit,
    Line,
    Moment,
    Note,
    Nothing,
    Page,
    Remark,
    Shape,
    Word,
    fields_of,
    found,
    page_of,
    window,
)
from sinergi.regions.codes import PLACE
from sinergi.regions.models import Region

router = Router(tags=["warnings"])

Severity = Literal["Extreme", "Severe", "Moderate", "Minor"]
Urgency = Literal["Immediate", "Expected", "Future", "Past"]
Certainty = Literal["Observed", "Likely", "Possible", "Unlikely"]
Reach = Literal["place", "below", "district", "regency"]
State = Literal["draft", "running", "cancelled", "expired", "dismissed"]
Hours = Field(12, ge=1, le=168, description="For how many hours it holds.")


class AlertMessageOut(Shape):
    """One message as it went out."""

    id: UUID
    kind: Literal["Alert", "Update", "Cancel"]
    identifier: str
    sent_at: Moment
    headline: str
    recipients: int
    cap: str = Field(description="Address of its CAP 1.2 document.")


class AlertOut(Shape):
    """An alert, in the words of its newest message."""

    id: UUID
    number: str
    state: State
    region: str = Field(description="Code of the place.")
    event: str
    headline: str
    description: str
    instruction: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    rule: UUID | None
    sent_at: Moment | None
    expires_at: Moment | None
    ended_at: Moment | None
    told: int = Field(description="How many posts were told.")
    knowing: int = Field(description="How many of them said that they know.")


class AlertPage(Page[AlertOut]):
    """A page of alerts."""


class AlertDetail(AlertOut):
    """An alert with its messages, and whether I know of it."""

    messages: list[AlertMessageOut]
    acknowledged_at: Moment | None = Field(description="When I said that I know.")
    addressed: bool = Field(description="Whether I was told.")


class AlertFilter(Body):
    """Which alerts to list."""

    state: list[State] = Field([], max_length=5, description="One or several; none: all.")
    limit: Limit = LIMIT
    cursor: Cursor = ""


class AlertBody(Body):
    """A draft."""

    region: str = Field(pattern=PLACE, max_length=13)
    event: Line
    headline: Line
    description: Remark = ""
    instruction: Remark = ""
    severity: Severity = "Moderate"
    urgency: Urgency = "Expected"
    certainty: Certainty = "Observed"
    reach: list[Reach] = Field(["place"], max_length=4)
    roles: list[Word] = Field([], max_length=30)
    lasts: int = Hours


class AlertApproveBody(Body):
    """Other words than drafted; empty: as drafted."""

    headline: Line = ""
    description: Remark = ""
    instruction: Remark = ""


class AlertUpdateBody(Body):
    """The new words."""

    headline: Line
    description: Remark
    instruction: Remark = ""
    lasts: int = Hours
    again: Flag = Field(False, description="Everybody must say anew that she knows.")


class AlertEndBody(Body):
    """Why it ends."""

    reason: Note


class AlertRuleBody(Body):
    """A rule: its condition, and what is said when it holds."""

    condition: Word = Field(description="A code of the catalogue.")
    parameters: dict[str, Any] = Field(description="As the catalogue asks.", max_length=10)
    headline: Line
    instruction: Remark = ""
    severity: Severity = "Moderate"
    urgency: Urgency = "Expected"
    certainty: Certainty = "Observed"
    reach: list[Reach] = Field(["place"], max_length=4)
    roles: list[Word] = Field([], max_length=30)
    automatic: Flag = False
    cooldown: int = Field(360, ge=0, le=10_080, description="Minutes.")
    lasts: int = Hours


class AlertTryBody(Body):
    """How far back it is tried."""

    days: int = Field(28, ge=1, le=90)


class AlertConditionOut(Shape):
    """A condition of the catalogue."""

    code: str
    title: str
    sentence: str = Field(description="With the values that a new rule begins with.")
    defaults: dict[str, Any]


def _alert(row: Any) -> AlertOut:
    return AlertOut.model_construct(**_told(row))


SAME = (
    "number", "state", "event", "headline", "description", "instruction", "severity", "urgency",
    "certainty", "sent_at", "expires_at", "ended_at", "told", "knowing",
)  # fmt: skip


def _told(row: Any) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in SAME}
    return {"id": row.pk, "region": row.region_id, "rule": row.rule_id, **columns}


def _one(request: Asking, alert_id: UUID) -> Alert:
    row: Alert = found(with_answers(Alert.objects.visible_to(request.post)), alert_id)
    return row


def _detail(request: Asking, alert_id: UUID) -> AlertDetail:
    row = _one(request, alert_id)
    mine = AlertReceipt.objects.filter(alert=row, post=request.post).first()
    sent = [
        AlertMessageOut.model_construct(
            id=UUID(m.key), kind=m.kind, identifier=m.identifier, sent_at=m.sent_at,
            headline=m.headline, recipients=m.recipients, cap=f"/warnings/messages/{m.key}.cap.xml",
        )
        for m in row.messages.all()
    ]  # fmt: skip
    return AlertDetail.model_construct(
        **_told(row),
        messages=sent,
        addressed=mine is not None,
        acknowledged_at=mine.acknowledged_at if mine else None,
    )


@router.get("", response=AlertPage, operation_id="alert_list", summary="List alerts")
def list_alerts(request: Asking, asked: Query[AlertFilter]) -> AlertPage:
    """Those that I may see, the newest first."""
    rows = Alert.objects.visible_to(request.post)
    if asked.state:
        rows = rows.filter(state__in=asked.state)
    shown = window(with_answers(rows), by="drafted_at", cursor=asked.cursor, limit=asked.limit)
    return AlertPage.model_construct(**page_of(request, shown, rows.count(), _alert))


@router.post("", response=AlertDetail, operation_id="alert_draft", summary="Draft an alert")
def draft(request: Asking, body: AlertBody) -> AlertDetail:
    """It goes to nobody before it is approved. Journal: `alert.drafted`."""
    told = fields_of(body)
    region = found(Region.objects.with_parent(), told.pop("region"))
    made = actions.draft_alert(request.post, region, Draft(**told))
    return _detail(request, made.pk)


@router.get(
    "/conditions",
    response=list[AlertConditionOut],
    operation_id="alert_condition_list",
    summary="What a rule may watch for",
)
def list_conditions(request: Asking) -> list[AlertConditionOut]:
    """The catalogue."""
    return [
        AlertConditionOut.model_construct(
            code=one.code,
            title=str(one.title),
            sentence=one.sentence(one.defaults),
            defaults=one.defaults,
        )
        for one in CONDITIONS.values()
    ]


@router.get(
    "/rules", response=list[AlertRuleOut], operation_id="alert_rule_list", summary="List the rules"
)
def list_rules(request: Asking) -> list[AlertRuleOut]:
    """For who reads the whole operation."""
    rows = AlertRule.objects.visible_to(request.post).select_related("operation")
    return [rule_out(row) for row in rows]


@router.post("/rules", response=AlertRuleOut, operation_id="alert_rule_add", summary="Write a rule")
def add_rule(request: Asking, body: AlertRuleBody) -> AlertRuleOut:
    """A draft. Journal: `alert_rule.added`."""
    plan = RulePlan(**fields_of(body))
    return rule_out(actions.add_alert_rule(request.post, request.post.operation, plan))


@router.get(
    "/rules/{rule_id}", response=AlertRuleOut, operation_id="alert_rule_get", summary="Read a rule"
)
def get_rule(request: Asking, rule_id: UUID) -> AlertRuleOut:
    """One rule, with its trial."""
    return rule_out(_rule(request, rule_id))


def _rule(request: Asking, rule_id: UUID) -> AlertRule:
    rows = AlertRule.objects.visible_to(request.post).select_related("operation")
    row: AlertRule = found(rows, rule_id)
    return row


@router.get("/{alert_id}", response=AlertDetail, operation_id="alert_get", summary="Read an alert")
def get_alert(request: Asking, alert_id: UUID) -> AlertDetail:
    """One alert. That a program fetched it does not mean that somebody has seen it."""
    return _detail(request, alert_id)


@router.post(
    "/{alert_id}/acknowledge",
    response=AlertDetail,
    operation_id="alert_acknowledge",
    summary="Say that I know",
)
def acknowledge(request: Asking, alert_id: UUID) -> AlertDetail:
    """I know, and do what it asks. Journal: `alert.acknowledged`."""
    _one(request, alert_id)
    mine = AlertReceipt.objects.filter(post=request.post).select_related("alert__operation")
    receipt = found(mine, mine.filter(alert=alert_id).values_list("pk", flat=True).first())
    actions.acknowledge_alert(request.post, receipt)
    return _detail(request, alert_id)


CALLS = (
    Call("approve", actions.approve_alert, AlertApproveBody),
    Call("dismiss", actions.dismiss_alert, AlertEndBody),
    Call("update", actions.update_alert, AlertUpdateBody),
    Call("cancel", actions.cancel_alert, AlertEndBody),
)
RULE_CALLS = (
    Call("try", actions.try_alert_rule, AlertTryBody),
    Call("live", actions.set_rule_live, Nothing),
    Call("rest", actions.rest_rule, Nothing),
)


def _act_of(call: Call) -> Any:
    def act(request: Asking, alert_id: UUID, body: Body) -> AlertDetail:
        call.action(request.post, _one(request, alert_id), **fields_of(body))
        return _detail(request, alert_id)

    return act


def _rule_act_of(call: Call) -> Any:
    def act(request: Asking, rule_id: UUID, body: Body) -> AlertRuleOut:
        return rule_out(call.action(request.post, _rule(request, rule_id), **fields_of(body)))

    return act


for _call in CALLS:
    enter(router, "/{alert_id}", _call, _act_of(_call), of="alert", response=AlertDetail)
for _call in RULE_CALLS:
    enter(router, "/rules/{rule_id}", _call, _rule_act_of(_call), of="alert_rule",
          response=AlertRuleOut)  # fmt: skip


@router.put(
    "/rules/{rule_id}", response=AlertRuleOut, operation_id="alert_rule_change",
    summary="Change a rule",
)  # fmt: skip
def change_rule(request: Asking, rule_id: UUID, body: AlertRuleBody) -> AlertRuleOut:
    """It must be tried anew. Journal: `alert_rule.changed`."""
    plan = RulePlan(**fields_of(body))
    return rule_out(actions.change_alert_rule(request.post, _rule(request, rule_id), plan))
