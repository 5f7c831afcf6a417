"""From an action to its form and its page: one way for all of them.

A room lists its `Offer`s: the action, the form that asks what it needs, the word said afterwards.
Page, list of what one may do now, and tests all read that one list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from sinergi.agencies.models import Post
from sinergi.kernel.action import Action
from sinergi.kernel.permission import Answer
from sinergi.kernel.state import state_of

# Columns that the house's own clock moves: their change is nobody's change of mind.
RESTLESS = {
    "next_deadline", "reminders", "times_opened",
    "next_climb", "climbs", "climbed_at", "superior_agency_id", "superior_desk_id",
}  # fmt: skip


class OfferForm(forms.Form):
    """What an action needs beside actor and target. `seen` is the state its reader saw."""

    template: ClassVar[str] = "followups/forms/fields.html"
    stands: ClassVar[tuple[str, ...]] = ()  # columns of the target that its fields show

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        self.by, self.target = by, target
        options["initial"] = self.standing() | (options.get("initial") or {})
        super().__init__(*given, **options)
        self.fields["seen"].initial = fingerprint(target)

    def standing(self) -> dict[str, Any]:
        """What stands in the fields when the form opens, but for what its address says."""
        return {name: getattr(self.target, name) for name in self.stands}

    def arguments(self) -> dict[str, Any]:
        """The action's own arguments, from what was entered."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in; else one tap is enough."""
        return len(self.fields) > 1


@dataclass(frozen=True)
class Offer:
    """One action as a page offers it.

    `run` is the action, or a function that calls it several times (then `action` names it).
    `careful`: what others changed meanwhile must be seen first, for this would overwrite it.
    """

    slug: str
    run: Callable[..., Any]
    form: type[OfferForm]
    done: Any
    icon: str = "point"
    action: Any = None
    label: Any = ""
    tone: str = "primary"
    careful: bool = False

    @property
    def entry(self) -> Action:
        """What the registry knows of its action."""
        function: Any = self.action or self.run
        found: Action = function.action
        return found

    @property
    def title(self) -> Any:
        """How it is called."""
        return self.label or self.entry.title

    def may(self, by: Post, target: Any) -> Answer:
        """May she, here, now? Asked of the action itself."""
        return self.entry.answer(by, target)

    def draw(self, by: Post, target: Any, *given: Any, **options: Any) -> OfferForm:
        """Its form, empty or with what was sent."""
        return self.form(*given, by=by, target=target, **options)


@dataclass(frozen=True)
class Standing:
    """An offer as it stands for one person: where it is done, or why not."""

    offer: Offer
    url: str
    answer: Answer = field(default_factory=lambda: Answer(True))

    @property
    def at_once(self) -> bool:
        """Whether one tap does it."""
        return set(self.offer.form.base_fields) == {"seen"}


@dataclass(frozen=True)
class Refusal:
    """One reason, and all that it forbids."""

    reason: str
    who: str
    titles: tuple[str, ...]


def standings(
    by: Post, target: Any, offers: Iterable[Offer], url_of: Callable[[Offer], str]
) -> tuple[list[Standing], list[Refusal]]:
    """What may be done now, and what may not, grouped by the reason. Nothing that is hidden."""
    found = [Standing(offer, url_of(offer), offer.may(by, target)) for offer in offers]
    open_to_her = [one for one in found if one.answer]
    refused = [one for one in found if not one.answer and not one.answer.hidden]
    return open_to_her, list(_grouped(refused))


def _grouped(refused: Sequence[Standing]) -> Iterator[Refusal]:
    groups: dict[tuple[str, str], list[str]] = {}
    for one in refused:
        key = (str(one.answer.reason), str(one.answer.who))
        groups.setdefault(key, []).append(str(one.offer.title))
    for (reason, who), titles in groups.items():
        yield Refusal(reason, who, tuple(titles))


def fingerprint(row: Model) -> str:
    """The state of a row in a word: another word means that somebody changed it."""
    state = {name: value for name, value in state_of(row).items() if name not in RESTLESS}
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]


def by_slug(offers: Iterable[Offer]) -> dict[str, Offer]:
    """The offers by the last word of their address."""
    return {offer.slug: offer for offer in offers}
