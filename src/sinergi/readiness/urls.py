"""Routes of readiness."""

from django.urls import path

from sinergi.readiness.views import grid, item, looking, requirements, sheets

app_name = "readiness"

urlpatterns = [
    path("readiness/", looking.matrix, name="matrix"),
    path("readiness/items/", looking.items, name="items"),
    path("readiness/items/<uuid:pk>/", item.item, name="item"),
    path("readiness/items/<uuid:pk>/<slug:slug>/", item.item_do, name="item-do"),
    path("readiness/gaps/", looking.gaps_view, name="gaps"),
    path("readiness/evidence/<uuid:pk>/", item.evidence, name="evidence"),
    path("readiness/evidence/<uuid:pk>/original/", item.original, name="evidence-original"),
    path("readiness/report/", grid.grid, name="grid"),
    path("readiness/report/excel/", sheets.sheet, name="sheet"),
    path("readiness/report/excel/template/", sheets.template, name="sheet-template"),
    path("readiness/report/excel/<uuid:pk>/", sheets.preview, name="sheet-preview"),
    path("readiness/excel/", sheets.export, name="export"),
    path("administration/requirements/", requirements.requirements, name="requirements"),
    path("administration/requirements/add/", requirements.add, name="requirement-add"),
    path("administration/requirements/<uuid:pk>/", requirements.requirement, name="requirement"),
    path("administration/requirements/<uuid:pk>/<slug:slug>/", requirements.requirement_do,
         name="requirement-do"),
    path("administration/requirements-set/<slug:slug>/", requirements.set_do, name="set-do"),
]  # fmt: skip
