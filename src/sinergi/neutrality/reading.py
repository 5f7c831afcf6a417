"""Opening what is sealed, for a page: with the key of a handler who has unlocked hers.

Nothing of what is opened here is kept: it lives as long as the answer in which it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sinergi.neutrality.models import Case, Leaf, Proposal, SealedFile
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import CONTENT, Opened, secret_of, secrets_of
from sinergi.neutrality.sealing.words import open_words

INLINE = ("image/jpeg", "image/png", "image/webp")  # what a page shows itself


@dataclass(frozen=True)
class Summary:
    """The first lines of a case."""

    what: str
    subject: str
    where: str
    subject_kind: str = ""
    breaches: tuple[str, ...] = ()

    def has(self, words: str) -> bool:
        """Whether each of the words stands in it, whatever the case of its letters."""
        text = f"{self.what} {self.subject} {self.where}".casefold()
        return all(word in text for word in words.casefold().split())


def summaries(cases: Sequence[Case], opened: Opened) -> dict[Any, Summary]:
    """{case id: its summary} of those that this key opens. One statement."""
    secrets = secrets_of(cases, opened)
    found: dict[Any, Summary] = {}
    for case in cases:
        facts = _words(case.summary, secrets.get(case.pk, ""))
        if facts is not None:
            found[case.pk] = summary_of(facts)
    return found


def summary_of(facts: dict[str, Any]) -> Summary:
    """The summary as the casebook sealed it."""
    return Summary(
        what=str(facts.get("what", "")),
        subject=str(facts.get("subject", "")),
        where=str(facts.get("where", "")),
        subject_kind=str(facts.get("subject_kind", "")),
        breaches=tuple(facts.get("breaches") or ()),
    )


def _words(content: bytes | memoryview, secret: str) -> dict[str, Any] | None:
    if not secret:
        return None
    try:
        return open_words(content, secret)
    except age.Unreadable:
        return None


@dataclass(frozen=True)
class OpenFile:
    """A file as it is named; `about` is empty while it is sealed."""

    row: SealedFile
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its sender called it."""
        return str(self.about.get("name", ""))

    @property
    def size(self) -> int:
        """Of the original, in bytes."""
        return int(self.about.get("size") or 0)

    @property
    def media_type(self) -> str:
        """Of the copy that is shown."""
        return str(self.about.get("shown_type") or self.about.get("media_type") or "")

    @property
    def is_photo(self) -> bool:
        """Whether the page shows it itself."""
        return bool(self.row.shown_path) and self.media_type in INLINE


@dataclass(frozen=True)
class OpenLeaf:
    """One text of a case. `facts` is None while it is sealed, or sealed twice."""

    leaf: Leaf
    facts: dict[str, Any] | None = None
    files: tuple[OpenFile, ...] = ()

    @property
    def text(self) -> str:
        """What was written."""
        return str((self.facts or {}).get("text", ""))

    @property
    def is_report(self) -> bool:
        """Whether it is the report itself, with its fields."""
        return self.leaf.kind == Leaf.Kind.REPORT

    @property
    def is_identity(self) -> bool:
        """Whether it takes two persons."""
        return self.leaf.kind == Leaf.Kind.IDENTITY

    @property
    def from_reporter(self) -> bool:
        """Whether the reporter wrote it."""
        return self.leaf.written_by_id is None


def conversation(
    case: Case, leaves: Iterable[Leaf], files: Iterable[SealedFile], opened: Opened | None
) -> list[OpenLeaf]:
    """The leaves in their order, with their files; opened when the key is unlocked."""
    secret = secrets_of([case], opened).get(case.pk, "") if opened else ""
    by_leaf: dict[Any, list[OpenFile]] = {}
    for row in files:
        by_leaf.setdefault(row.leaf_id, []).append(OpenFile(row, _words(row.about, secret) or {}))
    return [_opened(leaf, secret, by_leaf.get(leaf.pk, [])) for leaf in leaves]


def _opened(leaf: Leaf, secret: str, files: list[OpenFile]) -> OpenLeaf:
    twice = leaf.kind == Leaf.Kind.IDENTITY
    return OpenLeaf(leaf, None if twice else _words(leaf.content, secret), tuple(files))


def report_of(leaves: Iterable[OpenLeaf]) -> dict[str, Any] | None:
    """The fields of the report, once it is opened."""
    return next((row.facts for row in leaves if row.is_report), None)


def open_file(file: SealedFile, case: Case, opened: Opened) -> OpenFile:
    """A file with its name; raises Unreadable."""
    return OpenFile(file, open_words(file.about, secret_of(case, opened)))


def reason_of(proposal: Proposal, opened: Opened) -> str:
    """Why it is asked, for a handler of the case, or for the keeper while she has not answered."""
    secret = secrets_of([proposal.case], opened).get(proposal.case_id, "")
    sealed = proposal.reason.content if opened.key.purpose == CONTENT else proposal.uncovered
    facts = _words(sealed, secret) if sealed else None
    return str((facts or {}).get("text") or (facts or {}).get("reason") or "")
