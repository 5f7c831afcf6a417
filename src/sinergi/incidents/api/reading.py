"""Reading cases: lists, one with all that belongs to it, its story, likely doubles."""

from __future__ import annotations

from uuid import UUID

from sinergi.incidents.api.common import incident_for
from sinergi.incidents.api.details import IncidentDetail, incident_detail
from sinergi.incidents.api.routes import router
from sinergi.incidents.api.shapes import CatalogueOut, catalogue_out
from sinergi.kernel.rest import Asking


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
