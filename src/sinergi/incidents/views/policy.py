"""The rules of the deadlines: everybody may read them, who keeps the policies may change them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sinergi.agencies.current import acting, signed_in
from sinergi.incidents import actions, rules
from sinergi.incidents.forms.policy import PolicyForm, entered
from sinergi.incidents.models import EscalationPolicy
from sinergi.incidents.queries.policy import Minutes, current_policy, lines, versions
from sinergi.kernel.action import may
from sinergi.kernel.permission import require
from sinergi.kernel.problems import Conflict, Problem

SHOWN_AT_THE_FIELD = (409, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def policy(request: HttpRequest) -> HttpResponse:
    """The table in force with its earlier versions, and its form for who may change it."""
    by = acting(request)
    answer = may(by, "set_policy", by.operation)
    if request.method == "POST":
        require(answer)
        return _sent(request)
    row = current_policy(by.operation_id)
    return _page(request, row, _fresh(row) if answer else None)


def _fresh(row: EscalationPolicy | None) -> PolicyForm:
    return PolicyForm(initial={**entered(_table(row)), "based_on": row.version if row else 0})


def _table(row: EscalationPolicy | None) -> Minutes:
    return row.rules() if row else rules.DEFAULT_POLICY


def _sent(request: HttpRequest) -> HttpResponse:
    """Set what was entered; or show it again, with what is wrong with it."""
    by = acting(request)
    if "proposal" in request.POST:
        return _page(request, current_policy(by.operation_id), _proposed(request))
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return _page(request, current_policy(by.operation_id), form, status=422)
    told = form.cleaned_data
    try:
        row = actions.set_policy(
            by,
            by.operation,
            table=form.table(),
            remark=told["remark"],
            based_on=told["based_on"],
        )
    except Problem as problem:
        return _refused(request, form, problem)
    messages.success(request, _("Version %(number)d holds from now on.") % {"number": row.version})
    return redirect("incidents:policy")


def _proposed(request: HttpRequest) -> PolicyForm:
    """The house's own proposal filled in, not yet set; the remark stays."""
    kept = {name: request.POST.get(name, "") for name in ("based_on", "remark")}
    return PolicyForm(initial={**entered(rules.DEFAULT_POLICY), **kept})


def _refused(request: HttpRequest, form: PolicyForm, problem: Problem) -> HttpResponse:
    """What was entered stays. When another version was set meanwhile, she may still set hers."""
    if problem.status not in SHOWN_AT_THE_FIELD:
        raise problem
    row = current_policy(acting(request).operation_id)
    if row is not None and problem.code == Conflict.code:
        form = PolicyForm({**request.POST.dict(), "based_on": row.version}, in_force=row.rules())
        form.is_valid()  # so that each time is known, and can be compared with the one in force
    else:
        form.refuse(problem)
    return _page(request, row, form, status=problem.status)


def _page(
    request: HttpRequest, row: EscalationPolicy | None, form: PolicyForm | None, status: int = 200
) -> HttpResponse:
    by = acting(request)
    shown, page = versions(by.operation_id, request.GET.get("page"))
    context: dict[str, Any] = {
        "current": row,
        "lines": lines(_table(row)),
        "form": form,
        "proposed": "proposal" in request.POST,
        "versions": shown,
        "page": page,
        "administers": by.can("manage_people"),
    }
    return render(request, "incidents/policy.html", context, status=status)
