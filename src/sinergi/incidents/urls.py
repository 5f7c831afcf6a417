"""Routes of the cases. The situation, its figures and the desks have theirs beside this file."""

from django.urls import path

from sinergi.incidents import urls_situation
from sinergi.incidents.views import files, policy, report, work
from sinergi.incidents.views.handover import handover

app_name = "incidents"

urlpatterns = [
    path("incidents/new/", report.report, name="report"),
    path("incidents/new/similar/", report.similar, name="similar"),
    path("incidents/new/map/", report.pick_map, name="pick-map"),
    path("incidents/<uuid:pk>/", work.incident, name="incident"),
    path("incidents/<uuid:pk>/<slug:slug>/", work.incident_do, name="incident-do"),
    path("incidents/mediations/<uuid:pk>/<slug:slug>/", work.mediation_do, name="mediation-do"),
    path("incidents/checks/<uuid:pk>/<slug:slug>/", work.check_do, name="check-do"),
    path("incidents/evidence/<uuid:pk>/", files.evidence, name="evidence"),
    path("incidents/evidence/<uuid:pk>/original/", files.original, name="evidence-original"),
    path("incidents/documents/<uuid:pk>/", files.document, name="document"),
    path("incidents/referrals/<uuid:pk>/package/", handover, name="handover"),
    path("administration/policy/", policy.policy, name="policy"),
    *urls_situation.urlpatterns,
]
