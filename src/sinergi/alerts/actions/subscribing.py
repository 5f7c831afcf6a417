"""What a post subscribes to, and the secret addresses from which its programs read alerts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts import permissions
from sinergi.alerts.feed_tokens import digest_of
from sinergi.alerts.models import AlertFeed, AlertRule, Subscription
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.kernel.action import action
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.regions.models import Region

MOST_SUBSCRIPTIONS = 30
MOST_FEEDS = 10


@action(
    "subscription.made",
    subject=Subscription,
    parent=Post,
    lock_parent=True,
    may=permissions.may_subscribe,
    title=_("Subscribe to a place or kind"),
)
def subscribe(
    by: Post,
    post: Post,
    *,
    region: Region,
    kind: str = "",
    severity: str = "",
    rule: AlertRule | None = None,
) -> Subscription:
    """Be told, for information, of what happens there, or of the alerts of a rule.

    It lets her see nothing more. Raises Invalid outside her scope, Conflict at the limit.
    """
    if not post.covers(region.pk):
        raise Invalid(_("This place does not belong to yours."), field="region")
    if kind and kind not in KINDS:
        raise Invalid(_("Choose a kind that there is."), field="kind")
    if severity and severity not in SEVERITIES:
        raise Invalid(_("Choose a severity that there is."), field="severity")
    if rule is not None and (kind or severity or rule.operation_id != post.operation_id):
        raise Invalid(_("A rule has no kind and no severity of its own."), field="rule")
    mine = Subscription.objects.filter(post=post)
    if mine.count() >= MOST_SUBSCRIPTIONS:
        raise Conflict(
            _("At most %(count)d subscriptions: end one first.") % {"count": MOST_SUBSCRIPTIONS}
        )
    if mine.filter(region=region, kind=kind, severity=severity, rule=rule).exists():
        raise Invalid(_("You have this subscription already."), field="region")
    return Subscription.objects.create(
        post=post, region=region, kind=kind, severity=severity, rule=rule, made_at=real_now()
    )


@action(
    "subscription.ended",
    subject=Subscription,
    may=permissions.may_unsubscribe,
    title=_("End a subscription"),
)
def unsubscribe(by: Post, subscription: Subscription) -> Subscription:
    """No more of it."""
    key = subscription.pk
    subscription.delete()
    subscription.pk = key  # the journal still names it
    return subscription


@action(
    "alert_feed.made",
    subject=AlertFeed,
    parent=Post,
    lock_parent=True,
    may=permissions.may_subscribe,
    title=_("Make an address for the alerts"),
)
def make_alert_feed(by: Post, post: Post, *, token: str, name: str) -> AlertFeed:
    """Keep the digest of `token` (from `feed_tokens.new_token`). It lives in the world's time.

    Raises Invalid with its field, Conflict at the limit.
    """
    if not name.strip():
        raise Invalid(_("Give it a name."), field="name")
    if AlertFeed.objects.filter(post=post, revoked_at=None).count() >= MOST_FEEDS:
        raise Conflict(_("At most %(count)d addresses: revoke one first.") % {"count": MOST_FEEDS})
    return AlertFeed.objects.create(
        post=post,
        name=name.strip()[:80],
        prefix=token[:8],
        digest=digest_of(token),
        created_at=real_now(),
    )


@action(
    "alert_feed.revoked",
    subject=AlertFeed,
    may=permissions.may_revoke_alert_feed,
    title=_("Revoke an address for the alerts"),
)
def revoke_alert_feed(by: Post, feed: AlertFeed) -> AlertFeed:
    """It opens nothing any more."""
    feed.revoked_at = real_now()
    feed.save()
    return feed
