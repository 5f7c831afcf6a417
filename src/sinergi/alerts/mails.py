"""Mails: what leaves the house of a notice, in plain text and in simple HTML.

A mail may be read on a lost phone or a shared computer. So it holds no case: only what happened,
the number, place, severity and first words; of a restricted case nothing but the number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.agencies.models import Account
from sinergi.alerts import words
from sinergi.alerts.attaching import attach_papers
from sinergi.alerts.models import Delivery, Notice
from sinergi.kernel.clock import use_operation
from sinergi.kernel.models import Operation

SUBJECT_LENGTH = 140


@dataclass(frozen=True)
class Line:
    """One notice, as far as it may leave the house."""

    title: str
    number: str
    place: str
    severity: str
    headline: str
    at: object
    url: str


def line_of(notice: Notice) -> Line:
    """What a mail may say of a notice."""
    bare = notice.is_restricted
    return Line(
        title=notice.title,
        number=notice.number,
        place="" if bare else notice.place,
        severity="" if bare else words.severity_of(notice.severity),
        headline=_("Restricted: sign in to read it.") if bare else notice.text,
        at=notice.created_at,
        url=link(notice.get_absolute_url()),
    )


def link(path: str) -> str:
    """An address of the house for whoever is outside."""
    return settings.PUBLIC_URL.rstrip("/") + path


def mail_of(account: Account, deliveries: Sequence[Delivery]) -> EmailMultiAlternatives:
    """One mail with these notices, in her language, marked when it is only an exercise."""
    notices = [delivery.notice for delivery in deliveries]
    operation: Operation = notices[0].operation
    with translation.override(account.language or "id"), use_operation(operation):
        lines = [line_of(notice) for notice in notices]
        subject = _subject(operation, lines)
        told = {
            "lines": lines,
            "subject": subject,
            "operation": operation,
            "preferences": link("/alerts/preferences/"),
        }
        plain = render_to_string("alerts/mail.txt", told)
        rich = render_to_string("alerts/mail.html", told)
    mail = EmailMultiAlternatives(subject, plain, to=[str(account.email)])
    mail.attach_alternative(rich, "text/html")
    with use_operation(operation):
        attach_papers(mail, notices)
    # Sent twice (a crash between the server's yes and ours), it still is one mail to its reader.
    mail.extra_headers["Message-ID"] = f"<{deliveries[0].pk}@{_host()}>"
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _subject(operation: Operation, lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        line = lines[0]
        first = f"{line.severity}: {line.title}" if line.severity else line.title
        whole = ", ".join(part for part in (first, line.number, line.place) if part)
    else:
        count = len(lines)
        whole = ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}
    # A header has one line, whatever people wrote.
    mark = _("[EXERCISE]") + " " if operation.is_exercise else ""
    return " ".join(f"{mark}{whole}".split())[:SUBJECT_LENGTH]
