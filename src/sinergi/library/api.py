"""The library for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Agency, Post
from sinergi.kernel import evidence
from sinergi.kernel.problems import Invalid, NotFound
from sinergi.kernel.rest import (
    LIMIT,
    NO_NUL,
    Asking,
    Body,
    Cursor,
    Flag,
    Limit,
    Moment,
    Note,
    Page,
    Remark,
    Shape,
    Word,
    chosen,
    found,
    page_of,
    window,
)
from sinergi.library import actions, permissions
from sinergi.library.models import Entry, Reading, Version
from sinergi.stages.models import Stage

API = "/api/v1"
router = Router(tags=["library"])
Kind = Literal["procedure", "guide", "map", "form", "regulation", "other"]
Title = Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=NO_NUL)]
ANY = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                name: {"schema": {"type": "string", "format": "binary"}}
                for name in ("application/pdf", "image/*")
            },
        }
    }
}


class VersionOut(Shape):
    """One version of an entry."""

    id: UUID
    number: int
    note: str
    published_at: Moment
    published_by: str
    name: str
    size: int
    sha256: str
    file: str


class LibraryEntryOut(Shape):
    """One entry; `is_read`: whether I have read its newest version."""

    id: UUID
    href: str
    kind: str
    title: str
    summary: str
    agency: str
    stage: str | None
    agency_kinds: list[str]
    must_read: bool
    is_read: bool
    published_at: Moment
    withdrawn: bool


class LibraryPage(Page[LibraryEntryOut]):
    """A part of the list."""


class EntryDetail(LibraryEntryOut):
    """One entry with its versions, the newest first."""

    versions: list[VersionOut]


class LibraryFilter(Body):
    """Which entries are listed."""

    kind: Kind | None = None
    stage: Word = ""
    unread: bool | None = None
    limit: Limit = LIMIT
    cursor: Cursor = ""


class AboutBody(Body):
    """What an entry is, and for whom."""

    kind: Kind
    title: Title
    summary: Remark = ""
    stage: Word = Field("", description="Code of a stage; empty: all.")
    agency_kinds: list[Word] = Field([], max_length=30, description="Empty: for all.")
    must_read: Flag = False


class WhyBody(Body):
    """Why."""

    reason: Note = Field(min_length=1)


class ReadingOut(Shape):
    """That a version was read."""

    version: UUID
    read_at: Moment


def _visible(post: Post) -> Any:
    return Entry.objects.visible_to(post).with_reading(post).select_related("agency", "stage")


def _version(post: Post, key: UUID) -> Version:
    row = found(Version.objects.select_related("entry__agency", "blob"), key)
    if not permissions.may_see(post, row.entry):
        raise NotFound()
    return row


def _fields(row: Any) -> dict[str, Any]:
    copied = ("kind", "title", "summary", "agency_kinds", "must_read", "published_at")
    return {
        **{name: getattr(row, name) for name in copied},
        "id": row.pk,
        "href": f"{API}/library/{row.pk}",
        "agency": row.agency.name,
        "stage": row.stage.code if row.stage else None,
        "is_read": getattr(row, "is_read", False),
        "withdrawn": row.withdrawn_at is not None,
    }


def entry_out(row: Entry) -> LibraryEntryOut:
    """The shape of a row."""
    return LibraryEntryOut.model_construct(**_fields(row))


def version_out(row: Version) -> VersionOut:
    """The shape of a version."""
    return VersionOut.model_construct(
        id=row.pk,
        number=row.number,
        note=row.note,
        published_at=row.published_at,
        published_by=row.published_by,
        name=row.blob.name,
        size=row.blob.size,
        sha256=row.blob.sha256,
        file=f"{API}/library/versions/{row.pk}/file",
    )


@router.get(
    "/library", response=LibraryPage, operation_id="library_list", summary="List the library"
)
def list_entries(request: Asking, asked: Query[LibraryFilter]) -> LibraryPage:
    """What is addressed to me, the newest first."""
    rows = _visible(request.post)
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    rows = rows.filter(stage__code=asked.stage) if asked.stage else rows
    rows = rows if asked.unread is None else rows.filter(is_read=not asked.unread)
    shown = window(rows, by="published_at", cursor=asked.cursor, limit=asked.limit)
    return LibraryPage.model_construct(**page_of(request, shown, rows.count(), entry_out))


@router.get(
    "/library/{entry_id}",
    response=EntryDetail,
    operation_id="library_read",
    summary="Read an entry",
)
def read_entry(request: Asking, entry_id: UUID) -> EntryDetail:
    """One entry with its versions."""
    return _detail(request.post, entry_id)


def _detail(post: Post, key: UUID) -> EntryDetail:
    row = found(_visible(post), key)
    versions = [version_out(one) for one in row.versions.select_related("blob")]
    return EntryDetail.model_construct(**_fields(row), versions=versions)


def _about(post: Post, told: dict[str, Any]) -> dict[str, Any]:
    code = told.pop("stage")
    stages = Stage.objects.visible_to(post).filter(code=code)
    stage = stages.first() if code else None
    if code and stage is None:
        raise Invalid(field="stage")
    if set(told["agency_kinds"]) - set(KINDS):
        raise Invalid(field="agency_kinds")
    return {**told, "stage": stage}


Kinds = Annotated[str, StringConstraints(max_length=600, pattern=NO_NUL)]
Listed = Annotated[Kinds, Form("")]


@router.post(
    "/library",
    response={201: EntryDetail},
    operation_id="library_publish",
    summary="Publish in the library",
)
def publish(
    request: Asking,
    file: File[UploadedFile],
    kind: Annotated[Kind, Form(...)],
    title: Annotated[Title, Form(...)],
    summary: Annotated[Remark, Form("")],
    stage: Annotated[Word, Form("")],
    agency_kinds: Listed,
    must_read: Annotated[bool, Form(False)],
) -> EntryDetail:
    """In the name of my agency; `agency_kinds` with commas between.
    Journal: `library.published`.
    """
    post = request.post
    agency = chosen(Agency.objects.select_related("operation"), post.agency_id, field="agency")
    kinds = [one.strip() for one in agency_kinds.split(",") if one.strip()]
    about = _about(
        post,
        {"kind": kind, "title": title, "summary": summary, "stage": stage,
         "agency_kinds": kinds, "must_read": must_read},
    )  # fmt: skip
    made = actions.publish_entry(post, agency, file=file, **about)
    return _detail(post, made.pk)


@router.post(
    "/library/{entry_id}/versions",
    response={201: VersionOut},
    operation_id="library_publish_version",
    summary="Publish a new version",
)
def publish_version(
    request: Asking, entry_id: UUID, file: File[UploadedFile], changed: Annotated[Note, Form("")]
) -> VersionOut:
    """Everybody has to read anew. Journal: `library.version_published`."""
    row = found(_visible(request.post), entry_id)
    return version_out(actions.publish_version(request.post, row, file=file, changed=changed))


@router.post(
    "/library/{entry_id}/change",
    response=EntryDetail,
    operation_id="library_change",
    summary="Change the entry",
)
def change(request: Asking, entry_id: UUID, body: AboutBody) -> EntryDetail:
    """What is said of it and for whom it is; never its file. Journal: `library.changed`."""
    row = found(_visible(request.post), entry_id)
    actions.change_entry(request.post, row, **_about(request.post, body.model_dump()))
    return _detail(request.post, entry_id)


@router.post(
    "/library/{entry_id}/withdraw",
    response=EntryDetail,
    operation_id="library_withdraw",
    summary="Withdraw the entry",
)
def withdraw(request: Asking, entry_id: UUID, body: WhyBody) -> EntryDetail:
    """Shown to its publisher alone from now on. Journal: `library.withdrawn`."""
    row = found(_visible(request.post), entry_id)
    actions.withdraw_entry(request.post, row, reason=body.reason)
    return _detail(request.post, entry_id)


@router.post(
    "/library/versions/{version_id}/read",
    response=ReadingOut,
    operation_id="library_mark_read",
    summary="I have read it",
)
def mark_read(request: Asking, version_id: UUID) -> ReadingOut:
    """Saying it twice is saying it once. Journal: `library.read`."""
    reading: Reading = actions.mark_read(request.post, _version(request.post, version_id))
    return ReadingOut(version=reading.version_id, read_at=reading.read_at)


@router.get(
    "/library/versions/{version_id}/file",
    operation_id="library_file",
    summary="Read the file",
    openapi_extra=ANY,
)
def read_file(request: Asking, version_id: UUID) -> HttpResponseBase:
    """As it was handed in."""
    return evidence.serve_original(request, _version(request.post, version_id).blob)
