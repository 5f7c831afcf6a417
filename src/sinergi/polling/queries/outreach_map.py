"""The map of outreach: each village shaded by what the next activity would count there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sinergi.polling.drawing import Shade, map_svg
from sinergi.polling.queries.map import outlines
from sinergi.polling.queries.outreach import Coverage, VillageRow
from sinergi.polling.rules.outreach import step


def outreach_map(found: Coverage) -> SafeString:
    """The picture; empty where no outline is known, and of a whole province. Two statements."""
    if found.scope.is_wide:
        return SafeString()
    sheet = outlines("village", found.scope.code)
    if sheet is None:
        return SafeString()
    shades = {row.region.pk: _shade(row, found.most) for row in found.rows}
    drawn = map_svg(sheet, shades, title=_("Map: where the next activity counts most"))
    return mark_safe(drawn)  # noqa: S308 - every word in it was escaped where it was drawn


def _shade(row: VillageRow, most: float) -> Shade:
    url = f"{reverse('polling:outreach')}?{urlencode({'region': row.region.pk})}"
    return Shade(step(row.scored.score, most), row.sentence, url)
