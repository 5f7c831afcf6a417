"""The grid of one officer: her places by what is asked before one stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q

from sinergi.agencies.models import Post
from sinergi.readiness.models import ReadinessItem, Requirement, stands
from sinergi.readiness.models.item import ItemRows
from sinergi.regions.models import Region
from sinergi.stages.models import Stage

PLACES = 40  # on a page: at most so many times the requirements, well below the form's limit


@dataclass(frozen=True)
class StageChoice:
    """A stage before which something is asked of her, and how much she still owes of it."""

    stage: Stage
    total: int
    open: int


@dataclass
class GridRow:
    """One place, with its items in the order of the columns; None where nothing is asked."""

    region: Region
    items: list[ReadinessItem | None] = field(default_factory=list)


@dataclass
class Grid:
    """What is shown: the columns, and one page of the places."""

    stage: Stage
    columns: list[Requirement]
    rows: list[GridRow]
    page: Page[str]


def owed(post: Post) -> ItemRows:
    """All that is asked of her now."""
    rows: ItemRows = ReadinessItem.objects.visible_to(post).asked().owed_by(post)
    return rows


def stage_choices(post: Post) -> list[StageChoice]:
    """The stages before which something is asked of her, in their order. Two statements."""
    done = stands("confirmed") | stands("claimed")
    counted = {
        row["stage"]: (row["total"], row["open"])
        for row in owed(post)
        .order_by()
        .values("stage")
        .annotate(total=Count("*"), open=Count("pk", filter=~Q(done)), due=Min("due_on"))
    }
    stages = Stage.objects.filter(pk__in=counted).order_by("order")
    return [StageChoice(stage, *counted[stage.pk]) for stage in stages]


def grid_of(post: Post, stage: Stage, number: str | None = None) -> Grid:
    """The page `number` of the grid of a stage. Three statements, whatever its size."""
    rows = owed(post).filter(stage=stage)
    places = rows.order_by("region_id").values_list("region_id", flat=True).distinct()
    page = Paginator(list(places), PLACES).get_page(number)
    shown = rows.filter(region_id__in=list(page)).select_related(
        "requirement", "region__parent", "helper"
    )
    found = list(shown.order_by("region_id", "requirement__code"))
    columns = sorted({item.requirement for item in found}, key=lambda row: (row.level, row.code))
    return Grid(stage, columns, list(_rows(found, columns)), page)


def _rows(items: Iterable[ReadinessItem], columns: list[Requirement]) -> Iterable[GridRow]:
    by_place: dict[str, dict[object, ReadinessItem]] = {}
    for item in items:
        by_place.setdefault(item.region_id, {})[item.requirement_id] = item
    for there in by_place.values():
        region = next(iter(there.values())).region
        yield GridRow(region, [there.get(column.pk) for column in columns])
