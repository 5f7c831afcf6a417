"""For whom an entry of the library is: pure, no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sinergi.agencies.scope import above_or_equal, covers


def addresses(kinds: Collection[str], kind: str) -> bool:
    """Whether an entry for these kinds of agency is for `kind`; without any it is for all."""
    return not kinds or kind in kinds


def reaches(areas: Iterable[str], seat: str, places: Iterable[str]) -> bool:
    """Whether what an agency publishes reaches a post.

    `areas` and `seat` are those of the agency, `places` those of the post: it lies in the area of
    the agency, or above its seat. A village office does not publish to another district.
    """
    wanted = list(places)
    agency = list(areas)
    return any(covers(agency, place) for place in wanted) or covers(wanted, seat)


def around(places: Iterable[str]) -> list[str]:
    """The places of a post and all above them: an agency responsible for one of them reaches it."""
    return sorted({code for place in places for code in above_or_equal(place)})


def share(read: int, addressed: int) -> float | None:
    """Read of addressed, between 0 and 1; None when nobody is addressed."""
    return read / addressed if addressed else None
