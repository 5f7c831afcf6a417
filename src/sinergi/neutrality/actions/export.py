"""Taking a list of cases out of the house: it is written down who took how many."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.neutrality.handover_permissions import may_export_as
from sinergi.neutrality.models import Export


@action(
    "neutrality_case.exported",
    subject=Export,
    parent=Post,
    may=may_export_as,
    title=_("Take a list of cases out"),
)
def export_neutrality_cases(by: Post, post: Post, *, count: int, form: str) -> Export:
    """`by` takes the clear facts of `count` cases out as a file of that form."""
    return Export.objects.create(
        operation_id=post.operation_id,
        agency_id=post.agency_id,
        post=post,
        format=form,
        count=count,
        made_at=now(),
    )
