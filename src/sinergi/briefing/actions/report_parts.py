"""What an agency does with its own part of a report: write it, sign it, or say that it is nil."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import ReportPart
from sinergi.briefing.permissions import reports as permissions
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid


@action(
    "report_part.written",
    subject=ReportPart,
    may=permissions.may_tell_part,
    title=_("Write the part of my agency"),
)
def write_part(by: Post, part: ReportPart, *, texts: Mapping[str, str]) -> ReportPart:
    """By field. It counts once it is signed; a signature under an older text is gone.

    Raises Invalid when nothing is said: that there is nothing is said by "nil".
    """
    told = rules.cleaned(texts, part.fields)
    if not told:
        raise Invalid(_("Write something, or say “nil”."))
    part.texts, part.state = told, ReportPart.State.WRITTEN
    part.written_at, part.written_by = now(), by.actor_label
    part.signed_at, part.signed_by, part.account_id, part.digest = None, "", None, ""
    part.save()
    return part


@action(
    "report_part.signed",
    subject=ReportPart,
    may=permissions.may_sign_part,
    title=_("Sign the part of my agency"),
)
def sign_part(by: Post, part: ReportPart) -> ReportPart:
    """From now on it is part of the report, in the name of the agency."""
    _sign(by, part, ReportPart.State.SIGNED)
    return part


@action(
    "report_part.nil",
    subject=ReportPart,
    may=permissions.may_tell_part,
    title=_("Nothing to report (nil)"),
)
def say_nil(by: Post, part: ReportPart) -> ReportPart:
    """One tap: looked, and there is nothing. An agency that says nothing at all is late instead."""
    part.texts = {}
    _sign(by, part, ReportPart.State.NIL)
    return part


def _sign(by: Post, part: ReportPart, state: str) -> None:
    part.state, part.signed_at, part.signed_by = state, now(), by.actor_label
    part.account_id, part.digest = by.account_id, digest_of(part)
    part.save()
    note(agency=part.agency.name, late=part.is_late, digest=part.digest)


def digest_of(part: ReportPart) -> str:
    """SHA-256 of what is signed: which report, which agency, which words."""
    told = {"report": str(part.report_id), "agency": str(part.agency_id), "texts": part.texts}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
