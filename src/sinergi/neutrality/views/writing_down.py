"""Cases that a handler writes down: a finding, or a report at the counter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.kernel.problems import Problem
from sinergi.neutrality.actions.findings import record_finding, record_report_at_counter
from sinergi.neutrality.forms.writing_down import CounterForm, FindingForm
from sinergi.neutrality.models import Case
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.views.confidential import confidential, post_of
from sinergi.web.controls import add_problem


@confidential
def new_finding(request: HttpRequest) -> HttpResponse:
    """What Bawaslu's own supervision found."""
    return _write_down(request, FindingForm)


@confidential
def new_report(request: HttpRequest) -> HttpResponse:
    """A report made at the office; afterwards its receipt is shown, once."""
    return _write_down(request, CounterForm)


def _write_down(request: HttpRequest, kind: type[FindingForm]) -> HttpResponse:
    post = post_of(request)
    require_handler(post)
    form = kind(request.POST or None, by=post)
    if request.method == "POST" and form.is_valid():
        try:
            case = _recorded(request, form)
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
            add_problem(form, problem)
        else:
            return _done(request, case)
    status = 422 if form.errors else 200
    told = {"form": form, "counter": kind is CounterForm}
    return render(request, "neutrality/new_case.html", told, status=status)


def _recorded(request: HttpRequest, form: FindingForm) -> Case:
    post = post_of(request)
    if isinstance(form, CounterForm):
        return record_report_at_counter(
            post, post.operation, written=form.written(), identity=form.identity()
        )
    return record_finding(post, post.operation, written=form.written())


def _done(request: HttpRequest, case: Case) -> HttpResponse:
    """To the case; with a receipt first to the one page on which its words stand."""
    words = getattr(case, "receipt_words", "")
    if words:
        told = {"case": case, "words": words.split(), "report_url": reverse("neutrality:report")}
        return render(request, "neutrality/counter_receipt.html", told)
    messages.success(request, _("Recorded."))
    return redirect(case.get_absolute_url())
