"""Reporting: the operation that must be quick."""

from __future__ import annotations

from sinergi.incidents import actions
from sinergi.incidents.api.acting import report_of
from sinergi.incidents.api.bodies import NewReport
from sinergi.incidents.api.routes import router
from sinergi.incidents.api.shapes import IncidentOut, incident_out
from sinergi.kernel.rest import Asking


@router.post(
    "/incidents",
    response={201: IncidentOut},
    operation_id="incident_report",
    summary="Report",
    url_name="incident-report",
)
def report(request: Asking, body: NewReport) -> IncidentOut:
    """Report what happened. The same `client_id` again answers the case that is there already.

    Files follow one by one at `/incidents/{id}/evidence`. Journal: `incident.reported`.
    """
    return incident_out(actions.report_incident(request.post, report_of(body)))
