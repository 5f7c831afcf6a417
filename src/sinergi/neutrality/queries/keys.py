"""What waits in the matter of keys: shown on the desk only while there is something."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sinergi.agencies.models import Post
from sinergi.followups.waiting import Item, Section
from sinergi.neutrality import resealing
from sinergi.neutrality.key_permissions import purpose_of
from sinergi.neutrality.models import HandlerKey
from sinergi.neutrality.sealing.case_keys import CONTENT

SHOWN = 6


def waiting_for_keys(post: Post) -> list[Section]:
    """Keys to admit, and cases to re-encrypt; two statements, none for who holds no keys."""
    purpose = purpose_of(post)
    if purpose is None:
        return []
    way = reverse("neutrality:keys")
    keys = _to_admit(post) if purpose == CONTENT else []
    items = [Item(title=key.post.title, url=way, state=key.get_purpose_display()) for key in keys]
    if count := resealing.remaining(post.agency, purpose).count():
        words = ngettext("%(count)d case to re-encrypt", "%(count)d cases to re-encrypt", count)
        items.append(Item(title=words % {"count": count}, url=f"{way}#resealing"))
    if not items:
        return []
    title, empty = _("Keys: to admit or to re-encrypt"), _("Nothing waits.")
    return [Section("neutrality-keys", title, empty, len(items), items[:SHOWN], way, urgent=True)]


def _to_admit(post: Post) -> list[HandlerKey]:
    rows = HandlerKey.objects.in_use().filter(agency=post.agency_id, admitted_at__isnull=True)
    return list(rows.exclude(post__account=post.account_id).select_related("post"))
