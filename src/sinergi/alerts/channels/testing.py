"""Trying out a way: one message to oneself, now, with its outcome."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation

from sinergi.agencies.models import Post
from sinergi.alerts import channels
from sinergi.alerts.actions.channels import note_test
from sinergi.alerts.channels.interface import Channel, Message, Outcome
from sinergi.alerts.channels.wording import line_of_test
from sinergi.alerts.models import ChannelTest
from sinergi.alerts.problems import NoWayToHer, TestTooSoon
from sinergi.kernel.clock import real_now, use_operation
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import NotFound

PAUSE = timedelta(seconds=20)  # between two tests of one channel: an SMS costs money


def send_test(post: Post, code: str) -> ChannelTest:
    """Send a test by this channel to the holder of `post`, and keep how it went.

    The other side is spoken to outside any transaction. Raises NotFound for an unknown channel,
    NoWayToHer when it is off or has no address of hers, TestTooSoon.
    """
    channel = channels.every().get(code)
    if channel is None:
        raise NotFound()
    if channel.off() or post.pk not in channel.reached([post]):
        raise NoWayToHer()
    recent = ChannelTest.objects.filter(
        account=post.account_id, channel=code, tested_at__gt=real_now() - PAUSE
    )
    if recent.exists():
        raise TestTooSoon()
    outcome = _sent(channel, post)
    fault, words = (outcome.fault, outcome.words) if outcome else ("", "")
    return note_test(post, post.account, channel=code, fault=fault, words=words)


def _sent(channel: Channel, post: Post) -> Outcome:
    with translation.override(post.account.language or "id"), use_operation(post.operation):
        message = Message(str(uuid7()), post, post.operation, [line_of_test()])
    return channel.send([message])[0]
