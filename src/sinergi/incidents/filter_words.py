"""A filter in words: one sentence, and a chip for each of its parts that takes it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.incidents.filter_form import LEVEL_TITLES, STATE_TITLES
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.kinds import BODIES, KINDS, SEVERITIES
from sinergi.incidents.models import Incident
from sinergi.incidents.stages import title_of_stage
from sinergi.regions.models import Region
from sinergi.web.timing import short_day_text

MOST_NAMED = 3  # kinds that a sentence names; of more it only says how many


@dataclass(frozen=True)
class Names:
    """What the places, desks and agencies of a filter are called."""

    place: str = ""
    desk: str = ""
    asked: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a filter: its words, and the filter without it."""

    text: str
    without: IncidentFilter


def names_of(wanted: IncidentFilter, post: Post) -> Names:
    """The names that the words of a filter need; one statement for each that it has."""
    place = Region.objects.filter(pk=wanted.place).first() if wanted.place else None
    return Names(
        place=place.short_name if place else wanted.place,
        desk=_name_of(Desk, wanted.desk, post),
        asked=_name_of(Agency, wanted.asked, post),
        stage=title_of_stage(wanted.stage, post.operation_id) if wanted.stage else "",
    )


def _name_of(model: type[Desk | Agency], key: Any, post: Post) -> str:
    if not key:
        return ""
    rows: Any = model._default_manager.filter(pk=key, operation_id=post.operation_id)
    return str(rows.values_list("name", flat=True).first() or key)


def parts_of(wanted: IncidentFilter, names: Names) -> list[Part]:
    """The parts of a filter, in the order in which one would say them."""
    return [Part(text, replace(wanted, **without)) for text, without in _parts(wanted, names)]


def _parts(wanted: IncidentFilter, names: Names) -> Iterator[tuple[str, dict[str, Any]]]:
    if wanted.kinds:
        yield _kinds(wanted.kinds), {"kinds": ()}
    if wanted.severities:
        yield _any_of(SEVERITIES[code] for code in wanted.severities), {"severities": ()}
    if wanted.states:
        yield _any_of(STATE_TITLES[code] for code in wanted.states), {"states": ()}
    yield from _parts_of_place(wanted, names)
    if wanted.since or wanted.until or wanted.days:
        yield _period(wanted), {"since": None, "until": None, "days": 0}
    if wanted.hours:
        told = ngettext("last %(count)d hour", "last %(count)d hours", wanted.hours)
        yield told % {"count": wanted.hours}, {"hours": 0}
    if wanted.stage:
        yield _("in the stage %(stage)s") % {"stage": _lower(names.stage)}, {"stage": ""}
    yield from _parts_between_agencies(wanted, names)
    if wanted.words:
        yield f"“{wanted.words}”", {"words": ""}


def _parts_of_place(wanted: IncidentFilter, names: Names) -> Iterator[tuple[str, dict[str, Any]]]:
    if wanted.place:
        yield _("in %(place)s") % {"place": names.place}, {"place": ""}
    if wanted.level:
        level = _lower(LEVEL_TITLES[wanted.level])
        yield _("desk of the %(level)s") % {"level": level}, {"level": ""}
    if wanted.above_home:
        yield _("moved above the desk of its place"), {"above_home": False}
    if wanted.desk:
        yield _("on %(desk)s") % {"desk": names.desk}, {"desk": None}


def _parts_between_agencies(
    wanted: IncidentFilter, names: Names
) -> Iterator[tuple[str, dict[str, Any]]]:
    if wanted.asked:
        yield _("%(agency)s was asked") % {"agency": names.asked}, {"asked": None}
    if wanted.body:
        yield _("referred to %(body)s") % {"body": BODIES[wanted.body]}, {"body": ""}
    if wanted.unanswered:
        yield _("referral not yet answered"), {"unanswered": False}
    if wanted.visibility:
        title = str(dict(Incident.Visibility.choices)[wanted.visibility])
        yield _lower(title), {"visibility": ""}


def _kinds(kinds: Sequence[str]) -> str:
    if len(kinds) > MOST_NAMED:
        return ngettext("%(count)d kind", "%(count)d kinds", len(kinds)) % {"count": len(kinds)}
    return _any_of(KINDS[code].title for code in kinds)


def _any_of(titles: Iterable[Any]) -> str:
    words = [_lower(title) for title in titles]
    if len(words) == 1:
        return words[0]
    return _("%(most)s or %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def _period(wanted: IncidentFilter) -> str:
    first, last = wanted.since, wanted.until
    if wanted.days and not (first or last):
        if wanted.days == 1:
            return _("today")
        return _("last %(count)d days") % {"count": wanted.days}
    if first and first == last:
        return short_day_text(first)
    if first and last:
        return f"{short_day_text(first)} – {short_day_text(last)}"
    if first:
        return _("since %(day)s") % {"day": short_day_text(first)}
    return _("until %(day)s") % {"day": short_day_text(last) if last else ""}


def _lower(title: Any) -> str:
    """As inside a sentence: `Hoax or rumour` small, `SARA` as it is."""
    text = str(title)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(parts: Sequence[Part]) -> str:
    """`Keributan, parah, terbuka, di Kec. Jiwan, 7 hari terakhir`"""
    text = ", ".join(part.text for part in parts) or _("All cases")
    return text[:1].upper() + text[1:]
