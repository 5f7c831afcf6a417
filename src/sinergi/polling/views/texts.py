"""A page on which short texts are tried: what they would do, with nothing done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.polling.models import Milestone, Station
from sinergi.polling.texting.answering import correction_text, meant, read, words_of
from sinergi.polling.texting.grammar import Correction, Item
from sinergi.polling.views.checking_in import reporting

LONGEST = 1_000  # characters


@dataclass(frozen=True)
class Tried:
    """What one part of a text would do; `wrong` says why it would do nothing."""

    item: Item | None = None
    milestone: Milestone | None = None
    station: Station | None = None
    wrong: str = ""


@signed_in
@require_safe
def try_texts(request: HttpRequest) -> HttpResponse:
    """Read a text as the gateway's would be read, without doing anything."""
    post = reporting(request)
    text = request.GET.get("text", "")[:LONGEST]
    milestones = words_of(post.operation)
    tried = [_tried(post, one, milestones) for one in read(text, milestones)] if text else []
    told = {"text": text, "tried": tried, "words": milestones.values()}
    return render(request, "polling/texts.html", told)


def _tried(post: Post, said: Item | Correction, milestones: dict[str, Milestone]) -> Tried:
    if isinstance(said, Correction):
        return Tried(wrong=correction_text(said, milestones))
    found = meant(post, said)
    if isinstance(found, str):
        return Tried(said, milestones[said.word], wrong=found)
    return Tried(said, milestones[said.word], found)
