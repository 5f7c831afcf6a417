"""What I subscribed to, and the secret addresses from which my programs read the alerts."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.agencies.current import acting, signed_in
from sinergi.alerts import actions
from sinergi.alerts.feed_tokens import PARAMETER, new_token
from sinergi.alerts.forms import FeedForm, SubscriptionForm
from sinergi.alerts.models import AlertFeed, Subscription
from sinergi.alerts.queries import feeds_of, subscriptions_of
from sinergi.kernel.problems import NotFound, Problem
from sinergi.web.controls import add_problem


@signed_in
@require_http_methods(["GET", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Places and kinds of which I want to know, beside what concerns me anyway."""
    post = acting(request)
    form = SubscriptionForm(request.POST or None, by=post)
    if request.method == "POST" and form.is_valid():
        try:
            actions.subscribe(post, post, **form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("You are told of it from now on."))
            return redirect("alerts:subscriptions")
    told = {"form": form, "subscriptions": subscriptions_of(post)}
    return render(request, "alerts/subscriptions.html", told, status=422 if form.errors else 200)


@signed_in
@require_POST
def subscription_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """No more of it."""
    post = acting(request)
    row = Subscription.objects.filter(pk=pk, post=post).first()
    if row is None:
        raise NotFound()
    actions.unsubscribe(post, row)
    messages.success(request, _("Ended."))
    return redirect("alerts:subscriptions")


@sensitive_variables("token", "made")
@signed_in
@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """My addresses; a new one is shown here, once."""
    post = acting(request)
    form = FeedForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        token = new_token()
        try:
            actions.make_alert_feed(post, post, token=token, **form.cleaned_data)
            made, form = _address(request, token), FeedForm()
        except Problem as problem:
            add_problem(form, problem)
    told: dict[str, Any] = {"form": form, "feeds": feeds_of(post), "made": made}
    response = render(request, "alerts/feeds.html", told, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, token: str) -> str:
    path = reverse("alerts:feed")
    return f"{request.build_absolute_uri(path)}?{urlencode({PARAMETER: token})}"


@signed_in
@require_POST
def feed_revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """That address opens nothing any more."""
    post = acting(request)
    row = AlertFeed.objects.select_related("post").filter(pk=pk, post=post).first()
    if row is None:
        raise NotFound()
    actions.revoke_alert_feed(post, row)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("alerts:feeds")
