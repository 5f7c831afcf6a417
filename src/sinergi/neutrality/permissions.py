"""Who may: handlers of Bawaslu alone, keepers for identities alone. Everybody else sees nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.neutrality import rules
from sinergi.neutrality.models import Case

HANDLERS = _("Handlers of Bawaslu may.")
MEMBERS = _("Members of Bawaslu may.")
KEEPERS = _("The keeper of identities at Bawaslu may.")


def may_see(by: Post, case: Case) -> Answer:
    """Handlers and keepers of the agency that handles it, unless barred from it."""
    known = Case.objects.visible_to(by).filter(pk=case.pk).exists()
    return YES if known else HIDDEN


def handles(by: Post, case: Case) -> Answer:
    """Handlers and members; a keeper of identities handles no case."""
    return first_no(
        may_see(by, case),
        lambda: YES if by.can("handle_neutrality") else no(_("You handle no cases."), HANDLERS),
    )


def decides(by: Post, case: Case) -> Answer:
    """Members of Bawaslu: what the plenary decided is theirs to keep."""
    return first_no(
        handles(by, case),
        lambda: (
            YES
            if by.can("decide_neutrality")
            else no(_("Only the plenary of Bawaslu decides."), MEMBERS)
        ),
    )


def in_state(doing: str, case: Case) -> Answer:
    """Whether the case is in a state in which this happens."""
    if rules.allows(doing, case.state):
        return YES
    words = {"state": case.get_state_display()}
    return not_now(_("Not in the state “%(state)s”.") % words)
