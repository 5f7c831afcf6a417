"""Routes of situation reports."""

from django.urls import path

from sinergi.briefing.views import report_papers, reports

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new, name="report-new"),
    path("reports/schedule/", reports.schedule, name="report-schedule"),
    path("reports/parts/<uuid:pk>/<slug:slug>/", reports.part_do, name="part-do"),
    path("reports/<uuid:pk>/", reports.report, name="report"),
    path("reports/<uuid:pk>/document/", report_papers.document, name="report-document"),
    path("reports/<uuid:pk>/annex/", report_papers.annex, name="report-annex"),
    path("reports/<uuid:pk>/data/", report_papers.machine, name="report-data"),
    path("reports/<uuid:pk>/records/<str:key>/", reports.records, name="report-records"),
    path("reports/<uuid:pk>/<slug:slug>/", reports.report_do, name="report-do"),
]
