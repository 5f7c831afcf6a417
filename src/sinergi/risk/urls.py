"""Routes of vulnerability and the register of risks."""

from django.urls import path

from sinergi.risk.views import assessing, picture, place, register, sheets, weights

app_name = "risk"

urlpatterns = [
    path("", picture.picture, name="map"),
    path("export/", picture.export, name="export"),
    path("comparison/", picture.comparison, name="comparison"),
    path("assess/", assessing.assess, name="assess"),
    path("assess/sheet/", sheets.sheet, name="sheet"),
    path("assess/sheet/template/", sheets.template, name="sheet-template"),
    path("assess/sheet/<uuid:pk>/", sheets.preview, name="sheet-preview"),
    path("weights/", weights.weights, name="weights"),
    path("weights/change/", weights.weights_change, name="weights-change"),
    path("indicators/add/", weights.indicator_add, name="indicator-add"),
    path("indicators/<uuid:pk>/edit/", weights.indicator_edit, name="indicator-edit"),
    path("register/", register.register, name="register"),
    path("register/export/", register.register_export, name="register-export"),
    path("register/new/", register.risk_new, name="entry-new"),
    path("register/<uuid:pk>/", register.entry, name="entry"),
    path("register/<uuid:pk>/<slug:slug>/", register.entry_do, name="entry-do"),
    path("stations/<uuid:pk>/", place.station, name="station"),
    path("stations/<uuid:pk>/assess/", assessing.assess_station, name="assess-station"),
    path("<str:code>/", place.place, name="place"),
    path("<str:code>/assess/", assessing.assess_one, name="assess-place"),
]
