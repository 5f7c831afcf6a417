"""The register: its list, its sums, one risk with what is done against it, and what waits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.models import Followup
from sinergi.followups.rules import OPEN, OWED
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.regions.codes import ancestors_of, is_code
from sinergi.regions.models import under
from sinergi.risk.library import risk_kinds
from sinergi.risk.models.register import Risk, RiskMeasure, RiskRows
from sinergi.risk.rules import register as rules
from sinergi.stages.models import today

SHOWN = 6
GRADES = tuple(name for name, _least in rules.GRADES)
# Beside the states themselves.
CONDITIONS: dict[str, Any] = {
    "review": _("To be looked at again"),
    "late": _("With a measure that is late"),
    "bare": _("Open, with no measure"),
    "all": _("All, closed ones too"),
}


@dataclass(frozen=True)
class RegisterFilter:
    """Which risks are meant; an empty one asks for all that are not closed."""

    place: str = ""  # official code: there and below
    kind: str = ""
    state: str = ""  # one of rules.STATES or CONDITIONS
    grade: str = ""

    def query(self, **changes: str) -> str:
        """The address of this filter with `changes`."""
        told = {**asdict(self), **changes}
        return urlencode({name: value for name, value in told.items() if value})


def filter_of(given: Mapping[str, Any]) -> RegisterFilter:
    """The filter that an address asks for; what it does not know asks for nothing."""
    told = {name: str(given.get(name, "") or "")[:40] for name in asdict(RegisterFilter())}
    known = {
        "place": is_code(told["place"]),
        "kind": told["kind"] in risk_kinds(),
        "state": told["state"] in (*rules.STATES, *CONDITIONS),
        "grade": told["grade"] in GRADES,
    }
    return RegisterFilter(**{name: told[name] if known[name] else "" for name in told})


def meant(post: Post, wanted: RegisterFilter) -> RiskRows:
    """The risks that are meant, the gravest first, each with its measures counted."""
    rows: RiskRows = Risk.objects.visible_to(post)
    if wanted.place:
        rows = rows.filter(under("region_id", [wanted.place]))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.grade:
        rows = _graded(rows, wanted.grade)
    return counted(_in_state(rows, wanted.state)).whole().gravest_first()


def _in_state(rows: RiskRows, state: str) -> RiskRows:
    if state == "all":
        return rows
    if state in rules.STATES:
        return rows.filter(state=state)
    if state == "review":
        return rows.to_review(today())
    if state == "late":
        late = Q(measures__followup__in=late_followups())
        return rows.kept().filter(pk__in=Risk.objects.filter(late).values("pk"))
    if state == "bare":
        return rows.filter(state="open", measures__isnull=True)
    return rows.kept()


def late_followups() -> QuerySet[Followup]:
    """Those whose owner owes something that is overdue."""
    return Followup.objects.filter(state__in=OWED, due_at__lte=now())


def _graded(rows: RiskRows, grade: str) -> RiskRows:
    """Those whose pair of likelihood and impact has that grade."""
    steps = range(1, rules.MOST + 1)
    wanted = Q(pk__in=[])
    for likelihood, impact in product(steps, steps):
        if rules.grade(likelihood, impact) == grade:
            wanted |= Q(likelihood=likelihood, impact=impact)
    return rows.filter(wanted)


def counted(rows: RiskRows) -> RiskRows:
    """Each with `measure_count`, `done_count` and `late_count`."""
    late = Q(measures__followup__state__in=OWED, measures__followup__due_at__lte=now())
    done = Q(measures__followup__state="closed")
    found: RiskRows = rows.annotate(
        measure_count=Count("measures"),
        done_count=Count("measures", filter=done),
        late_count=Count("measures", filter=late),
    )
    return found


@dataclass(frozen=True)
class RegisterSums:
    """Of all risks that are kept: how many, how grave, and what of them needs a hand."""

    kept: int
    by_grade: Mapping[str, int]
    review: int
    bare: int
    late: int  # measures


def sums(post: Post, place: str = "") -> RegisterSums:
    """For the head of the page, and for the leadership's. Two statements."""
    rows = Risk.objects.visible_to(post).kept()
    if place:
        rows = rows.filter(under("region_id", [place]))
    told = list(
        rows.order_by()
        .annotate(count=Count("measures"))
        .values_list("likelihood", "impact", "state", "review_on", "count")
    )
    grades = [rules.grade(likelihood, impact) for likelihood, impact, *_rest in told]
    late = RiskMeasure.objects.filter(risk__in=rows, followup__in=late_followups())
    return RegisterSums(
        kept=len(told),
        by_grade={name: grades.count(name) for name in GRADES},
        review=sum(rules.is_review_due(row[2], row[3], today()) for row in told),
        bare=sum(row[2] == "open" and not row[4] for row in told),
        late=late.count(),
    )


def matrix(post: Post, wanted: RegisterFilter) -> list[list[int]]:
    """Risks that are meant, by likelihood (rows, 5 first) and impact (columns). One statement."""
    found = [[0] * rules.MOST for _likelihood in range(rules.MOST)]
    rows = meant(post, wanted).order_by().values_list("likelihood", "impact")
    for likelihood, impact in rows:
        found[rules.MOST - likelihood][impact - 1] += 1
    return found


def find_risk(post: Post, pk: uuid.UUID) -> Risk | None:
    """One that she may see."""
    return Risk.objects.visible_to(post).whole().filter(pk=pk).first()


def measures_of(risk: Risk) -> list[RiskMeasure]:
    """What is done against it, first asked first. One statement."""
    rows = RiskMeasure.objects.filter(risk=risk).select_related(
        "followup__to_agency", "followup__to_desk", "followup__superior_agency",
        "followup__superior_desk",
    )  # fmt: skip
    return list(rows)


def events_of(risk: Risk, measures: Iterable[RiskMeasure]) -> QuerySet[JournalEntry]:
    """What was done with it, and what was asked against it; the last first. One statement."""
    rows = JournalEntry.objects.for_subject(risk)
    for measure in measures:
        rows |= JournalEntry.objects.for_subject(measure)
    return rows.order_by("-id")


def risks_of(post: Post, code: str) -> list[Risk]:
    """What the register holds for a place, its parts and what lies above it; gravest first."""
    near = under("region_id", [code]) | Q(region_id__in=ancestors_of(code))
    rows = Risk.objects.visible_to(post).filter(near).kept()
    return list(counted(rows).whole().gravest_first())


def owners_for(risk: Risk) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Of whom prevention may be asked: who answers for the place, and its desks. Two statements."""
    code = risk.region_id
    agencies = Agency.objects.filter(operation_id=risk.operation_id).responsible_for(code)
    over = Q(region_id__in=[code, *ancestors_of(code)]) | under("region_id", [code])
    desks = Desk.objects.filter(over, operation_id=risk.operation_id).order_by("region_id")
    named = agencies.order_by("kind", "name").values_list("pk", "name")
    groups = [
        (_("Agencies"), [(f"agency:{pk}", name) for pk, name in named]),
        (_("Desks"), [(f"desk:{pk}", name) for pk, name in desks.values_list("pk", "name")]),
    ]
    return [(title, choices) for title, choices in groups if choices]


def owner_of(risk: Risk, key: str) -> Agency | Desk | None:
    """The owner that a choice of `owners_for` means. One statement."""
    kind, _sep, pk = key.partition(":")
    rows: Any = Agency.objects if kind == "agency" else Desk.objects
    found: Agency | Desk | None = (
        rows.filter(operation_id=risk.operation_id, pk=pk).select_related("region").first()
    )
    return found


def usual_owner(risk: Risk, kind: str) -> Agency | None:
    """The agency of that kind which answers for the place, the nearest first. One statement."""
    rows = Agency.objects.filter(operation_id=risk.operation_id, kind=kind)
    found = list(rows.responsible_for(risk.region_id))
    return max(found, key=lambda row: len(row.region_id), default=None)


def waiting_sections(post: Post) -> list[Section]:
    """Risks of her desks that should be looked at again. Two statements."""
    if not post.can("assess_risk") or not post.desk_ids:
        return []
    rows = Risk.objects.filter(operation_id=post.operation_id, desk_id__in=post.desk_ids)
    rows = rows.to_review(today())
    found = list(rows.whole().order_by("review_on", "number")[:SHOWN])
    return [
        Section(
            key="risks",
            title=_("Risks to be looked at again"),
            empty=_("No risk of your desk waits to be looked at again."),
            count=rows.count() if len(found) == SHOWN else len(found),
            items=[_item(row) for row in found],
            more_url=f"{reverse('risk:register')}?state=review",
        )
    ]


def _item(risk: Risk) -> Item:
    return Item(
        title=risk.title,
        url=risk.get_absolute_url(),
        place=risk.region.full_name,
        severity=risk.grade,
        number=risk.label,
        state=risk.get_state_display(),
    )


def open_measures(risks: Iterable[Risk]) -> int:
    """How much somebody still owes against these. One statement."""
    rows = Followup.objects.filter(against_risk__risk__in=list(risks), state__in=OPEN)
    return rows.count()
