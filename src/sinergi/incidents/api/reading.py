"""Reading cases: one with all that belongs to it, its story, likely doubles, the codes."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from sinergi.followups.timeline import Event
from sinergi.incidents.api.details import IncidentDetail, incident_detail
from sinergi.incidents.api.finding import incident_for
from sinergi.incidents.api.routes import router
from sinergi.incidents.api.shapes import CatalogueOut, IncidentOut, catalogue_out, incident_out
from sinergi.incidents.models import AgreementCheck, Incident, IncidentFollowup
from sinergi.incidents.queries.incident import story
from sinergi.incidents.queries.near import likely_doubles
from sinergi.kernel.rest import Asking, Moment, Shape


class ChangeOut(Shape):
    """One value that changed, as it is shown."""

    label: str
    before: str
    after: str


class StepOut(Shape):
    """One step of the story, as the page tells it."""

    entry: int = Field(description="Number of the journal entry.")
    at: Moment
    verb: str = Field(examples=["incident.verified"])
    title: str = Field(description="What happened, in the language that was asked for.")
    who: str
    text: str
    changes: list[ChangeOut]


class DoubleOut(Shape):
    """A case that may tell of the same event."""

    likeness: float = Field(description="0 to 1")
    incident: IncidentOut


@router.get(
    "/catalogue",
    response=CatalogueOut,
    operation_id="incident_catalogue",
    summary="The words of the field",
)
def read_catalogue(request: Asking) -> CatalogueOut:
    """Kinds, severities, states and bodies, with their names; which action fits which state."""
    return catalogue_out()


@router.get(
    "/incidents/{incident_id}",
    response=IncidentDetail,
    operation_id="incident_read",
    summary="Read a case",
)
def read_incident(request: Asking, incident_id: UUID) -> IncidentDetail:
    """The case with all that belongs to it, and for each action whether I may, or why not."""
    return incident_detail(request.post, incident_for(request.post, incident_id))


@router.get(
    "/incidents/{incident_id}/timeline",
    response=list[StepOut],
    operation_id="incident_timeline",
    summary="Read the story of a case",
)
def read_timeline(request: Asking, incident_id: UUID) -> list[StepOut]:
    """What happened to the case and to what belongs to it, the latest first; at most 300 steps."""
    incident = incident_for(request.post, incident_id)
    return [_step(event) for event in story(incident, _related(incident))]


def _related(incident: Incident) -> tuple[object, ...]:
    """What belongs to the case and has entries of its own: five statements."""
    return (
        *incident.evidence.only("pk"),
        *incident.mediations.only("pk"),
        *AgreementCheck.objects.filter(incident=incident).select_related("followup"),
        *incident.referrals.select_related("followup"),
        *IncidentFollowup.objects.filter(incident=incident).select_related("followup"),
    )


def _step(event: Event) -> StepOut:
    return StepOut(
        entry=event.entry_id,
        at=event.at,
        verb=event.key,
        title=event.title,
        who=event.who,
        text=event.text,
        changes=[
            ChangeOut(label=one.label, before=one.before, after=one.after) for one in event.changes
        ],
    )


@router.get(
    "/incidents/{incident_id}/doubles",
    response=list[DoubleOut],
    operation_id="incident_doubles",
    summary="Find likely doubles",
)
def read_doubles(request: Asking, incident_id: UUID) -> list[DoubleOut]:
    """Cases near in time, place and words, the likeliest first; at most five."""
    incident = incident_for(request.post, incident_id)
    return [
        DoubleOut.model_construct(likeness=one.likeness, incident=incident_out(one.incident))
        for one in likely_doubles(incident, request.post)
    ]
