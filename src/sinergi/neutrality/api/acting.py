"""What is done with a confidential case: one line for each action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from sinergi.agencies.models import Post
from sinergi.kernel.acting import Act, Call, enter
from sinergi.kernel.rest import Asking, Body, Day, Flag, Prose, Word, chosen, fields_of
from sinergi.neutrality.actions import closing, conflicts, findings, handling, identity
from sinergi.neutrality.api.routes import router
from sinergi.neutrality.api.shapes import CaseOut, case_out
from sinergi.neutrality.models import Case, SealedFile
from sinergi.neutrality.queries.cases import find_case
from sinergi.neutrality.unlocking import require_opened


class CaseReason(Body):
    """Why; sealed with the case."""

    reason: Prose = Field(min_length=1)


class Text(Body):
    """What is said; sealed with the case."""

    text: Prose = Field(min_length=1)


class Classify(Body):
    """Codes of the law (see the pages of the law), and what is fulfilled."""

    subject_kind: Word
    breaches: list[Word] = Field(max_length=40)
    known_on: Day | None = None
    conditions: dict[Word, Flag] = Field(max_length=30)


class Delegate(CaseReason):
    """To which level, and why."""

    level: Literal["province", "district"]


class Decide(Body):
    """What the plenary decided, and its reasoning, which is sealed."""

    decision: Literal["proven", "not_proven"]
    reasoning: Prose = Field(min_length=1)


class BarPerson(CaseReason):
    """Which post, and why."""

    post: UUID


class BarAuthority(CaseReason):
    """Which authority, by its code, and why."""

    authority: Word


class AskIdentity(CaseReason):
    """Why; with `file` the original of that file. Asks for the header `Unlock`."""

    file: UUID | None = None


Arguments = Callable[[Asking, Case, Any], dict[str, Any]]


def _plain(request: Asking, case: Case, body: Body) -> dict[str, Any]:
    return fields_of(body)


def _barred(request: Asking, case: Case, body: BarPerson) -> dict[str, Any]:
    rows = Post.objects.with_all().filter(agency_id=case.agency_id)
    return {"reason": body.reason, "post": chosen(rows, body.post, field="post")}


def _asked(request: Asking, case: Case, body: AskIdentity) -> dict[str, Any]:
    rows = SealedFile.objects.filter(case=case, collected=True)
    file = chosen(rows, body.file, field="file") if body.file else None
    return {"reason": body.reason, "file": file, "opened": require_opened(request)}


@dataclass(frozen=True)
class CaseCall(Call):
    """One operation, and how the body becomes its arguments."""

    arguments: Arguments = _plain


CALLS = (
    CaseCall("begin", handling.begin_review),
    CaseCall("classify", handling.classify_case, Classify),
    CaseCall("ask-completion", handling.ask_completion, Text),
    CaseCall("resume", handling.resume_review),
    CaseCall("information", handling.keep_as_information, CaseReason),
    CaseCall("register", handling.register_case),
    CaseCall("finding", findings.raise_finding),
    CaseCall("refuse", handling.refuse_registration, CaseReason),
    CaseCall("expire", handling.expire_case),
    CaseCall("delegate", handling.delegate_case, Delegate),
    CaseCall("clarify", handling.clarify_case),
    CaseCall("plenary", handling.bring_to_plenary),
    CaseCall("extend", handling.extend_time, CaseReason),
    CaseCall("decide", closing.decide_case, Decide),
    CaseCall("finish", closing.finish_follow_up),
    CaseCall("close", closing.close_case),
    CaseCall("note", handling.add_case_note, Text),
    CaseCall("write", handling.write_to_reporter, Text),
    CaseCall("propose-closing", closing.propose_closing, CaseReason),
    CaseCall("confirm-closing", closing.confirm_closing),
    CaseCall("refuse-closing", closing.refuse_closing, CaseReason),
    CaseCall("conflict", conflicts.declare_conflict, CaseReason),
    CaseCall("bar", conflicts.bar_handler, BarPerson, _barred),
    CaseCall("bar-authority", conflicts.bar_authority, BarAuthority),
    CaseCall("identity", identity.ask_identity, AskIdentity, _asked),
)


def _act(call: CaseCall) -> Act:
    """The answer is what stands in clear, as the case is then: nothing in it need be forgotten."""

    def act(request: Asking, case_id: UUID, body: Any) -> CaseOut:
        case = find_case(request.post, case_id)
        call.action(request.post, case, **call.arguments(request, case, body))
        return case_out(Case.objects.get(pk=case.pk))

    return act


for line in CALLS:
    enter(
        router,
        "/neutrality/cases/{case_id}",
        line,
        _act(line),
        of="neutrality",
        response=CaseOut,
    )
