"""Who may look at the picture of the leadership, and take data out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.permission import YES, Answer, no


def may_look(by: Post) -> Answer:
    """Whoever reads the cases of her places: the picture shows just these places."""
    if by.can("read"):
        return YES
    return no(_("Your post does not read the cases of its places."), _("Members of the desks may."))


def leads(by: Post) -> bool:
    """Whether the picture is hers from day to day: she reads, and covers the whole operation."""
    return by.can("read") and by.covers(by.operation.region_code)
