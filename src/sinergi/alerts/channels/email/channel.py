"""The mail server: a few connections at a time, each with its share of the mails."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.channels.email.mails import mail_of
from sinergi.alerts.channels.interface import (
    NO_ADDRESS,
    Channel,
    Failure,
    Fault,
    Message,
    Outcome,
)
from sinergi.alerts.channels.outgoing import at_once

log = logging.getLogger(__name__)

CONNECTIONS = 4
WORTH_ANOTHER = 25  # mails for which one more connection is opened
BEFORE_THE_MAIL = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
ERRORS = (OSError, smtplib.SMTPException, ValueError)


class Email(Channel):
    """To the address that whoever keeps people has entered."""

    code = "email"
    title = _("E-mail")
    hint = _("The coordinator of your desk can add an address.")
    icon = "mail"
    rank = 30

    def off(self) -> Any:
        """Whether a mail server is set. Backends of another kind need none."""
        smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
        return "" if settings.EMAIL_HOST or not smtp else _("No mail server is set.")

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """Those with an address; no statement."""
        return {post.pk for post in posts if post.account.email}

    def address_of(self, post: Post) -> str:
        """Her address."""
        return post.account.email or ""

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """Over several connections when there are many; what cannot be written is refused."""
        written = [_written(message) for message in messages]
        mails = [mail for mail in written if isinstance(mail, EmailMultiAlternatives)]
        lanes = min(CONNECTIONS, -(-len(mails) // WORTH_ANOTHER)) or 1
        shares = [mails[lane::lanes] for lane in range(lanes)]
        answers = at_once([_sending(share) for share in shares])
        taken = iter([answers[n % lanes][n // lanes] for n in range(len(mails))])
        return [made if isinstance(made, Failure) else next(taken) for made in written]


def _written(message: Message) -> EmailMultiAlternatives | Failure:
    return mail_of(message) if message.account.email else NO_ADDRESS


def _sending(mails: Sequence[EmailMultiAlternatives]) -> Callable[[], list[Outcome]]:
    return lambda: _over_one_connection(mails)


def _over_one_connection(mails: Sequence[EmailMultiAlternatives]) -> list[Outcome]:
    """A server that has just not answered is not asked again for every other mail."""
    server = get_connection()
    failure: Outcome = None
    outcomes: list[Outcome] = []
    try:
        server.open()
    except ERRORS as error:
        failure = failure_of(error, of_connection=True)
    for mail in mails:
        dead = failure is not None and failure.fault == Fault.UNREACHABLE
        failure = failure if dead else _send_one(server, mail)
        outcomes.append(failure)
    _close(server)
    return outcomes


def _send_one(server: Any, mail: EmailMultiAlternatives) -> Outcome:
    try:
        server.send_messages([mail])
    except ERRORS as error:
        log.warning("a mail did not go out: %s", type(error).__name__)
        _close(server)  # a connection that failed is opened anew for the next mail
        return failure_of(error)
    return None


def _close(server: Any) -> None:
    try:
        server.close()
    except (OSError, smtplib.SMTPException):
        log.info("the mail server left without a word")


def failure_of(error: Exception, *, of_connection: bool = False) -> Failure:
    """What an error of the mail server means: 4xx passes, 5xx stays (RFC 5321, section 4.2.1).

    What goes wrong before the mail itself (sign-in, greeting) is a matter of the set-up: it may be
    mended, so it is tried again whatever its number.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (550, b""))
        return _answered(int(code), words)
    if of_connection or isinstance(error, BEFORE_THE_MAIL):
        return Failure(Fault.UNREACHABLE, _plain(error), passing=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(int(error.smtp_code), error.smtp_error)
    if isinstance(error, ValueError):  # an address or subject that no mail can have
        return Failure(Fault.REFUSED, _plain(error), passing=False)
    return Failure(Fault.UNREACHABLE, _plain(error), passing=True)


def _answered(code: int, words: Any) -> Failure:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    passing = code < 500
    fault = Fault.POSTPONED if passing else Fault.REFUSED
    return Failure(fault, f"{code} {text}".strip(), passing)


def _plain(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


CHANNEL = Email()
