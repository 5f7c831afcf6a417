"""Conflict of interest: whoever is named in a case, or related, does not handle it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.problems import Conflict, Invalid, NotFound
from sinergi.neutrality import law, permissions
from sinergi.neutrality.actions.closing import end_proposals
from sinergi.neutrality.actions.steps import say
from sinergi.neutrality.casebook import today
from sinergi.neutrality.models import Bar, Case, KeyWrap, Leaf
from sinergi.neutrality.sealing.case_keys import CONTENT

NOBODY_LEFT = _(
    "Nobody would be left who can read this case. Delegate it to Bawaslu of the province instead."
)


@action(
    "neutrality_case.conflict_declared",
    subject=Bar,
    parent=Case,
    lock_parent=True,
    may=permissions.handles,
    title=_("Declare a conflict of interest"),
)
def declare_conflict(by: Post, case: Case, *, reason: str) -> Bar:
    """I am named or related: from now on the case does not exist for me, nor its key.

    Raises Conflict when nobody else could read it.
    """
    leaf = say(case, Leaf.Kind.REASON, reason, by=by, about="declare_conflict")
    return _bar(case, by, leaf)


@action(
    "neutrality_case.handler_barred",
    subject=Bar,
    parent=Case,
    lock_parent=True,
    may=permissions.may_bar_handler,
    title=_("Bar a person from this case"),
)
def bar_handler(by: Post, case: Case, *, post: Post, reason: str) -> Bar:
    """A member of Bawaslu bars somebody of the agency; Invalid at `post` for anybody else.

    Raises Conflict when nobody else could read it.
    """
    if post.agency_id != case.agency_id or post.operation_id != case.operation_id:
        raise Invalid(_("Choose a person of this agency."), field="post")
    if not Case.objects.visible_to(post).filter(pk=case.pk).exists():
        raise Invalid(_("This person does not see the case."), field="post")
    leaf = say(case, Leaf.Kind.REASON, reason, by=by, about="bar_handler")
    return _bar(case, post, leaf)


def _bar(case: Case, post: Post, reason: Leaf) -> Bar:
    bar = Bar.objects.create(case=case, post=post, reason=reason, day=today(case.operation))
    hers = KeyWrap.objects.filter(case=case, handler__post__account=post.account_id)
    held = hers.filter(purpose=CONTENT).exists()
    hers.delete()
    if held and not _readers(case):
        raise Conflict(NOBODY_LEFT)
    end_proposals(case, post.account_id)
    note(post=str(post.pk), post_label=post.title)
    return bar


def _readers(case: Case) -> int:
    """How many persons hold the key of the content."""
    rows = KeyWrap.objects.filter(
        case=case, purpose=CONTENT, handler__admitted_at__isnull=False,
        handler__retired_at__isnull=True,
    )  # fmt: skip
    return rows.count()


@action(
    "neutrality_case.authority_barred",
    subject=Case,
    may=permissions.may_do("bar_authority"),
    title=_("Bar an authority"),
)
def bar_authority(by: Post, case: Case, *, authority: str, reason: str) -> Case:
    """The authority is itself the subject: the case goes to another. Invalid at `authority`."""
    if authority not in law.authorities():
        raise Invalid(_("Choose an authority of the list."), field="authority")
    say(case, Leaf.Kind.REASON, reason, by=by, about="bar_authority", authority=authority)
    if authority not in case.barred_authorities:
        case.barred_authorities = [*case.barred_authorities, authority]
        case.save()
    return case


def barrable(by: Post, case: Case) -> list[Post]:
    """Whom a member may bar: those of the agency who see the case, herself not among them."""
    if by.agency_id != case.agency_id:
        raise NotFound()
    roles = ("bawaslu_handler", "bawaslu_member", "identity_keeper")
    rows = Post.objects.with_all().filter(agency_id=case.agency_id, role__in=roles)
    barred = set(Bar.objects.filter(case=case).values_list("post__account_id", flat=True))
    left = rows.exclude(account_id=by.account_id).exclude(account_id__in=barred)
    return list(left.order_by("title"))
