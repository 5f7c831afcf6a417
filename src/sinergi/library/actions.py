"""What a person can do in the library: publish, change, withdraw, and say that she has read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel import evidence, kinds
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.library import permissions
from sinergi.library.models import Entry, Reading, Version
from sinergi.stages.models import Stage

FAMILIES = ("photo", "document")


@action(
    "library.published",
    subject=Entry,
    parent=Agency,
    may=permissions.may_publish,
    title=_("Publish in the library"),
)
def publish_entry(
    by: Post,
    agency: Agency,
    *,
    kind: str,
    title: str,
    file: Any,
    summary: str = "",
    stage: Stage | None = None,
    agency_kinds: Sequence[str] = (),
    must_read: bool = False,
) -> Entry:
    """A new entry with its first version, a PDF or a picture.

    Without `agency_kinds` it is for all. Raises Invalid or TooLarge (field `file`).
    """
    entry = Entry(operation=agency.operation, agency=agency, kind=kind, published_at=now())
    _write(entry, title, summary, stage, agency_kinds, must_read=must_read)
    entry.save(force_insert=True)
    _add_version(by, entry, file, number=1)
    return entry


def _write(
    entry: Entry,
    title: str,
    summary: str,
    stage: Stage | None,
    agency_kinds: Sequence[str],
    *,
    must_read: bool,
) -> None:
    if stage is not None and stage.operation_id != entry.operation_id:
        raise Invalid(_("There is no such stage."), field="stage")
    entry.title, entry.summary = " ".join(title.split())[:150], summary.strip()[:2_000]
    entry.stage, entry.agency_kinds, entry.must_read = stage, sorted(agency_kinds), must_read


def _add_version(by: Post, entry: Entry, file: Any, *, number: int, changed: str = "") -> Version:
    _check_kind(file)
    blob = evidence.store(file, by=by, operation=entry.operation)
    note(sha256=blob.sha256, name=blob.name, number=number)
    return Version.objects.create(
        entry=entry,
        number=number,
        blob=blob,
        note=changed.strip()[:300],
        published_at=now(),
        published_by=by.actor_label,
    )


def _check_kind(file: Any) -> None:
    """Recordings are evidence of a case, not a procedure."""
    file.seek(0)
    kind = kinds.recognise(file.read(kinds.HEAD))
    file.seek(0)
    if kind is None or kind.family not in FAMILIES:
        raise Invalid(_("The library holds PDF files and pictures."), field="file")


@action(
    "library.version_published",
    subject=Version,
    parent=Entry,
    lock_parent=True,
    may=permissions.may_keep,
    title=_("Publish a new version"),
)
def publish_version(by: Post, entry: Entry, *, file: Any, changed: str = "") -> Version:
    """The next version; everybody has to read anew, and the ones before stay to be seen."""
    newest = entry.versions.first()
    number = newest.number + 1 if newest else 1
    made = _add_version(by, entry, file, number=number, changed=changed)
    entry.published_at = made.published_at
    entry.save()
    note(title=entry.title)
    return made


@action(
    "library.changed",
    subject=Entry,
    may=permissions.may_keep,
    title=_("Change the entry"),
)
def change_entry(
    by: Post,
    entry: Entry,
    *,
    kind: str,
    title: str,
    summary: str = "",
    stage: Stage | None = None,
    agency_kinds: Sequence[str] = (),
    must_read: bool = False,
) -> Entry:
    """Change what is said of it, and for whom it is; never its file."""
    entry.kind = kind
    _write(entry, title, summary, stage, agency_kinds, must_read=must_read)
    entry.save()
    return entry


@action(
    "library.withdrawn",
    subject=Entry,
    may=permissions.may_keep,
    title=_("Withdraw the entry"),
)
def withdraw_entry(by: Post, entry: Entry, *, reason: str) -> Entry:
    """It is shown to its publisher alone from now on; nothing is erased."""
    entry.withdrawn_at = now()
    entry.save()
    note(reason=reason)
    return entry


@action(
    "library.read",
    subject=Reading,
    parent=Version,
    lock_parent=False,
    may=permissions.may_mark_read,
    title=_("I have read it"),
)
def mark_read(by: Post, version: Version) -> Reading:
    """Say that she has read this version; saying it twice is saying it once."""
    reading, _made = Reading.objects.get_or_create(
        version=version, post=by, defaults={"read_at": now()}
    )
    note(title=version.entry.title, number=version.number)
    return reading
