"""Addresses of a meeting: plan, invite, answer, attend."""

from __future__ import annotations

from django.urls import path

from sinergi.meetings.views import attendance, listing, meeting, planning

urlpatterns = [
    path("meetings/", listing.meetings, name="meetings"),
    path("meetings/new/", planning.plan, name="plan"),
    path("meetings/new/check/", planning.check, name="plan-check"),
    path("meetings/propose/", planning.propose, name="propose"),
    path("meetings/<uuid:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<uuid:pk>/do/<slug:slug>/", meeting.meeting_do, name="meeting-do"),
    path("meetings/<uuid:pk>/invitation.pdf", meeting.invitation_pdf, name="invitation"),
    path("meetings/<uuid:pk>/attendance.pdf", meeting.attendance_pdf, name="attendance-pdf"),
    path("meetings/<uuid:pk>/meeting.ics", meeting.calendar_file, name="calendar"),
    path("meetings/<uuid:pk>/attendance/", attendance.attendance, name="attendance"),
    path("meetings/<uuid:pk>/door/", attendance.door, name="door"),
    path("meetings/<uuid:pk>/here/", attendance.here, name="here"),
    path("meetings/points/<uuid:pk>/up/", meeting.point_up, name="point-up"),
    path("meetings/points/<uuid:pk>/do/<slug:slug>/", meeting.point_do, name="point-do"),
    path("meetings/seats/<uuid:pk>/do/<slug:slug>/", meeting.seat_do, name="seat-do"),
]
