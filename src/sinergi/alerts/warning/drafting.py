"""What a person, or a rule, says of an alert before it is sent: checked in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.roles import ROLES
from sinergi.alerts.warning.catalogue import CONDITIONS
from sinergi.alerts.warning.vocabulary import CERTAINTIES, REACH, SEVERITIES, URGENCIES
from sinergi.kernel.problems import Invalid, needed

if TYPE_CHECKING:
    from sinergi.alerts.models import AlertRule

BLANKS = ("{tempat}", "{jumlah}", "{keadaan}")  # what a rule fills in
LONGEST_HEADLINE = 160
MOST_HOURS, MOST_COOLDOWN = 168, 10_080


@dataclass(frozen=True)
class Draft:
    """What an alert says, and whom it is to reach."""

    event: str
    headline: str
    description: str = ""
    instruction: str = ""
    severity: str = "Moderate"
    urgency: str = "Expected"
    certainty: str = "Observed"
    reach: Sequence[str] = ("place",)
    roles: Sequence[str] = ()
    lasts: int = 12


@dataclass(frozen=True)
class Finding:
    """What a rule found: which rule, in which situation, on which records it rests."""

    rule: AlertRule
    situation: str
    grounds: Sequence[tuple[str, str]] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of an alert."""
        pairs = [list(pair) for pair in self.grounds]
        return {"rule": self.rule, "situation": self.situation, "grounds": pairs}


@dataclass(frozen=True)
class RulePlan:
    """A rule: what it watches for, what is then said, and to whom."""

    condition: str
    parameters: Mapping[str, Any]
    headline: str
    instruction: str = ""
    severity: str = "Moderate"
    urgency: str = "Expected"
    certainty: str = "Observed"
    reach: Sequence[str] = ("place",)
    roles: Sequence[str] = ()
    automatic: bool = False
    cooldown: int = 360
    lasts: int = 12


def columns_of_draft(draft: Draft) -> dict[str, Any]:
    """The columns of an alert. Raises Invalid at the field concerned."""
    return {
        **_shared(draft),
        "event": needed(draft.event, "event", _("Say what it is, in a few words."))[:120],
    }


def columns_of_rule(plan: RulePlan) -> dict[str, Any]:
    """The columns of a rule. Raises Invalid at the field concerned."""
    _check(plan.condition in CONDITIONS, "condition", _("Choose a condition that there is."))
    condition = CONDITIONS[plan.condition]
    faults = condition.faults(plan.parameters)
    _check(not faults, faults[0] if faults else "", _("This value is missing or out of bounds."))
    unknown = set(plan.parameters) - {one.code for one in condition.parameters}
    _check(not unknown, "parameters", _("The condition does not ask for this."))
    whole = 0 <= plan.cooldown <= MOST_COOLDOWN
    _check(whole, "cooldown", _("Between 0 minutes and 7 days."))
    return {
        **_shared(plan),
        "condition": plan.condition,
        "parameters": dict(plan.parameters),
        "automatic": plan.automatic,
        "cooldown": plan.cooldown,
    }


def _shared(said: Draft | RulePlan) -> dict[str, Any]:
    headline = needed(said.headline, "headline", _("An alert needs a headline."))
    short = len(headline) <= LONGEST_HEADLINE
    _check(short, "headline", _("Keep the headline short: 160 characters."))
    for name, known in (("severity", SEVERITIES), ("urgency", URGENCIES),
                        ("certainty", CERTAINTIES)):  # fmt: skip
        _check(getattr(said, name) in known, name, _("Choose one of the list."))
    reached = bool(said.reach) and set(said.reach) <= set(REACH)
    _check(reached, "reach", _("Choose whom it reaches."))
    _check(set(said.roles) <= set(ROLES), "roles", _("Choose one of the list."))
    _check(1 <= said.lasts <= MOST_HOURS, "lasts", _("Between 1 hour and 7 days."))
    told: dict[str, Any] = {"headline": headline, "instruction": said.instruction.strip()}
    if isinstance(said, Draft):
        told["description"] = said.description.strip()
    return {
        **told,
        "severity": said.severity,
        "urgency": said.urgency,
        "certainty": said.certainty,
        "reach": [code for code in REACH if code in said.reach],
        "roles": sorted(set(said.roles)),
        "lasts": said.lasts,
    }


def _check(holds: bool, field: str, message: Any) -> None:
    if not holds:
        raise Invalid(message, field=field)


def filled(template: str, *, place: str, count: int, sentence: str) -> str:
    """The words of a rule with what it found."""
    told = {"{tempat}": place, "{jumlah}": str(count), "{keadaan}": sentence}
    for blank, text in told.items():
        template = template.replace(blank, text)
    return template


def grounds_text(sentence: str, told: str, grounds: Sequence[tuple[str, str]]) -> str:
    """Why a rule fired: its sentence, and the records on which it rests, by their numbers."""
    labels = ", ".join(label for label, _path in grounds[:20])
    more = len(grounds) - 20
    rest = _t("and %(count)d more") % {"count": more} if more > 0 else ""
    parts = [f"{_t('Rule')}: {sentence}.", told, f"{labels} {rest}".strip()]
    return "\n".join(part for part in parts if part)
