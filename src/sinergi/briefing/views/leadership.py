"""The picture of the leadership: the page, and the wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.briefing import leadership_words as words
from sinergi.briefing.permissions.picture import may_look
from sinergi.briefing.queries.remembering import picture_now
from sinergi.kernel.permission import require

THEMES = ("dark", "light")


@require_safe
@signed_in
def leadership(request: HttpRequest) -> HttpResponse:
    """The page; for htmx only its parts, as they stand now."""
    told = _told(request)
    part = "#parts" if "HX-Request" in request.headers else ""
    return render(request, f"briefing/leadership.html{part}", told)


@require_safe
@signed_in
def wall(request: HttpRequest) -> HttpResponse:
    """The same for a screen on the wall: nothing to scroll, it turns by itself."""
    theme = request.GET.get("theme", "")
    told = _told(request) | {"theme": theme if theme in THEMES else "dark"}
    return render(request, "briefing/wall.html", told)


def _told(request: HttpRequest) -> dict[str, Any]:
    post: Post = acting(request)
    require(may_look(post))
    picture = picture_now(post)
    return {
        "picture": picture,
        "calm": picture.calm,
        "signs": picture.calm.signs,
        "judgement": words.title_of(picture.calm),
        "icon": words.ICONS[picture.calm.judgement.state],
        "reasons": words.reasons_of(picture.calm),
    }
