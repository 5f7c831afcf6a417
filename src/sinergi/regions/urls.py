"""Addresses of this room."""

from django.urls import path

from sinergi.regions import views

app_name = "regions"

urlpatterns = [
    path("regions/areas/", views.show_areas, name="areas"),
    path("regions/locate/", views.locate_position, name="locate"),
    path("regions/options/", views.list_options, name="options"),
]
