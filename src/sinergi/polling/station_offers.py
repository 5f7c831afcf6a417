"""Which action on stations is offered under which word, with which form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.polling import actions
from sinergi.polling.forms import milestones as editing
from sinergi.polling.forms import stations as forms

STATION = (
    Offer("position", actions.locate_station, forms.PositionForm, _("Its position is kept."),
          "map-pin"),
    Offer("indicators", actions.record_findings, forms.FindingsForm, _("The indicators are kept."),
          "checklist"),
    Offer("person", actions.place_person, forms.PlaceForm, _("Placed."), "user-plus"),
    Offer("category", actions.categorise_station, forms.CategoryForm,
          _("The category is kept."), "shield", tone="secondary"),
    Offer("change", actions.change_station, forms.FactsForm,
          _("Changed. What it was stays in the journal."), "edit", tone="secondary", careful=True),
    Offer("strike", actions.strike_station, forms.StrikeForm, _("Struck from the list."),
          "circle-x", tone="danger"),
    Offer("restore", actions.restore_station, OfferForm, _("On the list again."),
          "arrow-back-up", tone="secondary"),
)  # fmt: skip
PERSON = (
    Offer("release", actions.release_person, OfferForm, _("Released."), "x", tone="danger"),
)  # fmt: skip
ADD = Offer("add", actions.add_station, forms.AddStationForm, _("The station is on the list."),
            "plus")  # fmt: skip
ADD_MILESTONE = Offer("add", actions.add_milestone, editing.AddMilestoneForm,
                      _("Stations are asked for it."), "plus")  # fmt: skip
MILESTONE = (
    Offer("change", actions.change_milestone, editing.MilestoneForm, _("Changed."), "edit",
          careful=True),
    Offer("switch", actions.switch_milestone, OfferForm, _("Switched."), "switch-horizontal",
          tone="secondary"),
)  # fmt: skip
ADD_INDICATOR = Offer("add", actions.add_indicator, editing.AddIndicatorForm,
                      _("The indicator is on the list."), "plus")  # fmt: skip
INDICATOR = (
    Offer("change", actions.change_indicator, editing.IndicatorForm, _("Changed."), "edit",
          careful=True),
    Offer("switch", actions.switch_indicator, OfferForm, _("Switched."), "switch-horizontal",
          tone="secondary"),
)  # fmt: skip

STATION_BY_SLUG = by_slug(STATION)
PERSON_BY_SLUG = by_slug(PERSON)
MILESTONE_BY_SLUG = by_slug(MILESTONE)
INDICATOR_BY_SLUG = by_slug(INDICATOR)
