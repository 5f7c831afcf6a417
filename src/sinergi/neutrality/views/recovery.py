"""The pages of the recovery key: sheets that are printed once, and what they are for."""

from __future__ import annotations

import time

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, now
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound
from sinergi.neutrality import key_permissions as permissions
from sinergi.neutrality import key_queries as queries
from sinergi.neutrality import recovery, resealing, sheets
from sinergi.neutrality.actions import keyring, keys
from sinergi.neutrality.forms.keys import (
    ConfirmForm,
    FoundForm,
    NoQuestions,
    RecoverForm,
    SheetsForm,
)
from sinergi.neutrality.models import RecoveryKey
from sinergi.neutrality.private_keys import SealedKey, proposed, seal_private
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import CONTENT
from sinergi.neutrality.unlocking import require_opened
from sinergi.neutrality.views.confidential import confidential, post_of
from sinergi.neutrality.views.keys import HOME, answer, sent, shown

AT_ONCE, SECONDS = 20, 5.0  # cases that one click re-encrypts, and for how long at most


@sensitive_post_parameters()
@sensitive_variables()
@confidential
def found(request: HttpRequest) -> HttpResponse:
    """The agency's first key: a passphrase and how many sheets; then the sheets to print."""
    post = post_of(request)
    require(permissions.may_make_key(post, post))
    if permissions.recovery_of(post.agency) or permissions.purpose_of(post) != CONTENT:
        return redirect(HOME)
    form = FoundForm(sent(request), account=post.account)
    if request.method == "POST" and form.is_valid():
        own = seal_private(age.new_pair(), form.cleaned_data["words"])
        return _sheets(request, post, form, own)
    told = {"suggestion": proposed(), "template": "neutrality/parts/founding.html"}
    return shown(request, form, _("Found the keyring"), **told)


@confidential
def renew(request: HttpRequest) -> HttpResponse:
    """New sheets in place of the old ones."""
    post = post_of(request)
    require(permissions.may_renew_recovery(post, _recovery_of(post)))
    require_opened(request)
    form = SheetsForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _sheets(request, post, form, None)
    template = "neutrality/parts/renewing.html"
    return shown(request, form, _("Renew the recovery key"), template=template)


@sensitive_variables()
def _sheets(
    request: HttpRequest, post: Post, form: SheetsForm, own: SealedKey | None
) -> HttpResponse:
    """The sheets, shown this once, with the question that proves they are in hand."""
    split, shares = recovery.split_key(form.cleaned_data["threshold"], form.cleaned_data["count"])
    token = sheets.wrap_up(post, split, shares, own)
    asked = sheets.unwrap(post, token).asked
    told = {
        "shares": [list(enumerate(share.split(), 1)) for share in shares],
        "split": split,
        "agency": post.agency,
        "day": local(now()).date(),
        "form": ConfirmForm(asked=asked, initial={"token": token}),
    }
    return render(request, "neutrality/sheets.html", told)


@sensitive_post_parameters()
@confidential
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep the recovery key (and the first key), once two words of a sheet were told."""
    post = post_of(request)
    waiting = sheets.unwrap(post, request.POST.get("token", ""))
    form = ConfirmForm(request.POST, asked=waiting.asked)
    if form.is_valid() and not waiting.is_answered(form.answer()):
        form.add_error("first", _("These are not the words of that sheet. Look at your print."))
    if not form.is_valid():
        return render(request, "neutrality/sheets_again.html", {"form": form}, status=422)
    _keep(request, post, waiting)
    messages.success(request, _("The recovery key is in use. Give each sheet to its keeper."))
    return redirect(HOME)


def _keep(request: HttpRequest, post: Post, waiting: sheets.Waiting) -> None:
    if waiting.own is None:
        opened = require_opened(request)
        keyring.renew_recovery(post, _recovery_of(post), split=waiting.split, opened=opened)
        return
    with transaction.atomic():
        key = keys.make_key(post, post, sealed=waiting.own)
        keyring.found_keyring(post, key, split=waiting.split)


@confidential
def complete(request: HttpRequest) -> HttpResponse:
    """Seal to the recovery key what it lacks."""
    post = post_of(request)
    row = _recovery_of(post)
    require(permissions.may_complete_recovery(post, row))
    opened = require_opened(request)

    def run(_form: NoQuestions) -> None:
        keyring.complete_recovery(post, row, opened=opened)

    text = _("The cases that you can open are sealed to the recovery key, too.")
    form = NoQuestions(sent(request))
    title, done = _("Complete the recovery key"), _("The recovery key was completed.")
    return answer(request, form, run, title, done, text=text)


@sensitive_post_parameters()
@sensitive_variables()
@confidential
def recover(request: HttpRequest) -> HttpResponse:
    """Give one's own new key all cases, with the sheets of as many persons as were agreed."""
    post = post_of(request)
    row, key = _recovery_of(post), permissions.key_of(post)
    if key is None:
        return redirect("neutrality:key-make")
    require(permissions.may_recover(post, key))

    def run(form: RecoverForm) -> None:
        recovery_key, secret = form.opened()
        keys.recover_key(post, key, recovery=recovery_key, secret=secret)

    form = RecoverForm(sent(request), agency=post.agency, threshold=row.threshold)
    title, done = _("Recover with the sheets"), _("Your key opens the cases now.")
    told = {"recovery": row, "key": key, "template": "neutrality/parts/recovering.html"}
    return answer(request, form, run, title, done, **told)


@confidential
@require_POST
def reseal(request: HttpRequest) -> HttpResponse:
    """Re-encrypt the next cases; a script asks on by itself, without it one clicks again."""
    post, opened = post_of(request), require_opened(request)
    rows = resealing.open_to(resealing.remaining(post.agency, opened.key.purpose), opened)
    began, count = time.monotonic(), 0
    for case in rows.select_related("operation", "agency")[:AT_ONCE]:
        keyring.reseal_case(post, case, opened=opened)
        count += 1
        if time.monotonic() - began > SECONDS:
            break
    if "HX-Request" in request.headers:
        told = {"resealing": queries.resealing_of(post, opened), "opened": True, "going": count > 0}
        return render(request, "neutrality/parts/resealing.html", told)
    words = ngettext("%(count)d case re-encrypted.", "%(count)d cases re-encrypted.", count)
    messages.success(request, words % {"count": count})
    return redirect(f"{reverse(HOME)}#resealing")


def _recovery_of(post: Post) -> RecoveryKey:
    row = permissions.recovery_of(post.agency)
    if row is None:
        raise NotFound()
    return row
