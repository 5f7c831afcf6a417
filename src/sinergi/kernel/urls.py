"""Routes of the kernel."""

from django.urls import path

from sinergi.kernel import views

app_name = "kernel"

urlpatterns = [
    path("verify/", views.find_document, name="document-find"),
    path("problems/<slug:code>", views.problem_kind, name="problem"),
    path("verify/<str:code>", views.verify_document, name="document-verify"),
]
