"""The meeting and the post of a request, for the pages of minutes and directives."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sinergi.agencies.models import Post
from sinergi.kernel.problems import NotFound
from sinergi.meetings.models import Meeting


def meeting_of(request: HttpRequest, pk: Any) -> Meeting:
    """The meeting of that key, with all that its papers name; NotFound when it is not hers."""
    rows = Meeting.objects.visible_to(post_of(request)).select_related(
        "desk", "region", "operation", "secretary", "organiser", "minutes"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def post_of(request: HttpRequest) -> Post:
    """The post in which she is signed in."""
    return request.post  # type: ignore[attr-defined,no-any-return]
