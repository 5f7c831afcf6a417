"""How I am told: ways, their order, tests; and, for whoever keeps people, what did not arrive."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.agencies.current import acting, signed_in
from sinergi.alerts import actions, channels, permissions
from sinergi.alerts.channels.standing import devices_of, moved_up, order_of, standings_of
from sinergi.alerts.channels.telegram import bot
from sinergi.alerts.channels.telegram.linking import new_code
from sinergi.alerts.channels.testing import send_test
from sinergi.alerts.channels.web_push.keys import public_key_of_house
from sinergi.alerts.channels.web_push.worker import worker_script
from sinergi.alerts.channels.webhook.signing import new_secret
from sinergi.alerts.forms import PreferenceForm, PushForm, WebhookForm
from sinergi.alerts.models import Delivery, PushDevice, TelegramLink, Webhook, wishes_of
from sinergi.alerts.queries import backlog_of, troubled_deliveries
from sinergi.alerts.wishes import Wishes
from sinergi.kernel.problems import Forbidden, NotFound, Problem
from sinergi.web.controls import add_problem

A_PAGE = 30


@signed_in
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How I want to be told."""
    post = acting(request)
    account = post.account
    if request.method == "GET":
        wishes = wishes_of([account.pk]).get(account.pk, Wishes())
        return _preferences(request, PreferenceForm.of(wishes))
    form = PreferenceForm(request.POST)
    if form.is_valid():
        try:
            actions.set_preference(post, account, **form.told())
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("Your choice is kept. It holds from now on."))
            return redirect("alerts:preferences")
    return _preferences(request, form, status=422)


def _preferences(
    request: HttpRequest, form: PreferenceForm, status: int = 200, **more: Any
) -> HttpResponse:
    post = acting(request)
    told = {
        "form": form,
        "ways": standings_of(post),
        "devices": devices_of(post),
        "push_key": public_key_of_house(),
        **more,
    }
    response = render(request, "alerts/preferences.html", told, status=status)
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def way_up(request: HttpRequest, code: str) -> HttpResponse:
    """One place earlier in my order."""
    post = acting(request)
    order = order_of(post)
    if code not in order:
        raise NotFound()
    actions.order_channels(post, post.account, order=moved_up(order, code))
    return redirect("alerts:preferences")


@signed_in
@require_POST
def way_test(request: HttpRequest, code: str) -> HttpResponse:
    """Send a test to myself, now; the page then says how it went."""
    post = acting(request)
    test = send_test(post, code)
    title = str(channels.every()[code].title)
    if test.fault:
        told = {"way": title, "outcome": test.outcome}
        messages.error(request, _("%(way)s: the test did not go. %(outcome)s.") % told)
    else:
        messages.success(request, _("%(way)s: the test was sent. Did it arrive?") % {"way": title})
    return redirect("alerts:preferences")


@signed_in
@require_POST
def push_add(request: HttpRequest) -> JsonResponse:
    """The browser said yes: called by the page's script, which alone can ask it."""
    post = acting(request)
    form = PushForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"kept": False}, status=422)
    try:
        actions.add_push_device(post, post.account, **form.cleaned_data)
    except Problem as problem:
        told = {"kept": False, "why": str(problem.detail or problem.title)}
        return JsonResponse(told, status=problem.status)
    return JsonResponse({"kept": True})


@signed_in
@require_POST
def push_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """No more messages on that device."""
    post = acting(request)
    device = PushDevice.objects.filter(pk=pk, account_id=post.account_id).first()
    if device is None:
        raise NotFound()
    actions.remove_push_device(post, device)
    messages.success(request, _("No more messages are shown there."))
    return redirect("alerts:preferences")


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows pushes. It stands at the root, so that it may speak for the house."""
    script = worker_script()
    if script is None:
        raise NotFound()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@sensitive_variables("code")
@signed_in
@require_POST
def telegram_ask(request: HttpRequest) -> HttpResponse:
    """A code that links my chat; shown once, as a link and as a drawing for the phone."""
    post = acting(request)
    if not bot.is_set():
        raise NotFound()
    code = new_code()
    actions.ask_telegram(post, post.account, code=code)
    address = bot.link_of(code)
    drawn = segno.make(address, error="m", micro=False)
    drawing = drawn.svg_inline(border=2, scale=4, omitsize=False, light="#fff")
    shown = {"address": address, "code": code, "drawing": SafeString(drawing)}
    wishes = wishes_of([post.account_id]).get(post.account_id, Wishes())
    return _preferences(request, PreferenceForm.of(wishes), telegram=shown)


@signed_in
@require_POST
def telegram_end(request: HttpRequest) -> HttpResponse:
    """Nothing more to my chat."""
    post = acting(request)
    link = TelegramLink.objects.filter(account_id=post.account_id).first()
    if link is None:
        raise NotFound()
    actions.unlink_telegram(post, link)
    messages.success(request, _("Telegram is no longer linked."))
    return redirect("alerts:preferences")


@sensitive_variables("secret")
@signed_in
@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest) -> HttpResponse:
    """The program that is told what I am told; its secret is shown once."""
    post = acting(request)
    known = Webhook.objects.filter(post=post).first()
    form = WebhookForm(request.POST or None, initial={"url": known.url if known else ""})
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = new_secret()
        try:
            known = actions.set_webhook(post, post, url=form.cleaned_data["url"], secret=secret)
        except Problem as problem:
            secret = ""
            add_problem(form, problem)
    told = {"form": form, "webhook": known, "secret": secret}
    status = 422 if form.errors else 200
    response = render(request, "alerts/webhook.html", told, status=status)
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def webhook_drop(request: HttpRequest) -> HttpResponse:
    """The program is told no more."""
    post = acting(request)
    known = Webhook.objects.filter(post=post).first()
    if known is None:
        raise NotFound()
    actions.drop_webhook(post, known)
    messages.success(request, _("The program is told no more."))
    return redirect("alerts:preferences")


@signed_in
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """What did not go out, for whoever keeps people: addresses and channels, no cases."""
    post = acting(request)
    answer = permissions.may_see_deliveries(post)
    if not answer:
        raise Forbidden(f"{answer.reason} {answer.who}".strip())
    rows = troubled_deliveries(post.operation_id)
    told = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "backlog": backlog_of(post.operation_id),
        "channels": [(one, one.off()) for one in channels.every().values()],
    }
    return render(request, "alerts/deliveries.html", told)


@signed_in
@require_POST
def delivery_retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Try one again."""
    post = acting(request)
    row = Delivery.objects.filter(pk=pk, notice__operation_id=post.operation_id).first()
    if row is None:
        raise NotFound()
    actions.retry_delivery(post, row)
    messages.success(request, _("It is sent again within a few seconds."))
    return redirect("alerts:deliveries")
