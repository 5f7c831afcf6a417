"""Routes of *my desk* and of follow-ups."""

from django.urls import path

from sinergi.followups import views

app_name = "followups"

urlpatterns = [
    path("", views.my_desk, name="my-desk"),
    path("followups/", views.followups, name="followups"),
    path("followups/evidence/<uuid:pk>/", views.evidence, name="evidence"),
    path("followups/evidence/<uuid:pk>/original/", views.original, name="evidence-original"),
    path("followups/<uuid:pk>/", views.followup, name="followup"),
    path("followups/<uuid:pk>/<slug:slug>/", views.followup_do, name="followup-do"),
]
