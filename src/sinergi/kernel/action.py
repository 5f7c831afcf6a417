"""Everything that a person can do is an action.

`@action` asks the rule, opens the transaction, locks the subject, runs the function, and writes
one journal entry in the same transaction. Doors (page, API, job, command) only call actions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.actors import SYSTEM, Actor, System
from sinergi.kernel.context import current_door
from sinergi.kernel.permission import Answer, require
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rows import hold
from sinergi.kernel.state import State, changes_between, state_of

P = ParamSpec("P")
R = TypeVar("R", bound=Model)

Predicate = Callable[[Any, Any], Answer]


@dataclass(frozen=True)
class Action:
    """What the house knows of one action: for the journal, the permission table and the docs."""

    name: str
    verb: str
    title: Any
    subject: type[Model]
    parent: type[Model] | None
    may: Predicate
    system: bool
    function: Callable[..., Any]

    @property
    def room(self) -> str:
        """The room in which it lives."""
        return self.function.__module__.split(".")[1]

    def answer(self, by: Any, target: Any) -> Answer:
        """May `by` do this to `target`? The one question behind every door."""
        if isinstance(by, System):
            return Answer(self.system, reason=_("Only a person can do this."))
        scopes = current_door().scopes
        if scopes is not None and "write" not in scopes:
            return Answer(False, reason=_("This token may only read."))
        return self.may(by, target)


registry: dict[str, Action] = {}


@dataclass
class _Writing:
    """The entry that is being written: what the function notes beside the changes."""

    facts: dict[str, Any] = field(default_factory=dict)


_writing: ContextVar[_Writing | None] = ContextVar("writing", default=None)


def note(**facts: Any) -> None:
    """Add facts to the journal entry of the action that is running."""
    writing = _writing.get()
    if writing is None:
        raise RuntimeError("note() is only for use inside an action")
    writing.facts.update(facts)


def action(
    verb: str,
    *,
    subject: type[Model],
    may: Predicate,
    title: Any,
    parent: type[Model] | None = None,
    lock_parent: bool = False,
    system: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action.

    `verb` is the journal's word, `noun.past`. The function takes the actor, then its target: the
    subject itself, or, when it creates the subject, the `parent` under which it is made. It
    returns the subject. Raises NotFound when the actor is not to know of the target, Forbidden
    with reason and who could when she may not, Conflict when it cannot be done in that state.
    """

    def decorate(function: Callable[..., Any]) -> Callable[P, R]:
        entry = Action(function.__name__, verb, title, subject, parent, may, system, function)
        if entry.name in registry and registry[entry.name].function.__module__ != (
            function.__module__
        ):
            raise ValueError(f"two actions are called {entry.name}")
        registry[entry.name] = entry

        @functools.wraps(function)
        def run(by: Actor, target: Model, *args: Any, **kwargs: Any) -> Any:
            return _perform(entry, by, target, args, kwargs, lock=parent is None or lock_parent)

        run.action = entry  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate


def _perform(
    entry: Action, by: Actor, target: Model, args: Any, kwargs: Any, *, lock: bool
) -> Model:
    from sinergi.kernel.journal import write_entry

    with transaction.atomic():
        if lock:
            target = _locked(target)
        require(entry.answer(by, target))
        before: State | None = state_of(target) if lock else None
        writing = _Writing()
        token = _writing.set(writing)
        try:
            result: Model = entry.function(by, target, *args, **kwargs)
        finally:
            _writing.reset(token)
        if entry.parent and before is not None:
            writing.facts.update(_parent_changes(target, before))
        changes = changes_between(None if entry.parent else before, state_of(result))
        write_entry(entry.verb, by, result, changes=changes, facts=writing.facts)
        return result


def _parent_changes(parent: Model, before: State) -> dict[str, Any]:
    """What making the subject changed in its parent: one entry tells of both rows."""
    changes = changes_between(before, state_of(parent))
    if not changes:
        return {}
    return {"parent": {"type": parent._meta.label_lower, "id": str(parent.pk), "changes": changes}}


def _locked(target: Model) -> Model:
    """The row as it stands now, held until the transaction ends: one winner of two at once."""
    row = hold(type(target), target.pk)
    if row is None:
        raise NotFound()
    return row


def may(by: Any, name: str, target: Any) -> Answer:
    """The answer of the action called `name`, for a page that shows only what may be done."""
    return registry[name].answer(by, target)


__all__ = ["SYSTEM", "Action", "action", "may", "note", "registry"]
