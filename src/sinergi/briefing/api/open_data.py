"""Whole data sets for other programs: streamed, in a stable shape, and only what has changed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Field, Query, Router

from sinergi.briefing.actions.open_data import note_data_taken
from sinergi.briefing.open_data.changes import Mark
from sinergi.briefing.open_data.datasets import ALL, DATASETS, Dataset
from sinergi.briefing.open_data.writing import FORMS
from sinergi.briefing.permissions.open_data import may_take
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.permission import require
from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import NO_NUL, Asking, Body, Shape

router = Router(tags=["exports"])
API = "/api/v1"
CURSOR = "Sinergi-Cursor"
Code = Literal[
    "incidents", "followups", "readiness", "stations", "milestones", "scores", "regions",
    "villages",
]  # fmt: skip
BINARY = {"schema": {"type": "string", "format": "binary"}}
COLLECTION = {"schema": {"type": "object", "title": "FeatureCollection (RFC 7946)"}}


def _content() -> dict[str, Any]:
    """What each form is by its media type."""
    medias = {media.split(";")[0] for media, _writer in FORMS.values()}
    return {name: COLLECTION if name.endswith("geo+json") else BINARY for name in medias}


class DatasetColumnOut(Shape):
    """One column. Its name, type and place in the order never change."""

    name: str
    type: str = Field(description="text, integer, number, boolean, day or moment (UTC).")
    hxl: str = Field(description="Its HXL tag.")
    about: str


class DatasetOut(Shape):
    """One data set, with its columns."""

    code: str
    href: str
    about: str
    by_change: bool = Field(description="Whether `changed_since` can be asked.")
    forms: list[str]
    columns: list[DatasetColumnOut]


class BulkAsked(Body):
    """In which form, and since when."""

    form: Literal["ndjson", "csv", "hxl", "geojson"] = Field(
        "ndjson", description="`hxl` is CSV with a second row of tags; `geojson` where it has it."
    )
    changed_since: Annotated[str, Field(max_length=400, pattern=NO_NUL)] = Field(
        "", description=f"The `{CURSOR}` of an earlier answer: only what changed since then."
    )


def _dataset_out(row: Dataset) -> DatasetOut:
    return DatasetOut.model_construct(
        code=row.code,
        href=f"{API}/bulk/{row.code}",
        about=str(row.about),
        by_change=row.by_change,
        forms=[form for form in FORMS if form != "geojson" or row.geometry],
        columns=[
            DatasetColumnOut.model_construct(
                name=one.name, type=one.kind, hxl=one.tag, about=str(one.about)
            )
            for one in row.columns
        ],
    )


@router.get(
    "/bulk",
    response=list[DatasetOut],
    operation_id="bulk_list",
    summary="List data sets",
)
def list_datasets(request: Asking) -> list[DatasetOut]:
    """The sets with all their columns: the schema to set up a program by."""
    return [_dataset_out(row) for row in ALL]


@router.get(
    "/bulk/{dataset}",
    operation_id="bulk_read",
    summary="Read a data set",
    openapi_extra={
        "responses": {
            200: {
                "description": f"The rows, streamed; the header `{CURSOR}` is the mark for the "
                "next time.",
                "content": _content(),
            }
        }
    },
)
def read_dataset(request: Asking, dataset: Code, asked: Query[BulkAsked]) -> HttpResponseBase:
    """All rows that my post may see, for posts that take lists out. Journal: `data.taken`.

    With `changed_since` only what changed: a row may come twice, none is left out. What left my
    scope meanwhile (a case that was restricted) is not told: read the whole set once a day.
    """
    require(may_take(request.post))
    wanted = DATASETS[dataset]
    since = _since(wanted, asked)
    if asked.form == "geojson" and not wanted.geometry:
        raise Invalid(_("This set has no positions."), field="form")
    mark = Mark.here()
    note_data_taken(SYSTEM, request.post, dataset=dataset, form=asked.form, whole=since is None)
    media, writer = FORMS[asked.form]
    rows = wanted.read(request.post, since)
    response = StreamingHttpResponse(writer(wanted, rows), content_type=media)
    response[CURSOR] = mark.text()
    response["Cache-Control"] = "private, no-store"
    return response


def _since(wanted: Dataset, asked: BulkAsked) -> Mark | None:
    if not asked.changed_since:
        return None
    if not wanted.by_change:
        raise Invalid(_("This set is always read whole."), field="changed_since")
    return Mark.read(asked.changed_since)
