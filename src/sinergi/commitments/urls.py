"""Routes of commitments. The public page comes last: its code is any short word."""

from django.urls import path

from sinergi.commitments.views import drives, pages, public, signing

app_name = "commitments"

urlpatterns = [
    path("commitments/", pages.commitments, name="commitments"),
    path("commitments/new/", pages.new, name="new"),
    path("commitments/drives/", drives.drives, name="drives"),
    path("commitments/drives/<uuid:pk>/", drives.drive, name="drive"),
    path("commitments/drives/<uuid:pk>/join/", drives.join, name="drive-join"),
    path("commitments/drives/<uuid:pk>/export/", drives.export, name="drive-export"),
    path("commitments/signatories/<uuid:pk>/sign/", signing.sign, name="sign"),
    path("commitments/signatories/<uuid:pk>/code/", signing.send_code, name="send-code"),
    path("commitments/signatories/<uuid:pk>/pledges/", pages.pledges, name="pledges"),
    path("commitments/signatories/<uuid:pk>/scan/", pages.scan, name="scan"),
    path("commitments/signatories/<uuid:pk>/<slug:slug>/", pages.signatory_do, name="signatory-do"),
    path("commitments/<uuid:pk>/", pages.commitment, name="commitment"),
    path("commitments/<uuid:pk>/sheet/", pages.sheet, name="sheet"),
    path("commitments/<uuid:pk>/document/", pages.document, name="document"),
    path("commitments/<uuid:pk>/<slug:slug>/", pages.commitment_do, name="commitment-do"),
    path("commitments/<str:code>/", public.public, name="public"),
]
