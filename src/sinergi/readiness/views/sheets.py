"""Readiness by Excel: the filled workbook, its preview, its application; and the export."""

from __future__ import annotations

from typing import Any
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
from sinergi.kernel.problems import Conflict, Problem, TooLarge
from sinergi.kernel.workbooks import download
from sinergi.readiness.actions import export_readiness
from sinergi.readiness.filters import filter_of
from sinergi.readiness.models import ReadinessSheet
from sinergi.readiness.queries.grid import owed
from sinergi.readiness.queries.items import listed
from sinergi.readiness.queries.matrix import readiness_matrix
from sinergi.readiness.sheets import drafts
from sinergi.readiness.sheets import export as exporting
from sinergi.readiness.sheets.reading import MOST_ROWS
from sinergi.readiness.sheets.workbook import filled

SHOWN = 100
STATES = ("error", "change", "same")


class SheetForm(forms.Form):
    """The workbook that comes back."""

    file = forms.FileField(
        label=gettext_lazy("The completed workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet(request: HttpRequest) -> HttpResponse:
    """Fetch the filled workbook, hand in the completed one."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        handed = form.cleaned_data["file"]
        try:
            kept = drafts.keep(acting(request), handed.name, handed.read())
        except Problem as problem:
            form.add_error("file", str(problem.detail or problem.title))
        else:
            return redirect("readiness:sheet-preview", kept.pk)
    status = 422 if form.errors else 200
    told = {"form": form, "count": owed(acting(request)).count(), "most": MOST_ROWS}
    return render(request, "readiness/sheet.html", told, status=status)


@require_safe
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """The workbook of all that is asked of her, or of one stage."""
    wanted = filter_of({"stage": request.GET.get("stage", "")})
    rows = wanted.narrow(owed(acting(request)), acting(request)).whole()
    rows = rows.order_by("stage__order", "requirement__code", "region_id")
    return download(filled(rows[:MOST_ROWS]), "kesiapsiagaan-lapor")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the workbook would change; and, once sent, the change itself."""
    by = acting(request)
    kept = ReadinessSheet.of(by, pk)
    plan = drafts.plan_for(by, kept)
    if request.method == "POST":
        return _carried_out(request, kept, plan)
    asked = request.GET.get("state", "")
    shown = plan.of(asked) if asked in STATES else [*plan.of("error"), *plan.of("change")]
    page = Paginator(shown, SHOWN).get_page(request.GET.get("page"))
    told = {"sheet": kept, "plan": plan, "counts": plan.counts, "page": page, "state": asked}
    return render(request, "readiness/sheet_preview.html", told)


def _carried_out(request: HttpRequest, kept: Any, plan: Any) -> HttpResponse:
    """With errors in the file only when she asks for the others alone."""
    if plan.of("error") and request.POST.get("only_correct") != "yes":
        raise Conflict(_("There are errors in the file: nothing was written."))
    done = drafts.carry_out(acting(request), kept)
    messages.success(
        request,
        _("%(count)d items reported. The desk above checks them.") % {"count": done.done},
    )
    return redirect("readiness:sheet-preview", kept.pk)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """The matrix by stage and by place, and the items. Raises Forbidden, TooLarge."""
    post, wanted = acting(request), filter_of(request.GET)
    rows = listed(post, wanted)
    count = rows.count()
    if count > exporting.MOST_ITEMS:
        raise TooLarge(
            _("At most %(count)d items fit. Choose a stage or a place.")
            % {"count": exporting.MOST_ITEMS}
        )
    export_readiness(post, post, query=wanted.query(), count=count)
    matrices = [
        (_("By stage"), readiness_matrix(post, wanted, "stage")),
        (_("By place"), readiness_matrix(post, wanted, "place")),
    ]
    return download(exporting.workbook_of(matrices, rows.iterator(2_000)), "kesiapsiagaan")
