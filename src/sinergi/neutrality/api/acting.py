"""What is done with a confidential case: one line for each action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils import translation
from pydantic import Field

from sinergi.agencies.models import Post
from sinergi.kernel.rest import Asking, Body, Day, Flag, Nothing, Prose, Word, chosen
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
    return {name: getattr(body, name) for name in type(body).model_fields}


def _barred(request: Asking, case: Case, body: BarPerson) -> dict[str, Any]:
    rows = Post.objects.with_all().filter(agency_id=case.agency_id)
    return {"reason": body.reason, "post": chosen(rows, body.post, field="post")}


def _asked(request: Asking, case: Case, body: AskIdentity) -> dict[str, Any]:
    rows = SealedFile.objects.filter(case=case, collected=True)
    file = chosen(rows, body.file, field="file") if body.file else None
    return {"reason": body.reason, "file": file, "opened": require_opened(request)}


@dataclass(frozen=True)
class Doing:
    """One operation: how it is called, what it does, what it is sent."""

    code: str
    action: Any
    body: type[Body] = Nothing
    arguments: Arguments = _plain


DOINGS = (
    Doing("begin", handling.begin_review),
    Doing("classify", handling.classify_case, Classify),
    Doing("ask-completion", handling.ask_completion, Text),
    Doing("resume", handling.resume_review),
    Doing("information", handling.keep_as_information, CaseReason),
    Doing("register", handling.register_case),
    Doing("finding", findings.raise_finding),
    Doing("refuse", handling.refuse_registration, CaseReason),
    Doing("expire", handling.expire_case),
    Doing("delegate", handling.delegate_case, Delegate),
    Doing("clarify", handling.clarify_case),
    Doing("plenary", handling.bring_to_plenary),
    Doing("extend", handling.extend_time, CaseReason),
    Doing("decide", closing.decide_case, Decide),
    Doing("finish", closing.finish_follow_up),
    Doing("close", closing.close_case),
    Doing("note", handling.add_case_note, Text),
    Doing("write", handling.write_to_reporter, Text),
    Doing("propose-closing", closing.propose_closing, CaseReason),
    Doing("confirm-closing", closing.confirm_closing),
    Doing("refuse-closing", closing.refuse_closing, CaseReason),
    Doing("conflict", conflicts.declare_conflict, CaseReason),
    Doing("bar", conflicts.bar_handler, BarPerson, _barred),
    Doing("bar-authority", conflicts.bar_authority, BarAuthority),
    Doing("identity", identity.ask_identity, AskIdentity, _asked),
)


def _operation(doing: Doing) -> Callable[..., CaseOut]:
    """The function of one line; its annotations are what the framework reads.

    The answer is what stands in clear, as the case is then: nothing in it need be forgotten.
    """

    def act(request: Asking, case_id: UUID, body: Any) -> CaseOut:
        case = find_case(request.post, case_id)
        doing.action(request.post, case, **doing.arguments(request, case, body))
        return case_out(Case.objects.get(pk=case.pk))

    def act_alone(request: Asking, case_id: UUID) -> CaseOut:
        return act(request, case_id, Nothing())

    act.__annotations__["body"] = doing.body
    return act_alone if doing.body is Nothing else act


def _enter(doing: Doing) -> None:
    entry = doing.action.action
    with translation.override("en"):
        title = str(entry.title)
    router.post(
        f"/neutrality/cases/{{case_id}}/{doing.code}",
        response=CaseOut,
        operation_id=f"neutrality_{doing.code.replace('-', '_')}",
        summary=title,
        description=f"{entry.function.__doc__}\n\nJournal: `{entry.verb}`.",
        url_name=f"neutrality-{doing.code}",
    )(_operation(doing))


for line in DOINGS:
    _enter(line)
