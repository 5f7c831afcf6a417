"""Finding and reading confidential cases; their texts with the header `Unlock`."""

from __future__ import annotations

import uuid
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query

from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import Asking, Body, Cursor, Line, Word, file_answer, next_link
from sinergi.neutrality.api.routes import router, unkept
from sinergi.neutrality.api.shapes import CaseDetail, CasesOut, case_detail, case_out
from sinergi.neutrality.models import Case
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.queries.case import case_page
from sinergi.neutrality.queries.cases import CaseFilter, find_case, listed
from sinergi.neutrality.reading import summaries
from sinergi.neutrality.unlocking import opened_of, require_opened
from sinergi.neutrality.views.files import case_file_answer


class CaseFilters(Body):
    """Which cases to list."""

    state: Word = "open"
    clock: Literal["", "overdue", "soon"] = ""
    origin: Literal["", "report", "information", "finding"] = ""
    subject: Word = ""
    mine: bool = False
    cursor: Cursor = ""


class Words(Body):
    """What to look for in the summaries."""

    words: Line
    state: Word = "open"


@router.get(
    "/neutrality/cases",
    response=CasesOut,
    operation_id="neutrality_list",
    summary="List confidential cases",
)
def list_cases(request: Asking, filters: Query[CaseFilters]) -> HttpResponse:
    """The newest first, fifty in a page; with the header `Unlock` also their summaries.

    `state` is one of the states, `open`, or `all`.
    """
    require_handler(request.post)
    wanted = CaseFilter(
        state=_state(filters.state),
        clock=filters.clock,
        origin=filters.origin,
        subject=filters.subject,
        mine=filters.mine,
    )
    mark = _mark(filters.cursor)
    page = listed(request.post, wanted, opened=opened_of(request), before=mark)
    return unkept(
        CasesOut.model_construct(
            items=[case_out(line.case, line.summary) for line in page.lines],
            total=page.total,
            next=next_link(request, page.older),
            searched=None,
        )
    )


@router.post(
    "/neutrality/cases/search",
    response=CasesOut,
    operation_id="neutrality_search",
    summary="Search in summaries",
)
def search_cases(request: Asking, body: Words) -> HttpResponse:
    """Words in the summaries of the newest 1,000 cases that fit; asks for the header `Unlock`.

    Sent by POST, so that no address holds the words.
    """
    require_handler(request.post)
    opened = require_opened(request)
    wanted = CaseFilter(state=_state(body.state), words=body.words)
    page = listed(request.post, wanted, opened=opened)
    return unkept(
        CasesOut.model_construct(
            items=[case_out(line.case, line.summary) for line in page.lines],
            total=page.total,
            next=None,
            searched=page.searched,
        )
    )


def _state(state: str) -> str:
    if state == "all":
        return ""
    if state != "open" and state not in Case.State.values:
        raise Invalid(field="state")
    return state


def _mark(cursor: str) -> str:
    try:
        return str(uuid.UUID(cursor)) if cursor else ""
    except ValueError as error:
        raise Invalid(field="cursor") from error


@router.get(
    "/neutrality/cases/{case_id}",
    response=CaseDetail,
    operation_id="neutrality_read",
    summary="Read a confidential case",
)
def read_case(request: Asking, case_id: UUID) -> HttpResponse:
    """What stands in clear; with the header `Unlock` also what was written in it."""
    case = find_case(request.post, case_id)
    opened = opened_of(request)
    page = case_page(request.post, case, opened)
    summary = summaries([case], opened).get(case.pk) if opened else None
    return unkept(case_detail(request.post, page, summary))


@router.get(
    "/neutrality/files/{file_id}",
    operation_id="neutrality_file",
    summary="Read a piece of evidence",
    openapi_extra=file_answer("image/*", "audio/*", "video/*", "application/pdf"),
)
def read_file(request: Asking, file_id: UUID) -> HttpResponseBase:
    """The copy without metadata, opened while it is sent; asks for the header `Unlock`."""
    return case_file_answer(request, file_id)
