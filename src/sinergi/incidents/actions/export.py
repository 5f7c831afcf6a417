"""Taking a list out of the house: nothing changes, but it is written down who took what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents import permissions
from sinergi.kernel.action import action, note


@action(
    "incidents.exported",
    subject=Post,
    may=permissions.may_export_as,
    title=_("Take a list of cases out"),
)
def export_incidents(
    by: Post, post: Post, *, words: str, query: str, count: int, form: str
) -> Post:
    """`by` takes `count` cases out as a file; `words` and `query` say which."""
    note(shown=words, query=query, count=count, form=form)
    return post


__all__ = ["export_incidents"]
