"""The second factor of a signature: an authenticator app, a recovery code, or a code by e-mail.

Everything here runs on the time of the world: a code does not live longer because an exercise
stands still.
"""

from __future__ import annotations

import logging
import re
import secrets
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sinergi.agencies.models import Account
from sinergi.commitments import rules
from sinergi.commitments.models import OneTimeCode, Proof, Signatory
from sinergi.commitments.problems import MailFailed
from sinergi.kernel.clock import real_now

log = logging.getLogger(__name__)
_SALT = "sinergi.commitments.code"


def has_app(account: Account) -> bool:
    """Whether she has an authenticator app; a passkey alone gives no code to type."""
    rows = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP)
    return bool(rows.exists())


def new_code(signatory: Signatory, account: Account) -> OneTimeCode:
    """A code, not saved yet. `plain` is only on this object, and nowhere kept."""
    plain = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    moment = real_now()
    made = OneTimeCode(
        signatory=signatory, account=account, made_at=moment, expires_at=moment + rules.CODE_LIFE
    )
    made.digest = _digest(made, plain)
    made.plain = plain  # type: ignore[attr-defined]
    return made


def _digest(code: OneTimeCode, plain: str) -> str:
    """Keyed with the secret of the house: a million codes are soon tried without it."""
    return salted_hmac(f"{_SALT}:{code.pk}", plain, algorithm="sha256").hexdigest()


def tries_left(account: Account) -> int:
    """How many wrong codes she may still give within ten minutes, whichever signature it is."""
    since = real_now() - rules.CODE_LIFE
    wrong = Proof.objects.filter(account=account, passed=False, at__gt=since).count()
    return max(rules.MOST_TRIES - wrong, 0)


def means_of(code: str, account: Account, signatory: Signatory) -> str:
    """By which means the code is right: totp, recovery, code; empty when it is wrong.

    A right code is used up by asking.
    """
    typed = re.sub(r"\s", "", code)
    if not typed:
        return ""
    if _was_sent(typed, account, signatory):
        return Proof.Means.CODE
    return _of_authenticator(typed, account)


def _was_sent(typed: str, account: Account, signatory: Signatory) -> bool:
    """Only the newest code counts, for the signature for which it was asked."""
    rows = OneTimeCode.objects.select_for_update().filter(account=account)
    newest = rows.first()
    if newest is None or newest.used_at or newest.expires_at <= real_now():
        return False
    if newest.signatory_id != signatory.pk:
        return False
    if not secrets.compare_digest(newest.digest, _digest(newest, typed)):
        return False
    newest.used_at = real_now()
    newest.save()
    return True


def _of_authenticator(typed: str, account: Account) -> str:
    kinds = {
        Authenticator.Type.TOTP: Proof.Means.TOTP,
        Authenticator.Type.RECOVERY_CODES: Proof.Means.RECOVERY,
    }
    rows = Authenticator.objects.filter(user_id=account.pk, type__in=list(kinds))
    for authenticator in rows.order_by("-type"):
        if authenticator.wrap().validate_code(typed):
            return kinds[Authenticator.Type(authenticator.type)]
    return ""


def is_shown(signatory: Signatory) -> bool:
    """Whether a code is shown instead of sent: in an exercise of a house without a mail server."""
    return signatory.commitment.operation.is_exercise and not settings.EMAIL_HOST


def send(code: OneTimeCode) -> None:
    """The letter with the code, in her language. Raises MailFailed; the code is never logged."""
    account = code.account
    with translation.override(account.language or "id"):
        subject = str(_("Sinergi: your code for signing"))
        lines = (
            _("Your code for signing “%(title)s”:") % {"title": code.of.title},
            code.plain,  # type: ignore[attr-defined]
            _("It is valid for 10 minutes. Give it to nobody: who has it signs in your name."),
            _("If you did not ask for it, tell the administrator of Sinergi."),
        )
    try:
        send_mail(subject, "\n\n".join(lines), None, [str(account.email)])
    except (OSError, SMTPException) as error:
        log.warning("an e-mail with a code for signing could not be sent: %s", type(error).__name__)
        raise MailFailed() from error
