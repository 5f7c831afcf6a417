"""What may be done with a follow-up: one line for each action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from ninja import Field

from sinergi.followups import actions
from sinergi.followups.api.routes import router
from sinergi.followups.api.shapes import FollowupOut, followup_out, visible_to
from sinergi.kernel.rest import Asking, Body, Moment, Nothing, Prose, Remark, found


class Refuse(Body):
    """Why it is refused."""

    reason: Prose = Field(min_length=1)


class Report(Body):
    """What was done. Evidence is sent before it, file by file."""

    answer: Prose = Field(min_length=1)


class Return(Body):
    """What is missing, and a new due time if it gets one."""

    reason: Prose = Field(min_length=1)
    due_at: Moment | None = None


class Postpone(Body):
    """Until when, and why."""

    due_at: Moment
    reason: Prose = Field(min_length=1)


class Word(Body):
    """A word on the way."""

    text: Remark = Field(min_length=1)


@dataclass(frozen=True)
class Doing:
    """One action of a follow-up: how it is called, what it does, what it is sent."""

    code: str
    action: Any
    body: type[Body] = Nothing


DOINGS = (
    Doing("accept", actions.accept),
    Doing("refuse", actions.refuse, Refuse),
    Doing("report", actions.report_done, Report),
    Doing("return", actions.send_back, Return),
    Doing("close", actions.close),
    Doing("word", actions.add_word, Word),
    Doing("postpone", actions.postpone, Postpone),
    Doing("withdraw", actions.withdraw, Refuse),
)


def _operation(doing: Doing) -> Callable[..., FollowupOut]:
    """The function of one line; its annotations are what the framework reads."""

    def act(request: Asking, followup_id: UUID, body: Any) -> FollowupOut:
        row = found(visible_to(request.post), followup_id)
        told = {name: getattr(body, name) for name in doing.body.model_fields}
        return followup_out(doing.action(request.post, row, **told))

    def act_alone(request: Asking, followup_id: UUID) -> FollowupOut:
        return act(request, followup_id, Nothing())

    act.__annotations__["body"] = doing.body
    return act_alone if doing.body is Nothing else act


def _enter(doing: Doing) -> None:
    entry = doing.action.action
    with translation.override("en"):
        title = str(entry.title)
    router.post(
        f"/followups/{{followup_id}}/{doing.code}",
        response=FollowupOut,
        operation_id=f"followup_{doing.code}",
        summary=title,
        description=f"{entry.function.__doc__}\n\nJournal: `{entry.verb}`.",
        url_name=f"followup-{doing.code}",
    )(_operation(doing))


for line in DOINGS:
    _enter(line)
