"""Routes of the room, by theme."""

from django.urls import path

from sinergi.polling.views import (
    board,
    checking_in,
    grid,
    importing,
    milestones,
    outreach,
    special_cases,
    stations,
    texts,
)

app_name = "polling"

urlpatterns = [
    # Check-ins: my stations, one milestone, its receipt; a village at once; short texts.
    path("polling/", checking_in.my_stations, name="my-stations"),
    path("polling/stations/<uuid:pk>/check-in/<slug:code>/", checking_in.check_in,
         name="check-in"),
    path("polling/check-ins/<uuid:pk>/", checking_in.sent, name="sent"),
    path("polling/check-ins/<uuid:pk>/withdraw/", checking_in.withdraw, name="withdraw"),
    path("polling/villages/<str:code>/grid/", grid.grid, name="grid"),
    path("polling/texts/try/", texts.try_texts, name="texts"),
    # The board of the voting day, and special cases.
    path("polling/board/", board.board, name="board"),
    path("polling/board/wall/", board.wall, name="wall"),
    path("polling/stations/<uuid:pk>/call/", board.call, name="call"),
    path("polling/special-cases/", special_cases.special_cases, name="special-cases"),
    path("polling/stations/<uuid:pk>/special-cases/new/", special_cases.special_case_new,
         name="special-case-new"),
    path("polling/special-cases/<uuid:pk>/<slug:slug>/", special_cases.special_case_do,
         name="special-case-do"),
    # The stations: list, map, import, one of them; what they are asked.
    path("polling/stations/", stations.stations, name="stations"),
    path("polling/stations/points/", stations.points, name="points"),
    path("polling/stations/export/", stations.export, name="stations-export"),
    path("polling/stations/add/", stations.add, name="station-add"),
    path("polling/stations/import/", importing.hand_in, name="import"),
    path("polling/stations/import/template/", importing.template, name="import-template"),
    path("polling/stations/import/<uuid:pk>/", importing.preview, name="import-preview"),
    path("polling/stations/import/<uuid:pk>/columns/", importing.columns, name="import-columns"),
    path("polling/stations/import/<uuid:pk>/errors/", importing.errors, name="import-errors"),
    path("polling/stations/import/<uuid:pk>/done/", importing.done, name="import-done"),
    path("polling/stations/people/<uuid:pk>/<slug:slug>/", stations.person_do, name="person-do"),
    path("polling/stations/<uuid:pk>/", stations.station, name="station"),
    path("polling/milestones/", milestones.milestones, name="milestones"),
    path("polling/milestones/add/", milestones.milestone_add, name="milestone-add"),
    path("polling/milestones/<uuid:pk>/<slug:slug>/", milestones.milestone_do,
         name="milestone-do"),
    path("polling/indicators/", milestones.indicators, name="indicators"),
    path("polling/indicators/add/", milestones.indicator_add, name="indicator-add"),
    path("polling/indicators/<uuid:pk>/<slug:slug>/", milestones.indicator_do,
         name="indicator-do"),
    path("polling/stations/<uuid:pk>/do/<slug:slug>/", stations.station_do, name="station-do"),
    # Outreach: where it counts most, its activities, targets of villages.
    path("polling/outreach/", outreach.outreach, name="outreach"),
    path("polling/outreach/export/", outreach.outreach_export, name="outreach-export"),
    path("polling/outreach/targets/", outreach.targets, name="targets"),
    path("polling/outreach/targets/<slug:slug>/", outreach.targets_do, name="targets-do"),
    path("polling/outreach/plan/", outreach.activity_new, name="activity-new"),
    path("polling/outreach/activities/", outreach.activities, name="activities"),
    path("polling/outreach/activities/export/", outreach.activities_export,
         name="activities-export"),
    path("polling/outreach/photos/<int:pk>/", outreach.activity_photo, name="activity-photo"),
    path("polling/outreach/activities/<uuid:pk>/", outreach.activity, name="activity"),
    path("polling/outreach/activities/<uuid:pk>/<slug:slug>/", outreach.activity_do,
         name="activity-do"),
]  # fmt: skip
