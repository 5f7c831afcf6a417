"""How I am told, in the API: ways, their order, tests, subscriptions, secret addresses."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from ninja import Field, Router

from sinergi.alerts import actions
from sinergi.alerts.channels.standing import Standing, order_of, standings_of
from sinergi.alerts.channels.testing import send_test
from sinergi.alerts.feed_tokens import new_token
from sinergi.alerts.forms import important_of
from sinergi.alerts.models import (
    AlertFeed,
    AlertRule,
    ChannelTest,
    Preference,
    Subscription,
    wishes_of,
)
from sinergi.alerts.queries import feeds_of, subscriptions_of
from sinergi.alerts.wishes import Wishes
from sinergi.kernel.rest import Asking, Body, Flag, Moment, Shape, chosen, fields_of, found
from sinergi.regions.models import Region

router = Router(tags=["alerts"])

HOUR = r"^([01]\d|2[0-3]):[0-5]\d$"
CODE = r"^[a-z_]{1,10}$"


class PreferenceOut(Shape):
    """How I am told, beside the page. What is critical comes by every way, at any time."""

    important: list[str] = Field(description="Codes of channels, see /alerts/channels.")
    ordinary: list[str]
    order: list[str] = Field(description="Which way is tried first, and which next.")
    quiet: bool
    quiet_from: str = Field(description="HH:MM, in the zone of the region.")
    quiet_until: str = Field(description="HH:MM, in the zone of the region.")


class PreferenceBody(Body):
    """How I want to be told."""

    important: list[str] = Field(max_length=20)
    ordinary: list[str] = Field(max_length=20)
    order: list[str] | None = Field(None, max_length=20, description="Left out: as it was.")
    quiet: Flag
    quiet_from: str = Field("22:00", pattern=HOUR)
    quiet_until: str = Field("05:00", pattern=HOUR)


class ChannelTestOut(Shape):
    """How the last test of a way went."""

    channel: str
    fault: str = Field(description="Empty: it was taken. Else a code, such as unreachable.")
    words: str = Field(description="What the other side said.")
    tested_at: Moment


class ChannelOut(Shape):
    """One way to me, beside the page."""

    code: str
    title: str
    state: str = Field(description="off (not set up here), absent (no address of mine), ready.")
    reason: str = Field(description="Why it is off.")
    address: str
    place: int = Field(description="Its place in my order; 0 for programs, told beside it.")
    test: ChannelTestOut | None


class SubscriptionOut(Shape):
    """Of what I am told for my information."""

    id: UUID
    region: str
    place: str
    kind: str
    severity: str
    rule: UUID | None
    made_at: Moment


class SubscriptionBody(Body):
    """A place of mine, and what of it."""

    region: str = Field(max_length=13, description="Code of the place.")
    kind: str = Field("", max_length=40, description="Kind of incident; empty: all.")
    severity: str = Field("", max_length=10, description="At least; empty: all.")
    rule: UUID | None = Field(None, description="Alerts of this rule alone.")


class AlertFeedOut(Shape):
    """A secret address for the alerts."""

    id: UUID
    name: str
    prefix: str
    created_at: Moment
    last_read_at: Moment | None


class AlertFeedMade(AlertFeedOut):
    """A new one, with its token: it is shown only now."""

    token: str


class AlertFeedBody(Body):
    """What it is for."""

    name: str = Field(min_length=1, max_length=80)


class AlertSettingGone(Shape):
    """It is no more."""

    id: UUID


@router.get(
    "/preferences",
    response=PreferenceOut,
    operation_id="alert_preference_read",
    summary="How I am told",
)
def read_preference(request: Asking) -> PreferenceOut:
    """My choice, or that of the house while I have made none."""
    account = request.post.account_id
    return _wishes(request, wishes_of([account]).get(account, Wishes()))


@router.put(
    "/preferences",
    response=PreferenceOut,
    operation_id="alert_preference_set",
    summary="Choose how I am told",
)
def set_preference(request: Asking, body: PreferenceBody) -> PreferenceOut:
    """It holds for what comes from now on. Journal: `preference.set`, `preference.ordered`."""
    told = fields_of(body)
    order = told.pop("order")
    for name in ("quiet_from", "quiet_until"):
        told[name] = time.fromisoformat(told[name])
    made: Preference = actions.set_preference(request.post, request.post.account, **told)
    if order is not None:
        made = actions.order_channels(request.post, request.post.account, order=order)
    return _wishes(request, made.wishes)


def _wishes(request: Asking, wishes: Wishes) -> PreferenceOut:
    return PreferenceOut.model_construct(
        important=important_of(wishes),
        ordinary=list(wishes.ordinary),
        order=order_of(request.post),
        quiet=wishes.quiet,
        quiet_from=f"{wishes.quiet_from:%H:%M}",
        quiet_until=f"{wishes.quiet_until:%H:%M}",
    )


@router.get(
    "/channels",
    response=list[ChannelOut],
    operation_id="alert_channel_list",
    summary="Ways to me",
)
def list_channels(request: Asking) -> list[ChannelOut]:
    """Each way in my order: whether it is on here, and reaches me."""
    return [_channel(row) for row in standings_of(request.post)]


def _channel(row: Standing) -> ChannelOut:
    return ChannelOut.model_construct(
        code=row.channel.code,
        title=str(row.channel.title),
        state=row.state,
        reason=str(row.off),
        address=row.address,
        place=row.place,
        test=_test(row.test) if row.test else None,
    )


def _test(row: ChannelTest) -> ChannelTestOut:
    return ChannelTestOut.model_construct(
        channel=row.channel, fault=row.fault, words=row.words, tested_at=row.tested_at
    )


@router.post(
    "/channels/{code}/test",
    response=ChannelTestOut,
    operation_id="alert_channel_test",
    summary="Send a test to myself",
)
def test_channel(request: Asking, code: str) -> ChannelTestOut:
    """One message to me, now, with its outcome. Journal: `channel.tested`."""
    return _test(send_test(request.post, code))


@router.get(
    "/subscriptions",
    response=list[SubscriptionOut],
    operation_id="alert_subscription_list",
    summary="My subscriptions",
)
def list_subscriptions(request: Asking) -> list[SubscriptionOut]:
    """Of which places and kinds I am told for my information."""
    return [_subscription(row) for row in subscriptions_of(request.post)]


@router.post(
    "/subscriptions",
    response={201: SubscriptionOut},
    operation_id="alert_subscription_make",
    summary="Subscribe to a place or kind",
)
def make_subscription(request: Asking, body: SubscriptionBody) -> tuple[int, SubscriptionOut]:
    """Only of places of mine; it lets me see nothing more. Journal: `subscription.made`."""
    region = chosen(Region.objects.within(request.post.prefixes), body.region, field="region")
    rules = AlertRule.objects.visible_to(request.post).live()
    rule = chosen(rules, body.rule, field="rule") if body.rule else None
    row = actions.subscribe(
        request.post,
        request.post,
        region=region,
        kind=body.kind,
        severity=body.severity,
        rule=rule,
    )
    return 201, _subscription(row)


@router.post(
    "/subscriptions/{subscription_id}/end",
    response=AlertSettingGone,
    operation_id="alert_subscription_end",
    summary="End a subscription",
)
def end_subscription(request: Asking, subscription_id: UUID) -> AlertSettingGone:
    """No more of it. Journal: `subscription.ended`."""
    row = found(Subscription.objects.filter(post=request.post), subscription_id)
    actions.unsubscribe(request.post, row)
    return AlertSettingGone(id=subscription_id)


def _subscription(row: Subscription) -> SubscriptionOut:
    return SubscriptionOut.model_construct(
        id=row.pk,
        region=row.region_id,
        place=str(row.region),
        kind=row.kind,
        severity=row.severity,
        rule=row.rule_id,
        made_at=row.made_at,
    )


@router.get(
    "/feeds",
    response=list[AlertFeedOut],
    operation_id="alert_feed_list",
    summary="My addresses for the alerts",
)
def list_feeds(request: Asking) -> list[AlertFeedOut]:
    """Those that open something."""
    return [AlertFeedOut.model_construct(**_feed(row)) for row in feeds_of(request.post)]


@router.post(
    "/feeds",
    response={201: AlertFeedMade},
    operation_id="alert_feed_make",
    summary="Make an address for the alerts",
)
def make_feed(request: Asking, body: AlertFeedBody) -> tuple[int, AlertFeedMade]:
    """The token goes into the address as `?token=`. Journal: `alert_feed.made`."""
    token = new_token()
    row = actions.make_alert_feed(request.post, request.post, token=token, name=body.name)
    return 201, AlertFeedMade.model_construct(token=token, **_feed(row))


@router.post(
    "/feeds/{feed_id}/revoke",
    response=AlertSettingGone,
    operation_id="alert_feed_revoke",
    summary="Revoke an address for the alerts",
)
def revoke_feed(request: Asking, feed_id: UUID) -> AlertSettingGone:
    """It opens nothing any more. Journal: `alert_feed.revoked`."""
    row = found(AlertFeed.objects.filter(post=request.post), feed_id)
    actions.revoke_alert_feed(request.post, row)
    return AlertSettingGone(id=feed_id)


def _feed(row: AlertFeed) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "prefix": row.prefix,
        "created_at": row.created_at,
        "last_read_at": row.last_read_at,
    }
