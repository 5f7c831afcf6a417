"""Which village a row means: by its code, else by its name. Pure but for its texts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from sinergi.polling.importing.cells import name_key
from sinergi.polling.importing.known import Known, VillageFact
from sinergi.regions.codes import level_of, read_code

MOST_GUESSES = 300  # names without a village for which a like one is sought
KM_OF_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Found:
    """The village, or what is wrong (`fault`) or only strange (`warning`), and in which column."""

    village: VillageFact | None
    column: str = "code"
    fault: str = ""
    warning: str = ""


class Finder:
    """Finds villages; remembers what it found, for a list names each village several times."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.remembered: dict[tuple[str, str, str], Found] = {}
        self.guesses = 0

    def find(self, code: str, name: str, district: str) -> Found:
        """The village that these three texts of a row mean."""
        key = (code, name, district)
        if key not in self.remembered:
            self.remembered[key] = (
                self._by_code(code, name) if code else self._by_name(name, district)
            )
        return self.remembered[key]

    def _by_code(self, text: str, name: str) -> Found:
        code = read_code(text)
        if code is None:
            return Found(None, fault=_("This is not the code of a village, such as 35.19.04.2007."))
        if level_of(code) != "village":
            return Found(None, fault=_("This is the code of a larger place, not of a village."))
        village = self.known.villages.get(code)
        if village is None:
            return Found(None, fault=_("There is no village with this code among your places."))
        if not name or name_key(name) == name_key(village.name):
            return Found(village)
        return self._named_otherwise(village, name)

    def _named_otherwise(self, village: VillageFact, name: str) -> Found:
        """Another village's name is an error; a name that nobody bears is taken for a spelling."""
        told = {"code": village.code, "name": village.name}
        if name_key(name) in self.known.by_name:
            return Found(None, "village", fault=_("%(code)s is %(name)s, another village.") % told)
        return Found(village, "village", warning=_("%(code)s is called %(name)s here.") % told)

    def _by_name(self, name: str, district: str) -> Found:
        if not name:
            return Found(None, fault=_("Give the code of the village, or its name and district."))
        rows = self.known.by_name.get(name_key(name), [])
        if district:
            codes = self.known.districts.get(name_key(district))
            if codes is None:
                return Found(None, "district", fault=_("There is no such district."))
            rows = [row for row in rows if row.code[:8] in codes]
        if len(rows) == 1:
            return Found(rows[0])
        return Found(None, "village", fault=self._unclear(name, rows, district))

    def _unclear(self, name: str, rows: list[VillageFact], district: str) -> str:
        if rows:
            told = {"name": rows[0].name, "codes": _listed(rows)}
            return _("Several villages are called %(name)s: %(codes)s. Give the code.") % told
        near = self._near(name, district)
        if near is None:
            return _("There is no such village.")
        told = {"name": near.name, "code": near.code}
        return _("There is no such village. Do you mean %(name)s (%(code)s)?") % told

    def _near(self, name: str, district: str) -> VillageFact | None:
        """The village that is called most nearly so; not sought without end."""
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return None
        codes = self.known.districts.get(name_key(district), set())
        names = [
            key
            for key, rows in self.known.by_name.items()
            if not codes or any(row.code[:8] in codes for row in rows)
        ]
        close = get_close_matches(name_key(name), names, n=1, cutoff=0.7)
        rows = self.known.by_name[close[0]] if close else []
        return next((row for row in rows if not codes or row.code[:8] in codes), None)


def _listed(rows: list[VillageFact]) -> str:
    return ", ".join(f"{row.code} ({row.district})" for row in rows[:6])


def kilometres(village: VillageFact | None, lat: float, lon: float) -> float:
    """How far a position lies from the middle of its village; 0 when that is not known."""
    if village is None or village.lat is None or village.lon is None:
        return 0.0
    east = (lon - village.lon) * math.cos(math.radians(lat))
    return KM_OF_DEGREE * math.hypot(lat - village.lat, east)
