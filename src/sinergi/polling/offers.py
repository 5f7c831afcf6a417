"""Which action is offered under which word, with which form: the one list of the room's pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.kernel.models import Operation
from sinergi.polling import actions
from sinergi.polling.forms import milestones, outreach, plan, special_cases, stations
from sinergi.polling.models import Activity
from sinergi.regions.models import Region


def plan_in_each(
    by: Post, operation: Operation, regions: Sequence[str], plan: actions.Plan
) -> list[Activity]:
    """One activity in each village."""
    rows = Region.objects.with_parent().filter(pk__in=regions).order_by("pk")
    return [actions.plan_activity(by, row, plan) for row in rows]


STATION = (
    Offer("position", actions.locate_station, stations.PositionForm, _("Its position is kept."),
          "map-pin"),
    Offer("indicators", actions.record_findings, stations.FindingsForm,
          _("The indicators are kept."), "checklist"),
    Offer("person", actions.place_person, stations.PlaceForm, _("Placed."), "user-plus"),
    Offer("category", actions.categorise_station, stations.CategoryForm,
          _("The category is kept."), "shield", tone="secondary"),
    Offer("change", actions.change_station, stations.FactsForm,
          _("Changed. What it was stays in the journal."), "edit", tone="secondary", careful=True),
    Offer("strike", actions.strike_station, stations.StrikeForm, _("Struck from the list."),
          "circle-x", tone="danger"),
    Offer("restore", actions.restore_station, OfferForm, _("On the list again."),
          "arrow-back-up", tone="secondary"),
)  # fmt: skip
PERSON = (
    Offer("release", actions.release_person, OfferForm, _("Released."), "x", tone="danger"),
)  # fmt: skip
ADD_STATION = Offer("add", actions.add_station, stations.AddStationForm,
                    _("The station is on the list."), "plus")  # fmt: skip
ADD_MILESTONE = Offer("add", actions.add_milestone, milestones.AddMilestoneForm,
                      _("Stations are asked for it."), "plus")  # fmt: skip
MILESTONE = (
    Offer("change", actions.change_milestone, milestones.MilestoneForm, _("Changed."), "edit",
          careful=True),
    Offer("switch", actions.switch_milestone, OfferForm, _("Switched."), "switch-horizontal",
          tone="secondary"),
)  # fmt: skip
ADD_INDICATOR = Offer("add", actions.add_indicator, milestones.AddIndicatorForm,
                      _("The indicator is on the list."), "plus")  # fmt: skip
INDICATOR = (
    Offer("change", actions.change_indicator, milestones.IndicatorForm, _("Changed."), "edit",
          careful=True),
    Offer("switch", actions.switch_indicator, OfferForm, _("Switched."), "switch-horizontal",
          tone="secondary"),
)  # fmt: skip

OPEN_CASE = Offer("open", actions.open_special_case, special_cases.OpenForm,
                  _("The case is kept."), "alert-triangle")  # fmt: skip
CALL = Offer("call", actions.call_station, special_cases.CallForm, _("Noted: it was called."),
             "phone")  # fmt: skip
CASE = (
    Offer("accept", actions.accept_special_case, special_cases.AcceptForm,
          _("It is a case now."), "check"),
    Offer("end", actions.end_special_case, special_cases.EndForm, _("Kept as carried out."),
          "circle-check"),
    Offer("withdraw", actions.withdraw_special_case, special_cases.WithdrawForm,
          _("Withdrawn."), "circle-x", tone="outline-danger"),
)  # fmt: skip

PLAN_ACTIVITY = Offer("plan", plan_in_each, outreach.NewActivityForm, _("Planned."),
                      "calendar-event", action=actions.plan_activity)  # fmt: skip
ACTIVITY = (
    Offer("report", actions.report_activity, outreach.ReportForm, _("Reported. Thank you."),
          "check"),
    Offer("correct", actions.correct_activity, outreach.ReportForm,
          _("Corrected. What it was stays in the journal."), "edit", tone="secondary",
          careful=True),
    Offer("change", actions.change_activity, outreach.PlanForm, _("Changed."), "edit",
          tone="secondary", careful=True),
    Offer("cancel", actions.cancel_activity, outreach.CancelForm, _("Cancelled."), "circle-x",
          tone="danger"),
)  # fmt: skip
SET_TARGETS = Offer("targets", actions.set_turnout_targets, outreach.TargetsForm,
                    _("The targets are set."), "target")  # fmt: skip
TARGETS = (
    SET_TARGETS,
    Offer("last", actions.note_last_turnout, outreach.LastTurnoutForm, _("Noted."), "history",
          tone="secondary"),
)  # fmt: skip

PATTERN = Offer("change", actions.change_pattern, plan.PatternForm,
                _("Changed. What is needed is counted anew."), "edit", careful=True)  # fmt: skip
ADD_EQUIPMENT = Offer("add", actions.add_equipment, plan.AddEquipmentForm,
                      _("It is part of the plan."), "plus")  # fmt: skip
EQUIPMENT = Offer("change", actions.change_equipment, plan.EquipmentForm,
                  _("Changed. What is needed is counted anew."), "edit", careful=True)  # fmt: skip

STATION_BY_SLUG = by_slug(STATION)
PERSON_BY_SLUG = by_slug(PERSON)
MILESTONE_BY_SLUG = by_slug(MILESTONE)
INDICATOR_BY_SLUG = by_slug(INDICATOR)
CASE_BY_SLUG = by_slug(CASE)
ACTIVITY_BY_SLUG = by_slug(ACTIVITY)
TARGETS_BY_SLUG = by_slug(TARGETS)
