"""People and their posts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from sinergi.agencies import actions
from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.forms.people import PeopleFilterForm, PersonForm, PostForm
from sinergi.agencies.lockout import is_locked
from sinergi.agencies.models import Account, Post
from sinergi.agencies.models.post import second_factors
from sinergi.agencies.passing import passing_password
from sinergi.agencies.queries.people import PeopleFilter, devices_of, people
from sinergi.agencies.seating import open_and_seat
from sinergi.agencies.views.managing import managing, page_of
from sinergi.kernel.action import may
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.web.controls import add_problem


@require_GET
@managing("manage_people")
def people_view(request: HttpRequest) -> HttpResponse:
    """Everybody, found by name, number, role, place or agency."""
    by = acting(request)
    form = PeopleFilterForm(by, request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    asked = PeopleFilter(
        words=told.get("q") or "",
        role=told.get("role") or "",
        place=told["place"].pk if told.get("place") else "",
        agency=str(told["agency"].pk) if told.get("agency") else "",
        state=told.get("state") or "",
    )
    context = {
        "form": form,
        "page": page_of(request, people(by, asked)),
        "is_set": any(told.values()),
    }
    return render(request, "agencies/people.html", context)


def known_account(by: Post, pk: Any) -> Account:
    """The account, when she who keeps people may know of it. Raises NotFound, Forbidden."""
    account = Account.objects.filter(pk=pk).first()
    if account is None:
        raise NotFound()
    require(may(by, "change_account", account))
    return account


@require_GET
@managing("manage_people")
def person_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """One person: her posts and desks, how safe her account is, what she did last."""
    by = acting(request)
    account = known_account(by, pk)
    entries = JournalEntry.objects.visible_to(by).for_subject(account).order_by("-id")[:12]
    context = {
        "person": account,
        "held": [post for post in account.held_posts if post.operation_id == by.operation_id],
        "devices": devices_of(account),
        "factors": second_factors().filter(user_id=account.pk).count(),
        "locked": is_locked(account),
        "entries": entries,
        "may_bar": may(by, "set_active", account),
        "post_form": PostForm(by),
    }
    return render(request, "agencies/person.html", context)


@managing("manage_people")
def person_change_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Correct name, number or address."""
    by = acting(request)
    account = known_account(by, pk)
    now = {"name": account.name, "phone": account.phone or "", "email": account.email or ""}
    form = PersonForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_account(by, account, **form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The change is kept."))
            return redirect(account)
    return render(request, "agencies/person_change.html", {"form": form, "person": account})


@sensitive_variables("password")
@managing("manage_people")
def person_add_view(request: HttpRequest) -> HttpResponse:
    """A new person with her first post; her passing password is shown once."""
    by = acting(request)
    form, post_form = PersonForm(request.POST or None), PostForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid() and post_form.is_valid():
        password = passing_password()
        account = _add(by, form, post_form, password)
        if account is not None:
            return _shown_once(request, account, password)
    context = {"form": form, "post_form": post_form}
    return render(request, "agencies/person_add.html", context)


def _add(by: Post, form: PersonForm, post_form: PostForm, password: str) -> Account | None:
    """All of it or nothing; what is wrong stands at its field afterwards."""
    try:
        with transaction.atomic():
            account = actions.add_account(by, by.operation, **form.cleaned_data)
            open_and_seat(by, account, post_form.cleaned_data)
            actions.reset_password(by, account, password=password)
            return account
    except Problem as problem:
        add_problem(form if problem.field in form.fields else post_form, problem)
        return None


@require_POST
@managing("manage_people")
def post_open_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Give a person another post."""
    by = acting(request)
    account, form = known_account(by, pk), PostForm(by, request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                open_and_seat(by, account, form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The post is given."))
            return redirect(account)
    return render(request, "agencies/post_open.html", {"post_form": form, "person": account})


@require_POST
@managing("manage_people")
def post_close_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a post today."""
    post = Post.objects.select_related("account", "operation").filter(pk=pk).first()
    if post is None:
        raise NotFound()
    actions.close_post(acting(request), post)
    messages.success(request, _("The post ends today; she has left its desks."))
    return redirect(post.account)


CHANGES: dict[str, tuple[Any, Any]] = {
    "bar": (lambda by, account: actions.set_active(by, account, active=False),
            gettext_lazy("She can no longer sign in.")),
    "admit": (lambda by, account: actions.set_active(by, account, active=True),
              gettext_lazy("She can sign in again.")),
    "end-sessions": (actions.end_sessions, gettext_lazy("She is signed out everywhere.")),
    "drop-factors": (actions.drop_factors,
                     gettext_lazy("Her second factor is dropped; she can set up a new one.")),
}  # fmt: skip


@require_POST
@managing("manage_people")
def person_act_view(request: HttpRequest, pk: Any, change: str) -> HttpResponse:
    """Bar, admit, sign out everywhere, drop the second factor."""
    by = acting(request)
    account = known_account(by, pk)
    if change not in CHANGES:
        raise NotFound()
    act, said = CHANGES[change]
    act(by, account)
    messages.success(request, said)
    return redirect(account)


@sensitive_variables("password")
@signed_in
def password_reset_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """A passing password for somebody of my desk, or of whom I keep account; shown once."""
    by = acting(request)
    account = Account.objects.filter(pk=pk).first()
    if account is None:
        raise NotFound()
    require(may(by, "reset_password", account))
    if request.method != "POST":
        return render(request, "agencies/password_reset.html", {"person": account})
    password = passing_password()
    actions.reset_password(by, account, password=password)
    return _shown_once(request, account, password)


@sensitive_variables("password")
def _shown_once(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    keeps = acting(request).can("manage_people")
    context = {"person": account, "password": password, "keeps_people": keeps}
    response = render(request, "agencies/password_shown.html", context)
    response["Cache-Control"] = "no-store"
    return response
