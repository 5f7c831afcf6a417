"""Routes of the picture: the situation, its exports, the figures, the desks."""

from django.urls import path

from sinergi.incidents.views import desks, figures, situation

urlpatterns = [
    path("incidents/", situation.situation, name="situation"),
    path("incidents/points/", situation.points, name="points"),
    path("incidents/choropleth/", situation.choropleth, name="choropleth"),
    path("incidents/export/<slug:form>/", situation.export, name="export"),
    path("figures/", figures.figures, name="figures"),
    path("desks/", desks.desks, name="desks"),
    path("desks/<uuid:pk>/", desks.desk, name="desk"),
]
