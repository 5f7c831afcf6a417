"""People from Excel: hand in, look, carry out, fetch the passwords."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from sinergi.agencies.current import acting
from sinergi.agencies.forms.importing import SheetForm
from sinergi.agencies.importing import drafts
from sinergi.agencies.importing.sheet import template
from sinergi.agencies.models import PeopleSheet
from sinergi.agencies.views.managing import managing
from sinergi.kernel.problems import Conflict, Problem
from sinergi.kernel.workbooks import MEDIA_TYPE

SHOWN = 100
STATES = ("error", "new", "change", "same")


@managing("manage_people")
def import_view(request: HttpRequest) -> HttpResponse:
    """Hand in a workbook."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        handed = form.cleaned_data["file"]
        try:
            sheet = drafts.keep(acting(request), handed.name, handed.read())
        except Problem as problem:
            form.add_error("file", str(problem.detail or problem.title))
        else:
            return redirect("agencies:import-preview", sheet.pk)
    return render(request, "agencies/import.html", {"form": form})


@require_GET
@managing("manage_people")
def template_view(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the lists of what is valid."""
    return _workbook(template(acting(request).operation), "sinergi-orang.xlsx")


@require_GET
@managing("manage_people")
def preview_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """What the workbook would change, row by row, and what is wrong in it, cell by cell."""
    by = acting(request)
    sheet = PeopleSheet.of(by, pk)
    plan = drafts.plan_of(by.operation, bytes(sheet.content))
    counts = plan.counts
    asked = request.GET.get("state", "")
    shown = plan.of(asked) if asked in STATES else plan.lines
    page = Paginator(shown, SHOWN).get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "counts": counts,
        "state": asked,
        "page": page,
        "row_count": len(plan.lines),
        "todo": counts["new"] + counts["change"],
    }
    return render(request, "agencies/import_preview.html", context)


@require_POST
@managing("manage_people")
def carry_out_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Carry out the next rows. With errors in the file only when asked for the others alone."""
    by = acting(request)
    sheet = PeopleSheet.of(by, pk)
    all_wanted = not sheet.started and request.POST.get("only_correct") != "yes"
    if all_wanted and drafts.plan_of(by.operation, bytes(sheet.content)).of("error"):
        raise Conflict(_("There are errors in the file: nothing was written."))
    left = drafts.carry_on(by, sheet)
    context = {"sheet": sheet, "left": left, "done": sheet.total - left,
               "secrets": len(drafts.secrets_of(sheet))}  # fmt: skip
    name = "_import_progress" if request.headers.get("HX-Request") else "import_progress"
    return render(request, f"agencies/{name}.html", context)


@sensitive_variables()
@require_POST
@managing("manage_people")
def passwords_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """The passing passwords of those without e-mail; once."""
    sheet = PeopleSheet.of(acting(request), pk)
    return _workbook(drafts.take_secrets(sheet), "sinergi-kata-sandi-sementara.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
