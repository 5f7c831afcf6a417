"""The journal, its seals and proofs, official documents, and the catalogue of errors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, File, Query, Router
from ninja.files import UploadedFile

from sinergi.kernel import documents, seals
from sinergi.kernel.models import JournalEntry, OfficialDocument, Seal
from sinergi.kernel.problems import Forbidden, NotFound, catalogue
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Limit,
    Line,
    Moment,
    Page,
    RowId,
    Shape,
    Word,
    found,
    page_of,
    window,
)
from sinergi.kernel.views import limit_visits

router = Router()
API = "/api/v1"


class EntryOut(Shape):
    """One entry of the journal: who did what, when, to what, and what changed."""

    id: int
    href: str
    at: Moment = Field(description="By the clock of the operation.")
    recorded_at: Moment = Field(description="By the clock of the world.")
    verb: str = Field(examples=["incident.verified"])
    actor: str
    post: UUID | None
    region: str
    subject_type: str
    subject_id: str
    subject: str
    changes: dict[str, Any] = Field(description="{column: [before, after]}")
    facts: dict[str, Any]
    door: str
    request_id: str


class EntryPage(Page[EntryOut]):
    """A page of the journal."""


class EntryFilter(Body):
    """Which entries to list."""

    verb: Word = Field("", description="For example `incident.verified`, or `incident.` for all.")
    subject_id: Word = ""
    limit: Limit = LIMIT
    cursor: Cursor = ""


class SealOut(Shape):
    """A batch of entries under a Merkle root, chained to the seal before it."""

    number: int
    made_at: Moment
    count: int = Field(description="How many entries it covers.")
    root: str
    previous: str
    hash: str


class SealPage(Page[SealOut]):
    """A page of seals, the newest first."""


class SealFilter(Body):
    """Which page of the seals."""

    limit: Limit = LIMIT
    cursor: Cursor = ""


class ProofOut(Shape):
    """That an entry is under a seal: hash the leaf up the path, and compare with the root."""

    entry: int
    leaf: str
    index: int
    count: int
    path: list[str]
    root: str
    seal: int
    seal_hash: str
    holds: bool


def entry_out(row: JournalEntry) -> EntryOut:
    """The shape of an entry."""
    copied = ("id", "at", "recorded_at", "verb", "region", "subject_type", "subject_id",
              "changes", "facts", "door", "request_id")  # fmt: skip
    return EntryOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        href=f"{API}/journal/{row.pk}",
        actor=row.actor_label,
        post=row.post_id,
        subject=row.subject_label,
    )


def _audited(request: Asking) -> Any:
    """What the caller may read of the journal. Raises Forbidden for who does not audit."""
    if not request.post.can("audit"):
        raise Forbidden()
    return JournalEntry.objects.visible_to(request.post)


@router.get(
    "/journal",
    response=EntryPage,
    operation_id="journal_list",
    summary="Read the journal",
    tags=["journal"],
)
def list_entries(request: Asking, asked: Query[EntryFilter]) -> EntryPage:
    """The entries of my places, the newest first; for posts that may audit."""
    rows = _audited(request)
    if asked.verb:
        rows = rows.filter(verb__startswith=asked.verb)
    if asked.subject_id:
        rows = rows.filter(subject_id=asked.subject_id)
    shown = window(rows, by="id", cursor=asked.cursor, limit=asked.limit)
    return EntryPage.model_construct(**page_of(request, shown, rows.count(), entry_out))


@router.get(
    "/journal/{entry_id}",
    response=EntryOut,
    operation_id="journal_read",
    summary="Read one entry",
    tags=["journal"],
)
def read_entry(request: Asking, entry_id: RowId) -> EntryOut:
    """One entry."""
    return entry_out(found(_audited(request), entry_id))


@router.get(
    "/journal/{entry_id}/proof",
    response=ProofOut,
    operation_id="journal_proof",
    summary="Prove that an entry is sealed",
    tags=["journal"],
)
def prove_entry(request: Asking, entry_id: RowId) -> ProofOut:
    """The path from the entry to the root of its seal; 404 while it is not sealed yet."""
    proof = seals.prove(found(_audited(request), entry_id))
    if proof is None:
        raise NotFound()
    return ProofOut(
        entry=proof.entry_id,
        leaf=proof.leaf,
        index=proof.index,
        count=proof.count,
        path=proof.path,
        root=proof.root,
        seal=proof.seal,
        seal_hash=proof.seal_hash,
        holds=proof.holds(),
    )


def _seal_out(row: Seal) -> SealOut:
    return SealOut(
        number=row.number,
        made_at=row.made_at,
        count=len(row.entry_ids),
        root=row.root,
        previous=row.previous,
        hash=row.hash,
    )


@router.get(
    "/seals", response=SealPage, operation_id="seal_list", summary="List seals", tags=["journal"]
)
def list_seals(request: Asking, asked: Query[SealFilter]) -> SealPage:
    """The chain of seals; whoever keeps an old one can tell whether the journal was rewritten."""
    rows = Seal.objects.defer("leaves")
    shown = window(rows, by="number", cursor=asked.cursor, limit=asked.limit)
    return SealPage.model_construct(**page_of(request, shown, rows.count(), _seal_out))


@router.get(
    "/seals/{number}",
    response=SealOut,
    operation_id="seal_read",
    summary="Read one seal",
    tags=["journal"],
)
def read_seal(request: Asking, number: RowId) -> SealOut:
    """One seal."""
    return _seal_out(found(Seal.objects.defer("leaves"), number))


class DocumentOut(Shape):
    """What the house knows of an official document: as much as its public page shows."""

    number: str
    title: str
    kind: str
    operation: str
    exercise: bool
    issued_at: Moment
    issued_by: str
    sha256: str
    seal_number: int | None
    seal_hash: str


class ComparisonOut(Shape):
    """Whether a file is, byte for byte, the document that was issued."""

    number: str
    same: bool


def _document(request: HttpRequest, code: str) -> OfficialDocument:
    """Raises NotFound for an unknown code, TooMany for who guesses."""
    limit_visits(request)
    document = documents.find_document(code)
    if document is None:
        raise NotFound()
    return document


@router.get(
    "/documents/{code}",
    auth=None,
    response=DocumentOut,
    operation_id="document_verify",
    summary="Verify a document",
    tags=["documents"],
)
def verify_document(request: HttpRequest, code: Line) -> DocumentOut:
    """What was issued under the code that is printed on a document. Open to everybody."""
    document = _document(request, code)
    return DocumentOut(
        number=document.number,
        title=document.title,
        kind=document.kind,
        operation=document.operation.name,
        exercise=document.operation.is_exercise,
        issued_at=document.issued_at,
        issued_by=document.issued_by,
        sha256=document.sha256,
        seal_number=document.seal_number,
        seal_hash=document.seal_hash,
    )


@router.post(
    "/documents/{code}/comparison",
    auth=None,
    response=ComparisonOut,
    operation_id="document_compare",
    summary="Compare a file with a document",
    tags=["documents"],
)
def compare_document(request: HttpRequest, code: Line, file: File[UploadedFile]) -> ComparisonOut:
    """Whether the file in hand is the document; it is compared and forgotten. Open to everybody."""
    document = _document(request, code)
    return ComparisonOut(
        number=document.number, same=documents.is_same_file(document, file.chunks())
    )


class ProblemTypeOut(Shape):
    """One kind of error."""

    code: str
    status: int
    title: str
    type: str


@router.get(
    "/problems",
    auth=None,
    response=list[ProblemTypeOut],
    operation_id="problem_list",
    summary="List all errors",
    tags=["problems"],
)
def list_problems(request: HttpRequest) -> list[ProblemTypeOut]:
    """Every error that can be met, with its stable code, in the language that was asked for."""
    return [
        ProblemTypeOut(
            code=kind.code,
            status=kind.status,
            title=str(kind.title),
            type=f"/problems/{kind.code}",
        )
        for kind in sorted(catalogue.values(), key=lambda kind: kind.code)
    ]
