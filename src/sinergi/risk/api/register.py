"""The register of risks in the API: list, one, the library, and what may be done with a risk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query

from sinergi.agencies.models import Agency, Desk
from sinergi.kernel.acting import Act, Call, enter
from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import Asking, chosen, fields_of, found, page_of, window
from sinergi.regions.models import Region
from sinergi.risk import actions
from sinergi.risk.api.register_shapes import (
    AcceptRiskIn,
    AddMeasureIn,
    CloseRiskIn,
    JudgeRiskIn,
    MitigateRiskIn,
    OpenRiskIn,
    RegisterAsked,
    RegisterRiskOut,
    RegisterRiskPage,
    RiskMeasureOut,
    RiskToldIn,
    SuggestionOut,
)
from sinergi.risk.api.routes import router
from sinergi.risk.library import Suggestion, suggestions
from sinergi.risk.models import Risk, RiskMeasure
from sinergi.risk.models.register import RiskRows
from sinergi.risk.queries import register as queries
from sinergi.stages.models import Stage

API = "/api/v1"


def _whole(rows: RiskRows) -> RiskRows:
    """With their measures: two statements more, whatever the number of rows."""
    found: RiskRows = rows.whole().prefetch_related(
        "measures__followup__to_agency", "measures__followup__to_desk"
    )
    return found


def risk_out(row: Risk) -> RegisterRiskOut:
    """The shape of a risk with its measures."""
    copied = ("kind", "title", "description", "likelihood", "impact", "weight", "first_weight",
              "grade", "state", "review_on", "result", "opened_at")  # fmt: skip
    return RegisterRiskOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        id=row.pk,
        href=f"{API}/risk/register/{row.pk}",
        number=row.label,
        region=row.region_id,
        region_name=row.region.full_name,
        stage=row.stage.code if row.stage else None,
        kept_by=row.desk.name,
        measures=[_measure(one) for one in row.measures.all()],
    )


def _measure(row: RiskMeasure) -> RiskMeasureOut:
    asked = row.followup
    return RiskMeasureOut.model_construct(
        followup=asked.pk,
        href=f"{API}/followups/{asked.pk}",
        title=asked.title,
        owner=asked.owner_label,
        state=asked.state,
        due_at=asked.due_at,
        is_overdue=asked.is_overdue,
        answer=asked.answer,
        suggestion=row.suggestion,
    )


@router.get(
    "/risk/register",
    response=RegisterRiskPage,
    operation_id="risk_register_list",
    summary="The register of risks",
)
def list_risks(request: Asking, asked: Query[RegisterAsked]) -> RegisterRiskPage:
    """Of places that I read, and those in which my agency or desk does something; newest first."""
    names = ("place", "kind", "state", "grade")
    wanted = queries.RegisterFilter(**{name: getattr(asked, name) for name in names})
    rows = _whole(queries.meant(request.post, wanted).order_by())
    shown = window(rows, by="opened_at", cursor=asked.cursor, limit=asked.limit)
    return RegisterRiskPage.model_construct(**page_of(request, shown, rows.count(), risk_out))


@router.get(
    "/risk/suggestions",
    response=list[SuggestionOut],
    operation_id="risk_suggestions_list",
    summary="What is usually done against a kind of risk",
)
def list_suggestions(request: Asking) -> list[SuggestionOut]:
    """The shipped library, each with the ground on which it rests."""
    return [_suggestion(row) for row in suggestions()]


def _suggestion(row: Suggestion) -> SuggestionOut:
    copied = ("code", "kind", "title", "detail", "owner", "days", "grounds", "basis")
    told = {name: getattr(row, name) for name in copied}
    return SuggestionOut.model_construct(**told, stages=list(row.stages))


@router.get(
    "/risk/register/{risk_id}",
    response=RegisterRiskOut,
    operation_id="risk_register_read",
    summary="Read a risk",
)
def read_risk(request: Asking, risk_id: UUID) -> RegisterRiskOut:
    """One risk with what is done against it."""
    return _fresh(request, risk_id)


def _fresh(request: Asking, risk_id: UUID) -> RegisterRiskOut:
    return risk_out(found(_whole(Risk.objects.visible_to(request.post)), risk_id))


@router.post(
    "/risk/register",
    response={201: RegisterRiskOut},
    operation_id="risk_register_open",
    summary="Enter a risk into the register",
)
def enter_risk(request: Asking, body: OpenRiskIn) -> tuple[int, RegisterRiskOut]:
    """Of a village, a district or the whole. Journal: `risk.opened`."""
    region = chosen(Region.objects.within(request.post.prefixes), body.region, field="region")
    told = _told(request, body, body.likelihood, body.impact)
    row = actions.open_risk(request.post, region, told, review_on=body.review_on)
    return 201, _fresh(request, row.pk)


def _told(request: Asking, body: RiskToldIn, likelihood: int, impact: int) -> actions.RiskTold:
    stage = None
    if body.stage:
        stage = Stage.objects.visible_to(request.post).filter(code=body.stage).first()
        if stage is None:
            raise Invalid(_("Choose one of the list."), field="stage")
    return actions.RiskTold(body.kind, body.title, likelihood, impact, body.description, stage)


def _revise(request: Asking, row: Risk, body: RiskToldIn) -> None:
    told = _told(request, body, row.likelihood, row.impact)
    actions.revise_risk(request.post, row, told)


def _add_measure(request: Asking, row: Risk, body: AddMeasureIn) -> None:
    told = fields_of(body)
    agency, desk = told.pop("agency"), told.pop("desk")
    if (agency is None) == (desk is None):
        raise Invalid(_("Name one agency, or one desk."), field="agency")
    if agency is not None:
        owner: Any = chosen(Agency.objects.visible_to(request.post), agency, field="agency")
    else:
        desks = Desk.objects.filter(operation=request.operation)
        owner = chosen(desks, desk, field="desk")
    actions.add_measure(request.post, row, to=owner, **told)


def _plainly(call: Call) -> Act:
    """An action that takes just what its body tells."""

    def run(request: Asking, row: Risk, body: Any) -> None:
        call.action(request.post, row, **fields_of(body))

    return run


CALLS: tuple[tuple[Call, Act | None], ...] = (
    (Call("revise", actions.revise_risk, RiskToldIn), _revise),
    (Call("review", actions.review_risk, JudgeRiskIn), None),
    (Call("measure", actions.add_measure, AddMeasureIn), _add_measure),
    (Call("mitigate", actions.mitigate_risk, MitigateRiskIn), None),
    (Call("accept", actions.accept_risk, AcceptRiskIn), None),
    (Call("close", actions.close_risk, CloseRiskIn), None),
    (Call("reopen", actions.reopen_risk, JudgeRiskIn), None),
)


def _act(run: Act) -> Act:
    def act(request: Asking, risk_id: UUID, body: Any) -> RegisterRiskOut:
        row = found(Risk.objects.visible_to(request.post).whole(), risk_id)
        run(request, row, body)
        return _fresh(request, risk_id)

    return act


for _call, _run in CALLS:
    enter(
        router, "/risk/register/{risk_id}", _call, _act(_run or _plainly(_call)),
        of="risk", response=RegisterRiskOut,
    )  # fmt: skip
