"""Routes of vulnerability and the register of risks."""

from django.urls import path

from sinergi.risk.views import assessing, picture, place, register, sheets, weights

app_name = "risk"

urlpatterns = [
    path("risk/", picture.picture, name="map"),
    path("risk/export/", picture.export, name="export"),
    path("risk/comparison/", picture.comparison, name="comparison"),
    path("risk/assess/", assessing.assess, name="assess"),
    path("risk/assess/sheet/", sheets.sheet, name="sheet"),
    path("risk/assess/sheet/template/", sheets.template, name="sheet-template"),
    path("risk/assess/sheet/<uuid:pk>/", sheets.preview, name="sheet-preview"),
    path("risk/weights/", weights.weights, name="weights"),
    path("risk/weights/change/", weights.weights_change, name="weights-change"),
    path("risk/indicators/add/", weights.indicator_add, name="indicator-add"),
    path("risk/indicators/<uuid:pk>/edit/", weights.indicator_edit, name="indicator-edit"),
    path("risk/register/", register.register, name="register"),
    path("risk/register/export/", register.register_export, name="register-export"),
    path("risk/register/new/", register.risk_new, name="entry-new"),
    path("risk/register/<uuid:pk>/", register.entry, name="entry"),
    path("risk/register/<uuid:pk>/<slug:slug>/", register.entry_do, name="entry-do"),
    path("risk/stations/<uuid:pk>/", place.station, name="station"),
    path("risk/stations/<uuid:pk>/assess/", assessing.assess_station, name="assess-station"),
    path("risk/<str:code>/", place.place, name="place"),
    path("risk/<str:code>/assess/", assessing.assess_one, name="assess-place"),
]
