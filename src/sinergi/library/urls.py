"""Routes of the library."""

from django.urls import path

from sinergi.library import views

app_name = "library"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/publish/", views.publish, name="publish"),
    path("library/versions/<uuid:pk>/file/", views.version_file, name="file"),
    path("library/versions/<uuid:pk>/read/", views.read, name="read"),
    path("library/<uuid:pk>/", views.entry, name="entry"),
    path("library/<uuid:pk>/<slug:slug>/", views.entry_do, name="entry-do"),
]
