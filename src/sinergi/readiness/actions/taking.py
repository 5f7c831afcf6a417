"""Taking something out: nothing changes, but it is written down who took what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.readiness import permissions
from sinergi.readiness.models import ReadinessEvidence


@action(
    "readiness.exported",
    subject=Post,
    may=permissions.may_export,
    title=_("Take the readiness list out"),
)
def export_readiness(by: Post, post: Post, *, query: str, count: int) -> Post:
    """`by` takes `count` items out as a file; `query` says which."""
    note(query=query, count=count)
    return post


@action(
    "readiness_evidence.opened",
    subject=ReadinessEvidence,
    may=permissions.may_open,
    title=_("Open the original"),
)
def open_readiness_evidence(by: Post, evidence: ReadinessEvidence) -> ReadinessEvidence:
    """Take the original out: the journal remembers who did, and when."""
    note(sha256=evidence.blob.sha256, name=evidence.blob.name)
    return evidence
