"""The steps of a handler: initial review, completion, registration, clarification, plenary.

Each reason, question and note is sealed to the case; the journal keeps that there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.neutrality import clockwork, law, permissions, rules
from sinergi.neutrality.actions.steps import move, say
from sinergi.neutrality.models import Case, Leaf

LEVELS = {"province": _("Bawaslu of the province"), "district": _("Panwascam")}


@action(
    "neutrality_case.review_begun",
    subject=Case,
    may=permissions.may_do("begin_review"),
    title=_("Begin the initial review"),
)
def begin_review(by: Post, case: Case) -> Case:
    """The initial study begins; its time runs, if it does not yet."""
    return move(case, "begin_review")


@action(
    "neutrality_case.classified",
    subject=Case,
    may=permissions.may_do("classify"),
    title=_("Classify"),
)
def classify_case(
    by: Post,
    case: Case,
    *,
    subject_kind: str,
    breaches: Sequence[str],
    known_on: date | None,
    conditions: Mapping[str, bool],
) -> Case:
    """Say whom it concerns, which rules it touches, since when it was known, what is complete.

    Codes are those of the law of the day on which it arrived. Raises Invalid at the field whose
    code does not exist, or whose day lies after the arrival.
    """
    _check_codes(case, subject_kind, breaches)
    if known_on and known_on > case.arrived_on:
        raise Invalid(_("It cannot have become known after it was reported."), field="known_on")
    case.subject_kind, case.breaches = subject_kind, list(breaches)
    case.known_on = known_on
    case.conditions = {row.code: bool(conditions.get(row.code)) for row in law.conditions()}
    return move(case, "classify")


def _check_codes(case: Case, subject_kind: str, breaches: Sequence[str]) -> None:
    if subject_kind not in law.subjects():
        raise Invalid(_("Choose whom it concerns."), field="subject_kind")
    known = law.breaches(case.arrived_on)
    if not breaches or any(code not in known for code in breaches):
        raise Invalid(_("Choose at least one of the breaches of the list."), field="breaches")


@action(
    "neutrality_case.completion_asked",
    subject=Case,
    may=permissions.may_do("ask_completion"),
    title=_("Ask the reporter to complete it"),
)
def ask_completion(by: Post, case: Case, *, text: str) -> Case:
    """Tell the reporter what is missing; the two days to bring it run."""
    say(case, Leaf.Kind.QUESTION, text, by=by, about="ask_completion", field="text",
        for_reporter=True)  # fmt: skip
    return move(case, "ask_completion")


@action(
    "neutrality_case.review_resumed",
    subject=Case,
    may=permissions.may_do("resume_review"),
    title=_("Go on with the review"),
)
def resume_review(by: Post, case: Case) -> Case:
    """What was missing came, or its time is over: the study goes on."""
    return move(case, "resume_review")


@action(
    "neutrality_case.kept_as_information",
    subject=Case,
    may=permissions.may_do("keep_as_information"),
    title=_("Keep as preliminary information"),
)
def keep_as_information(by: Post, case: Case, *, reason: str) -> Case:
    """No formal report can be made of it; Bawaslu may still look into it itself."""
    say(case, Leaf.Kind.REASON, reason, by=by, about="keep_as_information")
    case.origin = Case.Origin.INFORMATION
    return move(case, "keep_as_information")


@action(
    "neutrality_case.registered",
    subject=Case,
    may=permissions.may_register,
    title=_("Register"),
)
def register_case(by: Post, case: Case) -> Case:
    """Formal and material conditions are fulfilled: it is received, and cannot be withdrawn.

    The three days of UU 8/2015 art. 134(5) begin.
    """
    if case.origin != Case.Origin.FINDING:
        case.origin = Case.Origin.REPORT
    case.registered_at = now()
    return move(case, "register")


@action(
    "neutrality_case.not_registered",
    subject=Case,
    may=permissions.may_do("refuse_registration"),
    title=_("Do not register"),
)
def refuse_registration(by: Post, case: Case, *, reason: str) -> Case:
    """Its conditions are not fulfilled, and were not completed."""
    say(case, Leaf.Kind.REASON, reason, by=by, about="refuse_registration")
    case.closed_at = now()
    return move(case, "refuse_registration")


@action(
    "neutrality_case.expired",
    subject=Case,
    may=permissions.may_expire,
    title=_("Set aside as out of time"),
)
def expire_case(by: Post, case: Case) -> Case:
    """More than seven days had passed when it was reported; it can still become a finding."""
    case.closed_at = now()
    return move(case, "expire")


@action(
    "neutrality_case.delegated",
    subject=Case,
    may=permissions.may_do("delegate"),
    title=_("Delegate to another level"),
)
def delegate_case(by: Post, case: Case, *, level: str, reason: str) -> Case:
    """Another level of the supervisors handles it (pelimpahan). Raises Invalid at `level`."""
    if level not in LEVELS:
        raise Invalid(_("Choose to which level."), field="level")
    say(case, Leaf.Kind.REASON, reason, by=by, about="delegate", level=level)
    note(level=level)
    case.closed_at = now()
    return move(case, "delegate")


@action(
    "neutrality_case.clarification_begun",
    subject=Case,
    may=permissions.may_do("clarify"),
    title=_("Begin the clarification"),
)
def clarify_case(by: Post, case: Case) -> Case:
    """Those concerned, witnesses and experts are heard."""
    return move(case, "clarify")


@action(
    "neutrality_case.brought_to_plenary",
    subject=Case,
    may=permissions.may_do("bring_to_plenary"),
    title=_("Bring it before the plenary"),
)
def bring_to_plenary(by: Post, case: Case) -> Case:
    """The study is done; the plenary of Bawaslu decides."""
    return move(case, "bring_to_plenary")


@action(
    "legal_clock.extended",
    subject=Case,
    may=permissions.may_extend_time,
    title=_("Take two days more"),
)
def extend_time(by: Post, case: Case, *, reason: str) -> Case:
    """More information of the reporter is needed: UU 8/2015 art. 134(6), once.

    The two days begin where the first time ends, or now when it is over.
    """
    say(case, Leaf.Kind.REASON, reason, by=by, about="extend_time")
    first = case.clocks.filter(rule=rules.DECISION, ended_at__isnull=True).first()
    clockwork.start_clock(case, rules.EXTRA, first.due_at if first else now())
    if first:
        clockwork.void_clocks(case, rules.DECISION)
    return case


@action(
    "neutrality_case.noted",
    subject=Leaf,
    parent=Case,
    lock_parent=True,
    may=permissions.may_do("add_note"),
    title=_("Add a note"),
)
def add_case_note(by: Post, case: Case, *, text: str) -> Leaf:
    """A note for the handlers of the case alone."""
    return say(case, Leaf.Kind.NOTE, text, by=by, about="note", field="text")


@action(
    "neutrality_case.reporter_written_to",
    subject=Leaf,
    parent=Case,
    lock_parent=True,
    may=permissions.may_do("write_to_reporter"),
    title=_("Write to the reporter"),
)
def write_to_reporter(by: Post, case: Case, *, text: str) -> Leaf:
    """A message that the reporter reads with the receipt."""
    return say(case, Leaf.Kind.QUESTION, text, by=by, about="message", field="text",
               for_reporter=True)  # fmt: skip
