"""Signing on the phone: read, draw or type, prove who one is, done."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.commitments import actions, factors, permissions, rules
from sinergi.commitments.forms import CODE_MINUTES, SignForm
from sinergi.commitments.models import OneTimeCode, Signatory
from sinergi.commitments.problems import TextDiffers, WrongCode
from sinergi.commitments.views.pages import post_of, signatory_for
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Conflict, Forbidden, Problem
from sinergi.web.controls import add_problem

AT_THE_FIELD = (409, 422, 429)


@signed_in
@never_cache
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The exact text, its digest, a box to sign in, and the second factor."""
    post, row = post_of(request), signatory_for(request, pk)
    _require(post, row)
    if request.method != "POST":
        return _page(request, row, SignForm(initial={"digest": row.commitment.digest}))
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    try:
        _sign(post, row, form.cleaned_data)
    except Problem as problem:
        if problem.status not in AT_THE_FIELD:
            raise
        add_problem(form, problem)
        return _page(request, row, form, problem.status)
    messages.success(request, _("Signed. Thank you."))
    return redirect(row.commitment.get_absolute_url())


def _require(post: Post, row: Signatory) -> None:
    answer = permissions.may_sign(post, row)
    if answer.not_now:
        raise Conflict(answer.reason)
    if not answer:
        raise Forbidden(f"{answer.reason} {answer.who}".strip())


def _sign(post: Post, row: Signatory, told: dict[str, Any]) -> None:
    """Two transactions: a wrong code is kept even though nothing is signed."""
    if told["digest"] != row.commitment.digest:
        raise TextDiffers()
    if told["strokes"] and not told["typed"].strip():
        _read(told["strokes"])
    proof = actions.prove_factor(post, row, code=told["code"])
    if not proof.passed:
        left = factors.tries_left(post.account)
        words = {"count": left}
        raise WrongCode(_("This code is not right. Tries left: %(count)d.") % words, field="code")
    actions.sign_on_phone(
        post, row, digest=told["digest"], proof=proof, strokes=told["strokes"], typed=told["typed"]
    )


def _read(strokes: object) -> None:
    """What cannot be read must not cost a code."""
    try:
        rules.read_strokes(strokes)
    except ValueError as error:
        text = _("The drawing cannot be read. Clear it and draw again, or type your name.")
        raise Conflict(text) from error


def _page(request: HttpRequest, row: Signatory, form: SignForm, status: int = 200) -> HttpResponse:
    post = post_of(request)
    has_app = factors.has_app(post.account)
    told = {
        "signatory": row,
        "commitment": row.commitment,
        "form": form,
        "has_app": has_app,
        "mailbox": _masked(post.account.email or ""),
        "sent_at": None if has_app else _sent_at(post, row),
        "minutes": CODE_MINUTES,
        "width": rules.WIDTH,
        "height": rules.HEIGHT,
    }
    return render(request, "commitments/sign.html", told, status=status)


def _masked(mailbox: str) -> str:
    """b•••@latihan.example: enough to know which of her mailboxes it is."""
    name, sign_at, host = mailbox.partition("@")
    return f"{name[:1]}•••{sign_at}{host}" if sign_at else ""


def _sent_at(post: Post, row: Signatory) -> Any:
    """When the code that still is valid was sent; None when there is none."""
    newest = OneTimeCode.objects.filter(account=post.account, signatory=row).first()
    if newest is None or newest.used_at or newest.expires_at <= real_now():
        return None
    return newest.made_at


@signed_in
@require_POST
def send_code(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a one-time code to her mailbox, and come back to sign."""
    post, row = post_of(request), signatory_for(request, pk)
    try:
        made = actions.make_signing_code(post, row)
        if factors.is_shown(row):
            words = {"code": made.plain}  # type: ignore[attr-defined]
            messages.warning(request, _("Exercise without e-mail: your code is %(code)s.") % words)
        else:
            factors.send(made)
            messages.success(request, _("The code is on its way to your mailbox."))
    except Problem as problem:
        if problem.status not in (409, 429):
            raise
        messages.error(request, str(problem.detail or problem.title))
    return redirect(f"{row.get_absolute_url()}#factor")
