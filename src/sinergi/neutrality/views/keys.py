"""The pages of keys: one's own, those of colleagues, unlocking and locking."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from sinergi.agencies.models import Post
from sinergi.agencies.views.paths import safe_next
from sinergi.kernel.permission import Answer, require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.neutrality import key_permissions as permissions
from sinergi.neutrality import key_queries as queries
from sinergi.neutrality import unlocking
from sinergi.neutrality.actions import keyring, keys
from sinergi.neutrality.forms.keys import (
    AdmitForm,
    ChangeForm,
    NoQuestions,
    PassphraseForm,
    UnlockForm,
)
from sinergi.neutrality.models import HandlerKey
from sinergi.neutrality.private_keys import proposed, seal_private
from sinergi.neutrality.sealing import age
from sinergi.neutrality.unlocking import opened_of, require_opened
from sinergi.neutrality.views.confidential import confidential, post_of
from sinergi.web.controls import add_problem

Form = TypeVar("Form", bound=forms.Form)
HOME = "neutrality:keys"


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent; None when it was only asked for."""
    return request.POST if request.method == "POST" else None


@confidential
def keys_page(request: HttpRequest) -> HttpResponse:
    """One's own key, those of the agency, its recovery key, and what is to be re-encrypted."""
    post = post_of(request)
    lines, opened = queries.key_lines(post), opened_of(request)
    told = {
        "own": next((line for line in lines if line.own), None),
        "lines": lines,
        "recovery": queries.recovery_line(post),
        "resealing": queries.resealing_of(post, opened),
        "retired": queries.retired_keys(post),
        "opened": opened is not None,
        "may_retire": post.can("decide_neutrality"),
        "purpose": permissions.purpose_of(post),
    }
    return render(request, "neutrality/keys.html", told)


@sensitive_post_parameters()
@sensitive_variables()
@confidential
def unlock(request: HttpRequest) -> HttpResponse:
    """Open one's own key with its passphrase, and go back to where one came from."""
    post = post_of(request)
    key = permissions.key_of(post)
    if key is None or not key.is_in_force:
        return redirect(HOME)
    form = UnlockForm(sent(request), key=key)
    if request.method != "POST" or not form.is_valid():
        told = {"form": form, "next": _next(request), "key": key}
        return render(request, "neutrality/unlock.html", told, status=_status(form))
    prepared = unlocking.prepare(request, key, form.secret)
    keys.unlock_key(post, key, row=prepared.row)
    response = redirect(_next(request) or reverse(HOME))
    unlocking.give(response, prepared.token)
    return response


def _next(request: HttpRequest) -> str:
    """Where she came from, if it is a page of this house."""
    way = safe_next(request, otherwise="")
    return way if way.startswith("/") else ""


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


@confidential
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock one's own key on all devices."""
    post = post_of(request)
    key = permissions.key_of(post)
    if key is not None:
        keys.lock_key(post, key)
    messages.success(request, _("Your key is locked."))
    response = redirect(HOME)
    unlocking.take(response)
    return response


@sensitive_post_parameters()
@sensitive_variables()
@confidential
def make(request: HttpRequest) -> HttpResponse:
    """Make one's own key, which then waits to be admitted."""
    post = post_of(request)
    require(permissions.may_make_key(post, post))
    if permissions.recovery_of(post.agency) is None:
        return redirect("neutrality:keyring-found")

    def run(form: PassphraseForm) -> None:
        keys.make_key(post, post, sealed=seal_private(age.new_pair(), form.cleaned_data["words"]))

    form = PassphraseForm(sent(request), account=post.account)
    done = _("Your key was made. Read its fingerprint to a colleague who admits it.")
    return answer(request, form, run, _("Make my key"), done, suggestion=proposed())


@sensitive_post_parameters()
@sensitive_variables()
@confidential
def change(request: HttpRequest) -> HttpResponse:
    """Change the passphrase of one's own key."""
    post, key = _own(request, permissions.may_change_own)

    def run(form: ChangeForm) -> None:
        pair = age.Pair(form.secret, key.recipient)
        sealed = seal_private(pair, form.cleaned_data["words"])
        keys.change_passphrase(post, key, sealed=sealed)

    form = ChangeForm(sent(request), key=key, account=post.account)
    done = _("Your new passphrase is set. Your key is locked now.")
    title = _("Change my passphrase")
    return answer(request, form, run, title, done, suggestion=proposed())


@sensitive_post_parameters()
@sensitive_variables()
@confidential
def rotate(request: HttpRequest) -> HttpResponse:
    """A new key pair for oneself, which opens the same cases."""
    post, key = _own(request, permissions.may_unlock)
    opened = require_opened(request)

    def run(form: PassphraseForm) -> None:
        sealed = seal_private(age.new_pair(), form.cleaned_data["words"])
        keys.rotate_key(post, key, sealed=sealed, opened=opened)

    form = PassphraseForm(sent(request), account=post.account)
    told = {
        "text": _("You get a new key pair, which opens the same cases. The old one opens none."),
        "suggestion": proposed(),
    }
    done = _("Your key was renewed. Unlock it with the new passphrase.")
    return answer(request, form, run, _("Renew my key"), done, **told)


@confidential
def admit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Admit a colleague's key, once its fingerprint was compared."""
    post, key = _colleague(request, pk, permissions.may_admit)
    opened = require_opened(request)

    def run(_form: AdmitForm) -> None:
        keyring.admit_key(post, key, opened=opened)

    form = AdmitForm(sent(request))
    told = {"key": key, "template": "neutrality/parts/admitting.html"}
    return answer(request, form, run, _("Admit a key"), _("The key was admitted."), **told)


@confidential
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a colleague's key the cases that it lacks."""
    post, key = _colleague(request, pk, permissions.may_share)
    opened = require_opened(request)

    def run(_form: NoQuestions) -> None:
        keyring.share_cases(post, key, opened=opened)

    text = _("The cases that you can open and this key cannot are sealed to it, too.")
    form = NoQuestions(sent(request))
    done = _("The cases were handed on.")
    return answer(request, form, run, _("Hand on cases"), done, key=key, text=text)


@confidential
def retire(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Retire a key: of whoever leaves, or one's own whose passphrase is lost."""
    post, key = _colleague(request, pk, permissions.may_retire)
    own = key.post_id == post.pk

    def run(_form: NoQuestions) -> None:
        keys.retire_key(post, key, why=keys.LOST if own else keys.LEFT)

    text = _(
        "No new case is sealed to this key from now on, and it is locked everywhere. This cannot "
        "be taken back. Re-encrypt the cases afterwards: then it opens none of them."
    )
    form = NoQuestions(sent(request))
    told = {"key": key, "text": text, "tone": "danger", "last": _is_last(key)}
    return answer(request, form, run, _("Retire the key"), _("The key is retired."), **told)


def _is_last(key: HandlerKey) -> bool:
    """Whether nobody else could read new reports."""
    others = HandlerKey.objects.in_force().filter(agency=key.agency_id, purpose=key.purpose)
    return key.is_in_force and not others.exclude(pk=key.pk).exists()


def _own(
    request: HttpRequest, may: Callable[[Post, HandlerKey], Answer]
) -> tuple[Post, HandlerKey]:
    post = post_of(request)
    key = permissions.key_of(post)
    if key is None:
        raise NotFound()
    require(may(post, key))
    return post, key


def _colleague(
    request: HttpRequest, pk: uuid.UUID, may: Callable[[Post, HandlerKey], Answer]
) -> tuple[Post, HandlerKey]:
    post = post_of(request)
    rows = HandlerKey.objects.select_related("post__account", "agency")
    key = get_object_or_404(rows, pk=pk, agency=post.agency_id)
    require(may(post, key))
    return post, key


def answer(
    request: HttpRequest,
    form: Form,
    run: Callable[[Form], None],
    title: str,
    done: str,
    **told: Any,
) -> HttpResponse:
    """Show a form, or run what it is for and go back to the page of keys."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                run(form)
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
            add_problem(form, problem)
        else:
            messages.success(request, done)
            return redirect(HOME)
    return shown(request, form, title, **told)


def shown(request: HttpRequest, form: forms.Form, title: str, **told: Any) -> HttpResponse:
    """The page of a form."""
    told |= {"form": form, "title": title, "back": reverse(HOME)}
    return render(request, "neutrality/key_form.html", told, status=_status(form))
