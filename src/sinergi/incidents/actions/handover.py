"""Taking the hand-over package of a referral out of the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents import permissions
from sinergi.incidents.handover import require_whole
from sinergi.incidents.models import Referral
from sinergi.kernel.action import action, note


@action(
    "referral.package_taken",
    subject=Referral,
    may=permissions.may_take_package,
    title=_("Take the hand-over package"),
)
def take_package(by: Post, referral: Referral) -> Referral:
    """Take letter, originals and case out: the journal remembers who did, and when.

    Raises PackageDamaged when a file in the store is no longer what was handed over.
    """
    require_whole(referral)
    note(
        body=referral.body_label,
        number=referral.document.number if referral.document else "",
        files=len(referral.manifest.get("evidence", [])),
    )
    return referral
