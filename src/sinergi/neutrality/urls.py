"""Routes of the room. What takes any word stands last in its block."""

from django.urls import path

from sinergi.neutrality.views import cards, cases, files, law, public, requests, writing_down

app_name = "neutrality"

urlpatterns = [
    # Reporters
    path("lapor/", public.report, name="report"),
    path("lapor/tanda-terima/", public.receipt, name="receipt"),
    path("lapor/di/<str:operation>/", public.report, name="report-in"),
    # Cases, and requests to open an identity
    path("neutrality/", cases.cases, name="cases"),
    path("neutrality/new/finding/", writing_down.new_finding, name="new-finding"),
    path("neutrality/new/report/", writing_down.new_report, name="new-report"),
    path("neutrality/files/<uuid:pk>/", files.case_file, name="file"),
    path("neutrality/requests/<uuid:pk>/", requests.identity_request, name="request"),
    path("neutrality/requests/<uuid:pk>/read/", requests.identity_read, name="request-read"),
    path("neutrality/requests/<uuid:pk>/<slug:slug>/", requests.identity_do, name="request-do"),
    path("neutrality/<uuid:pk>/", cases.case, name="case"),
    path("neutrality/<uuid:pk>/file/", cases.case_files, name="case-files"),
    # Prevention, and the law
    path("neutrality/cards/", cards.cards, name="cards"),
    path("neutrality/cards/<slug:who>/<slug:moment>/", cards.card, name="card"),
    path(
        "neutrality/cards/<slug:who>/<slug:moment>/picture.png",
        cards.picture,
        name="card-picture",
    ),
    path("neutrality/cards/<slug:who>/<slug:moment>/poster.pdf", cards.poster, name="card-poster"),
    path("neutrality/law/", law.law, name="law"),
    path("neutrality/periods/", law.periods, name="periods"),
    # What takes any word of a case: last
    path("neutrality/<uuid:pk>/<slug:slug>/", cases.case_do, name="case-do"),
]
