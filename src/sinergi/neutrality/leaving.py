"""The tick: keys of posts that are held no more are retired, so that no one must think of it."""

from __future__ import annotations

from sinergi.agencies.models import Post
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation
from sinergi.kernel.ticking import in_every_operation, step
from sinergi.neutrality.actions.keys import LEFT, retire_key
from sinergi.neutrality.key_permissions import purpose_of
from sinergi.neutrality.models import HandlerKey


def tick_all() -> int:
    """In each operation, by its own clock; returns how many keys were retired."""
    return in_every_operation(retire_lost_posts)


def retire_lost_posts(operation: Operation) -> int:
    """Retire the keys whose post has ended, or whose holder was barred or has another role."""
    rows = HandlerKey.objects.in_use().filter(operation=operation)
    return sum(step(rows, key.pk, _retire) for key in _lost(operation))


def _lost(operation: Operation) -> list[HandlerKey]:
    keys = HandlerKey.objects.in_use().filter(operation=operation).select_related("post")
    posts = Post.objects.in_force(local(now()).date()).filter(pk__in=keys.values("post"))
    held = set(posts.values_list("pk", flat=True))
    return [key for key in keys if key.post_id not in held or purpose_of(key.post) != key.purpose]


def _retire(key: HandlerKey) -> bool:
    retire_key(SYSTEM, key, why=LEFT)
    return True
