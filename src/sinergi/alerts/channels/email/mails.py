"""Mails: a message in plain text and in simple HTML, with the papers of a meeting."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from sinergi.alerts.channels.email.attaching import attach_papers
from sinergi.alerts.channels.interface import Message
from sinergi.alerts.channels.wording import headline, link
from sinergi.kernel.clock import use_operation

SUBJECT_LENGTH = 140


def mail_of(message: Message) -> EmailMultiAlternatives:
    """One mail with these notices, in her language, marked when it is only an exercise."""
    account, operation = message.account, message.operation
    with translation.override(account.language or "id"), use_operation(operation):
        # A header has one line, whatever people wrote.
        subject = headline(operation, message.lines)[:SUBJECT_LENGTH]
        told = {
            "lines": message.lines,
            "subject": subject,
            "operation": operation,
            "preferences": link("/alerts/preferences/"),
        }
        plain = render_to_string("alerts/mail.txt", told)
        rich = render_to_string("alerts/mail.html", told)
    mail = EmailMultiAlternatives(subject, plain, to=[str(account.email)])
    mail.attach_alternative(rich, "text/html")
    with use_operation(operation):
        attach_papers(mail, message.notices)
    # Sent twice (a crash between the server's yes and ours), it still is one mail to its reader.
    mail.extra_headers["Message-ID"] = f"<{message.key}@{_host()}>"
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
