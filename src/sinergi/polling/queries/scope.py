"""The place at which a board looks, and which of it the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.agencies.scope import meet
from sinergi.kernel.problems import NotFound
from sinergi.regions.codes import ancestors_of, is_code, level_of, lies_within
from sinergi.regions.models import Region, under

BELOW = {"province": "regency", "regency": "district", "district": "village", "village": ""}


@dataclass(frozen=True)
class Scope:
    """A place, and the codes of the viewer's places in it."""

    post: Post
    region: Region
    codes: tuple[str, ...]
    above: tuple[Region, ...] = field(default=())  # that she may look at too, highest first

    @property
    def code(self) -> str:
        """The official code of the place."""
        return self.region.pk

    @property
    def below(self) -> str:
        """The level of the rows of its table; empty in a village, whose rows are stations."""
        return BELOW[level_of(self.code)]

    @property
    def is_wide(self) -> bool:
        """Whether it is more than a regency: then places are shown, and no single station."""
        return level_of(self.code) == "province"

    def within(self, column: str) -> Q:
        """Rows whose place, in `column`, lies in it."""
        return under(column, self.codes)

    def parameters(self) -> dict[str, Any]:
        """The same for a statement of our own: = ANY(codes) OR LIKE ANY(below)."""
        return {
            "operation": self.post.operation_id,
            "codes": list(self.codes),
            "below": [f"{code}.%" for code in self.codes],
        }


def scope_of(post: Post, asked: str = "") -> Scope:
    """The place that was asked for; else hers. One statement.

    Raises NotFound for what is no place, or none of hers.
    """
    code = asked or own_area(post)
    home = post.operation.region_code
    if not is_code(code) or not lies_within(code, home):
        raise NotFound(field="region")
    codes = meet(post.prefixes, [code])
    path = [one for one in ancestors_of(code) if lies_within(one, home)]
    found = Region.objects.with_parent().in_bulk([code, *path])
    if not codes or code not in found:
        raise NotFound(field="region")
    above = [found[one] for one in path if one in found]
    return Scope(post, found[code], tuple(codes), tuple(above))


def own_area(post: Post) -> str:
    """Her place when it is one, else the operation's."""
    return post.areas[0] if len(post.areas) == 1 else post.operation.region_code
