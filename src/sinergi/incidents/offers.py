"""Which action is offered under which word, with which form: the one list of pages and tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.incidents import actions
from sinergi.incidents.forms import between, life, mediation
from sinergi.incidents.forms.report import CorrectForm
from sinergi.incidents.models import Incident, IncidentEvidence


def add_all_evidence(
    by: Post, incident: Incident, *, files: Sequence[Any], caption: str
) -> list[IncidentEvidence]:
    """Each file is evidence of its own, with its own entry in the journal."""
    return [actions.add_evidence(by, incident, file=file, caption=caption) for file in files]


INCIDENT = (
    Offer("acknowledge", actions.acknowledge, OfferForm,
          _("Acknowledged. The time to settle runs."), "hand-stop"),
    Offer("verify", actions.verify, life.VerifyForm, _("Verified."), "shield-check"),
    Offer("handle", actions.start_handling, life.HandleForm, _("Being handled."), "progress"),
    Offer("mediate", actions.record_mediation, mediation.MediateForm,
          _("The mediation is on record. Its minutes can be made now."), "messages"),
    Offer("settle", actions.settle, life.SettleForm, _("Settled."), "circle-check"),
    Offer("evidence", add_all_evidence, life.EvidenceForm, _("Kept as evidence."), "paperclip",
          action=actions.add_evidence, tone="secondary"),
    Offer("ask", actions.ask_agency, between.AskForm, _("Asked. The answer comes to this page."),
          "users", tone="secondary"),
    Offer("refer", actions.refer, between.ReferForm,
          _("Passed on. The answer is chased until it comes."), "send", tone="secondary"),
    Offer("escalate", actions.escalate, life.EscalateForm, _("Moved up."), "arrow-up",
          tone="secondary"),
    Offer("hand-down", actions.hand_down, life.HandDownForm, _("Handed down."), "arrow-down",
          tone="secondary"),
    Offer("correct", actions.correct, CorrectForm,
          _("Corrected. What it was stays in the journal."), "edit", tone="secondary",
          careful=True),
    Offer("merge", actions.merge, life.MergeForm, _("Merged."), "arrow-merge", tone="secondary"),
    Offer("reject", actions.reject, life.RejectForm, _("Rejected."), "circle-x", tone="danger"),
    Offer("reopen", actions.reopen, life.ReopenForm, _("Open again, with a new clock."), "repeat"),
    Offer("restrict", actions.restrict, between.RestrictForm,
          _("Only the named agencies see it now."), "shield-lock", tone="secondary"),
    Offer("unrestrict", actions.unrestrict, OfferForm,
          _("Everybody who covers the place sees it again."), "eye", tone="secondary"),
)  # fmt: skip
MEDIATION = (
    Offer("minutes", actions.issue_minutes, OfferForm,
          _("The record is ready to be printed and signed."), "file-type-pdf"),
    Offer("signed", actions.attach_signed_minutes, mediation.SignedForm,
          _("The signed copy is kept."), "signature", tone="secondary"),
)  # fmt: skip
CHECK = (
    Offer("check", actions.check_agreement, mediation.CheckForm, _("Noted."), "checklist"),
)  # fmt: skip
EVIDENCE = (
    Offer("original", actions.open_original, OfferForm, _("Opened."), "download"),
)  # fmt: skip

INCIDENT_BY_SLUG = by_slug(INCIDENT)
MEDIATION_BY_SLUG = by_slug(MEDIATION)
CHECK_BY_SLUG = by_slug(CHECK)
