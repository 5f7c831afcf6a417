"""What a person who signed in must still do before anything else."""

from __future__ import annotations

from dataclasses import dataclass

from sinergi.agencies.models import Account, Post
from sinergi.agencies.problems import MustChangePassword, NeedsSecondFactor
from sinergi.kernel.problems import ProblemType


@dataclass(frozen=True)
class Step:
    """One step: where it is done, and what a program is told instead."""

    url_name: str
    problem: ProblemType


CHANGE_PASSWORD = Step("account_change_password", MustChangePassword)
SET_UP_FACTOR = Step("mfa_index", NeedsSecondFactor)

# Where a person may go while a step is open: to the steps themselves, and out.
OPEN_PATHS = ("/account/", "/sign-in/", "/sign-out/", "/static/", "/healthz", "/problems/")


def missing_step(account: Account, post: Post | None) -> Step | None:
    """The step that is open: a passing password comes first, then the second factor."""
    if account.must_change_password:
        return CHANGE_PASSWORD
    if post and post.must_use_second_factor and not post.uses_second_factor:
        return SET_UP_FACTOR
    return None


def is_open_path(path: str) -> bool:
    """Whether the address may be visited while a step is open."""
    return path.startswith(OPEN_PATHS)
