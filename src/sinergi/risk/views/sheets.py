"""Assessing by Excel: the filled workbook, its preview, its application."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.kernel.permission import require
from sinergi.kernel.problems import Conflict, Problem
from sinergi.kernel.workbooks import download
from sinergi.regions.codes import is_code
from sinergi.regions.models import Region
from sinergi.risk.actions import assess_together
from sinergi.risk.models import AssessmentSheet
from sinergi.risk.permissions import may_assess
from sinergi.risk.sheets.assessments import MOST_ROWS, Plan, filled, plan_of

SHOWN = 100
STATES = ("error", "change", "same")


class SheetForm(forms.Form):
    """The workbook that comes back."""

    file = forms.FileField(
        label=gettext_lazy("The completed workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


def _assessor(request: HttpRequest) -> Post:
    """Who may assess her own places."""
    post = acting(request)
    require(may_assess(post, post.region))
    return post


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet(request: HttpRequest) -> HttpResponse:
    """Fetch the filled workbook, hand in the completed one."""
    post = _assessor(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        handed = form.cleaned_data["file"]
        content = handed.read()
        try:
            plan_of(post, content)
        except Problem as problem:
            form.add_error("file", str(problem.detail or problem.title))
        else:
            kept = AssessmentSheet.keep(post, handed.name, content=content)
            return redirect("risk:sheet-preview", kept.pk)
    count = Region.objects.within(post.prefixes).villages().count()
    told = {"form": form, "count": count, "most": MOST_ROWS}
    return render(request, "risk/sheet.html", told, status=422 if form.errors else 200)


@require_safe
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """The workbook of her villages, or of those of one place, as they are assessed now."""
    post = _assessor(request)
    code = request.GET.get("place", "")
    within = [code] if is_code(code) and post.covers(code) else post.prefixes
    villages = Region.objects.within(within).villages().with_parent().order_by("code")
    return download(filled(post, villages[:MOST_ROWS]), "penilaian-kerawanan")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the workbook would change; and, once sent, the change itself."""
    post = _assessor(request)
    kept = AssessmentSheet.of(post, pk)
    plan = plan_of(post, bytes(kept.content))
    if request.method == "POST":
        return _carried_out(request, kept, plan)
    asked = request.GET.get("state", "")
    shown = plan.of(asked) if asked in STATES else [*plan.of("error"), *plan.of("change")]
    page = Paginator(shown, SHOWN).get_page(request.GET.get("page"))
    told = {"sheet": kept, "counts": plan.counts, "page": page}
    return render(request, "risk/sheet_preview.html", told)


def _carried_out(request: HttpRequest, kept: AssessmentSheet, plan: Plan) -> HttpResponse:
    """With errors in the file only when she asks for the others alone."""
    if plan.of("error") and request.POST.get("only_correct") != "yes":
        raise Conflict(_("There are errors in the file: nothing was written."))
    results = assess_together(acting(request), plan.sheets)
    done = sum(result.problem is None for result in results)
    refused = len(results) - done
    messages.success(request, _("%(count)d villages assessed.") % {"count": done})
    if refused:
        messages.warning(request, _("%(count)d rows were refused.") % {"count": refused})
    return redirect("risk:sheet-preview", kept.pk)
