"""Routes of the room. What takes any word stands last in its block."""

from django.urls import path

from sinergi.neutrality.views import (
    cards,
    cases,
    figures,
    files,
    handover,
    keys,
    law,
    public,
    recovery,
    requests,
    writing_down,
)

app_name = "neutrality"

urlpatterns = [
    # Keys
    path("neutrality/unlock/", keys.unlock, name="unlock"),
    path("neutrality/lock/", keys.lock, name="lock"),
    path("neutrality/keys/", keys.keys_page, name="keys"),
    path("neutrality/keys/found/", recovery.found, name="keyring-found"),
    path("neutrality/keys/make/", keys.make, name="key-make"),
    path("neutrality/keys/passphrase/", keys.change, name="key-passphrase"),
    path("neutrality/keys/rotate/", keys.rotate, name="key-rotate"),
    path("neutrality/keys/recover/", recovery.recover, name="key-recover"),
    path("neutrality/keys/reseal/", recovery.reseal, name="reseal"),
    path("neutrality/keys/sheets/", recovery.confirm, name="sheets-confirm"),
    path("neutrality/keys/recovery/", recovery.renew, name="recovery-renew"),
    path("neutrality/keys/recovery/complete/", recovery.complete, name="recovery-complete"),
    path("neutrality/keys/<uuid:pk>/admit/", keys.admit, name="key-admit"),
    path("neutrality/keys/<uuid:pk>/share/", keys.share, name="key-share"),
    path("neutrality/keys/<uuid:pk>/retire/", keys.retire, name="key-retire"),
    # Reporters
    path("lapor/", public.report, name="report"),
    path("lapor/tanda-terima/", public.receipt, name="receipt"),
    path("lapor/poster.pdf", public.poster, name="report-poster"),
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
    # Handing on, figures, export
    path("neutrality/handovers/", handover.listed, name="handovers"),
    path("neutrality/handovers/<uuid:pk>/", handover.handover_page, name="handover"),
    path(
        "neutrality/handovers/<uuid:pk>/letter/", handover.handover_letter, name="handover-letter"
    ),
    path("neutrality/handovers/<uuid:pk>/package/", handover.handover_package, name="package"),
    path(
        "neutrality/handovers/<uuid:pk>/answer/", handover.handover_answer, name="handover-answer"
    ),
    path("neutrality/handovers/<uuid:pk>/<slug:slug>/", handover.handover_do, name="handover-do"),
    path("neutrality/papers/<uuid:pk>/", handover.paper, name="paper"),
    path("neutrality/<uuid:pk>/hand-over/", handover.case_handover, name="case-handover"),
    path("neutrality/<uuid:pk>/receipt-of-report/", handover.report_paper, name="report-paper"),
    path("neutrality/figures/", figures.figures, name="open-figures"),
    path("neutrality/figures/figures.csv", figures.figures_csv, name="open-figures-csv"),
    path("neutrality/figures/figures.json", figures.figures_json, name="open-figures-json"),
    path("neutrality/export/", figures.export, name="export"),
    # What takes any word of a case: last
    path("neutrality/<uuid:pk>/<slug:slug>/", cases.case_do, name="case-do"),
]
