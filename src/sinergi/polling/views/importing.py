"""KPU's list: hand in, say what its columns mean, look, apply."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.followups.timeline import event_of
from sinergi.kernel.action import may
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.kernel.workbooks import download
from sinergi.polling import actions
from sinergi.polling.forms.importing import ColumnsForm, ListForm
from sinergi.polling.importing import drafts, sheets
from sinergi.polling.importing.columns import COLUMNS, Column
from sinergi.polling.importing.indicators import indicator_columns
from sinergi.polling.importing.plan import STATES, Plan
from sinergi.polling.importing.reading import MOST_ROWS
from sinergi.polling.models import StationImport, StationSheet
from sinergi.polling.words import field_text

SHOWN = 100
EARLIER = 10
SAMPLE = 3  # rows that show what a column holds


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_in(request: HttpRequest) -> HttpResponse:
    """The empty workbook to take, the list to hand in, and the lists that were applied."""
    _require_keeper(request)
    by = acting(request)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        handed = form.cleaned_data["file"]
        try:
            sheet = drafts.keep(by, handed.name, handed.read())
        except Problem as problem:
            form.add_error("file", str(problem.detail or problem.title))
        else:
            return redirect(_next(sheet), sheet.pk)
    told = {
        "form": form,
        "columns": [(column.heading, column.title) for column in COLUMNS.values()],
        "indicators": list(indicator_columns(by.operation).values()),
        "most": MOST_ROWS,
        "earlier": StationImport.objects.filter(operation_id=by.operation_id)[:EARLIER],
    }
    return render(request, "polling/import.html", told, status=422 if form.errors else 200)


def _next(sheet: StationSheet) -> str:
    return "polling:import-preview" if drafts.is_mapped(sheet) else "polling:import-columns"


def _require_keeper(request: HttpRequest) -> None:
    by = acting(request)
    require(may(by, "import_stations", by.operation))


@require_safe
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook, with our headings."""
    _require_keeper(request)
    more = indicator_columns(acting(request).operation)
    return download(sheets.filled([], more), "daftar-tps-kosong")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What each column means; remembered for the next list with the same headings."""
    _require_keeper(request)
    by = acting(request)
    sheet = StationSheet.of(by, pk)
    more = indicator_columns(by.operation)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=sheet.headings,
        proposal=drafts.proposed(sheet, more),
        more=more,
    )
    if form.is_bound and form.is_valid():
        kept = actions.keep_mapping(by, by.operation, sheet.headings, form.columns())
        sheet.columns = kept.columns
        sheet.save(update_fields=["columns"])
        return redirect("polling:import-preview", sheet.pk)
    told = {"sheet": sheet, "form": form, "sample": _sample(sheet)}
    return render(request, "polling/import_columns.html", told, status=422 if form.errors else 200)


def _sample(sheet: StationSheet) -> list[list[str]]:
    """The first rows, as texts, as wide as the headings."""
    found = []
    for _number, cells in drafts.listing_in(sheet).rows():
        texts = ["" if cell is None else str(cell) for cell in cells]
        found.append([*texts, *[""] * len(sheet.headings)][: len(sheet.headings)])
        if len(found) == SAMPLE:
            break
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the list would change; and, once sent, the change itself."""
    _require_keeper(request)
    by = acting(request)
    sheet = StationSheet.of(by, pk)
    if not drafts.is_mapped(sheet):
        return redirect("polling:import-columns", sheet.pk)
    if request.method == "POST":
        return _apply(request, sheet)
    plan = drafts.plan_for(by, drafts.listing_in(sheet), sheet.columns)
    asked = request.GET.get("state", "")
    page = Paginator(_chosen(plan, asked), SHOWN).get_page(request.GET.get("page"))
    names = indicator_columns(by.operation)
    told: dict[str, Any] = {
        "sheet": sheet,
        "plan": plan,
        "counts": plan.counts,
        "missing": len(plan.missing),
        "page": page,
        "state": asked,
        "lines": [] if asked == "missing" else [_told(line, names) for line in page],
    }
    return render(request, "polling/import_preview.html", told)


def _chosen(plan: Plan, asked: str) -> list[Any]:
    if asked == "missing":
        return plan.missing
    if asked in (*STATES, "warned"):
        return plan.of(asked)
    return plan.of("error") or plan.of("change") or plan.of("new") or plan.lines


def _told(line: Any, names: Mapping[str, Column]) -> dict[str, Any]:
    """A line with what it changes in words."""
    return {"line": line, "changes": _changes(line.changes, names)}


def _changes(
    changes: Mapping[str, Sequence[Any]], names: Mapping[str, Column]
) -> list[tuple[Any, Any, Any]]:
    """What each is called, and its old and new value in words; `names` are those of indicators."""
    return [
        (names[name].title if name in names else field_text(name),
         field_text(name, old), field_text(name, new))
        for name, (old, new) in changes.items()
    ]  # fmt: skip


def _apply(request: HttpRequest, sheet: StationSheet) -> HttpResponse:
    by = acting(request)
    done = actions.import_stations(
        by,
        by.operation,
        drafts.listing_in(sheet),
        sheet.columns,
        strike=request.POST.get("strike") == "yes",
        only_correct=request.POST.get("only_correct") == "yes",
    )
    told = {"new": done.new, "changed": done.changed, "struck": done.struck}
    said = _("%(new)d stations are new, %(changed)d changed, %(struck)d struck.")
    messages.success(request, said % told)
    return redirect("polling:import-done", done.pk)


@require_safe
@signed_in
def errors(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The rows with errors as a workbook, to be corrected and handed in again."""
    _require_keeper(request)
    by = acting(request)
    sheet = StationSheet.of(by, pk)
    listing = drafts.listing_in(sheet)
    plan = drafts.plan_for(by, listing, sheet.columns)
    content = sheets.of_errors(sheet.headings, listing.rows(), plan.of("error"))
    return download(content, "daftar-tps-kesalahan")


@require_safe
@signed_in
def done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a list changed."""
    _require_keeper(request)
    by = acting(request)
    row = StationImport.objects.filter(operation_id=by.operation_id, pk=pk).first()
    if row is None:
        raise NotFound()
    names = indicator_columns(by.operation)
    page = Paginator(row.differences, SHOWN).get_page(request.GET.get("page"))
    told = {
        "row": row,
        "page": page,
        "differences": [_difference(names, *one) for one in page],
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
    }
    return render(request, "polling/import_done.html", told)


def _difference(
    names: Mapping[str, Column], code: str, number: int, changes: dict[str, list[Any]]
) -> dict[str, Any]:
    return {"code": code, "number": number, "changes": _changes(changes, names)}
