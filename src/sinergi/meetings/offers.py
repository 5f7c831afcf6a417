"""Which action is offered under which word, with which form: the one list of pages and tests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.meetings import actions
from sinergi.meetings.forms import working
from sinergi.meetings.forms.planning import ChangeForm

MEETING = (
    Offer("invite", actions.issue_invitation, OfferForm,
          _("The letter is ready, and the invitations are on their way."), "file-type-pdf"),
    Offer("open", actions.open_meeting, OfferForm,
          _("In session. Show the code at the door."), "login"),
    Offer("close", actions.close_meeting, OfferForm, _("The meeting is closed."), "circle-check"),
    Offer("attendance-list", actions.issue_attendance_list, OfferForm,
          _("The attendance list is ready."), "file-type-pdf", tone="secondary"),
    Offer("call", actions.call_participants, working.CallForm, _("Called."), "users",
          tone="secondary"),
    Offer("point", actions.add_agenda_item, working.PointForm, _("On the agenda."), "plus",
          tone="secondary"),
    Offer("late", actions.add_late_participant, working.LateForm, _("Noted as present."), "plus",
          tone="secondary"),
    Offer("change", actions.change_meeting, ChangeForm, _("Changed. Those invited are told."),
          "edit", tone="secondary", careful=True),
    Offer("cancel", actions.cancel_meeting, working.CancelForm,
          _("Cancelled. Those invited are told."), "circle-x", tone="danger"),
)  # fmt: skip
POINT = (
    Offer("change", actions.change_agenda_item, working.PointForm, _("Changed."), "edit",
          tone="secondary", careful=True),
    Offer("drop", actions.drop_agenda_item, OfferForm, _("Dropped from the agenda."), "circle-x",
          tone="danger"),
)  # fmt: skip
SEAT = (
    Offer("reply", actions.reply_invitation, working.ReplyForm,
          _("Your reply is noted. You may change it until the meeting begins."), "message"),
    Offer("present", actions.mark_present_by_hand, working.MarkForm, _("Noted as present."),
          "check"),
    Offer("absent", actions.unmark_present, OfferForm, _("No longer noted as present."),
          "arrow-back-up", tone="secondary"),
    Offer("strike", actions.strike_participant, OfferForm, _("Struck off the list."), "circle-x",
          tone="danger"),
)  # fmt: skip

MEETING_BY_SLUG = by_slug(MEETING)
POINT_BY_SLUG = by_slug(POINT)
SEAT_BY_SLUG = by_slug(SEAT)
