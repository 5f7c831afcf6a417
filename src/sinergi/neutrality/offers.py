"""Which action is offered under which word, with which form: the one list of pages and tests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.neutrality.actions import closing, conflicts, files, findings, handling, identity
from sinergi.neutrality.forms import cases as forms

CASE = (
    Offer("begin", handling.begin_review, OfferForm, _("The initial review has begun."), "search"),
    Offer("classify", handling.classify_case, forms.ClassifyForm, _("Classified."), "tag",
          careful=True),
    Offer("ask-completion", handling.ask_completion, forms.CompletionForm,
          _("Asked. The time of the reporter runs."), "help", tone="secondary"),
    Offer("resume", handling.resume_review, OfferForm, _("The review goes on."), "repeat"),
    Offer("register", handling.register_case, OfferForm,
          _("Registered. The time to decide runs."), "clipboard-check"),
    Offer("finding", findings.raise_finding, OfferForm,
          _("Raised as a finding. The time to decide runs."), "shield-check"),
    Offer("clarify", handling.clarify_case, OfferForm, _("The clarification has begun."),
          "messages"),
    Offer("plenary", handling.bring_to_plenary, OfferForm, _("It lies before the plenary."),
          "users"),
    Offer("decide", closing.decide_case, forms.DecideForm,
          _("The decision of the plenary is on record."), "scale"),
    Offer("finish", closing.finish_follow_up, OfferForm, _("Noted."), "checks"),
    Offer("close", closing.close_case, OfferForm, _("Closed."), "circle-check"),
    Offer("write", handling.write_to_reporter, forms.MessageForm,
          _("Sealed for the reporter, who reads it with the receipt."), "send",
          tone="secondary"),
    Offer("note", handling.add_case_note, forms.NoteForm, _("The note is kept."), "notes",
          tone="secondary"),
    Offer("file", files.add_case_file, forms.FileForm, _("Kept, sealed."), "paperclip",
          tone="secondary"),
    Offer("extend", handling.extend_time, forms.ReasonForm, _("Two days more."), "clock",
          tone="secondary"),
    Offer("information", handling.keep_as_information, forms.ReasonForm,
          _("Kept as preliminary information."), "inbox", tone="secondary"),
    Offer("delegate", handling.delegate_case, forms.DelegateForm, _("Delegated."), "send",
          tone="secondary"),
    Offer("identity", identity.ask_identity, forms.AskIdentityForm,
          _("Asked. The keeper of identities decides."), "user-question", tone="secondary"),
    Offer("expire", handling.expire_case, OfferForm, _("Set aside as out of time."),
          "clock-exclamation", tone="danger"),
    Offer("refuse", handling.refuse_registration, forms.ReasonForm, _("Not registered."),
          "circle-x", tone="danger"),
    Offer("propose-closing", closing.propose_closing, forms.ReasonForm,
          _("Proposed. Another person confirms or refuses it."), "lock", tone="danger"),
    Offer("confirm-closing", closing.confirm_closing, OfferForm, _("Closed without action."),
          "lock", tone="danger"),
    Offer("refuse-closing", closing.refuse_closing, forms.ReasonForm,
          _("Refused: the case goes on."), "repeat", tone="secondary"),
    Offer("conflict", conflicts.declare_conflict, forms.ReasonForm,
          _("Declared. The case is no longer yours to see."), "shield-lock", tone="danger"),
    Offer("bar", conflicts.bar_handler, forms.BarHandlerForm,
          _("Barred: the key of the case was taken away."), "shield-lock", tone="danger"),
    Offer("bar-authority", conflicts.bar_authority, forms.BarAuthorityForm,
          _("The case will not go to this authority."), "shield-lock", tone="secondary"),
)  # fmt: skip
REQUEST = (
    Offer("open", identity.open_identity, OfferForm,
          _("Open for a day, for the two of you alone."), "eye", tone="danger"),
    Offer("refuse", identity.refuse_identity, forms.ReasonForm, _("It stays closed."),
          "circle-x", tone="secondary"),
    Offer("end", identity.end_identity, OfferForm, _("Closed again."), "lock",
          tone="secondary"),
)  # fmt: skip

CASE_BY_SLUG = by_slug(CASE)
REQUEST_BY_SLUG = by_slug(REQUEST)
WITH_KEY = ("identity", "open")  # these need the unlocked key of whoever does them
LEAVES_THE_CASE = ("conflict",)  # afterwards it is not hers to see
