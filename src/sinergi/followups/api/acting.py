"""What may be done with a follow-up: one line for each action."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field

from sinergi.followups import actions
from sinergi.followups.api.routes import router
from sinergi.followups.api.shapes import FollowupOut, followup_out, visible_to
from sinergi.kernel.acting import Act, Call, enter
from sinergi.kernel.rest import Asking, Body, Moment, Prose, Remark, fields_of, found


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


CALLS = (
    Call("accept", actions.accept),
    Call("refuse", actions.refuse, Refuse),
    Call("report", actions.report_done, Report),
    Call("return", actions.send_back, Return),
    Call("close", actions.close),
    Call("word", actions.add_word, Word),
    Call("postpone", actions.postpone, Postpone),
    Call("withdraw", actions.withdraw, Refuse),
)


def _act(call: Call) -> Act:
    def act(request: Asking, followup_id: UUID, body: Any) -> FollowupOut:
        row = found(visible_to(request.post), followup_id)
        return followup_out(call.action(request.post, row, **fields_of(body)))

    return act


for line in CALLS:
    enter(router, "/followups/{followup_id}", line, _act(line), of="followup", response=FollowupOut)
