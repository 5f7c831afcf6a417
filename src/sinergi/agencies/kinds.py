"""Kinds of agencies that take part in a local election.

Sources: PP 12/2022 art. 10, 14, 17 (Forkopimda, its secretariat, Forkopimcam); Permendagri
42/2015 (integrated team); UU 10/2016 (organisers and supervisors); Perpol 1/2021 and practice
(the three pillars); Permendagri 2/2018 (FKDM).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind; `level` is the level of the desk at which it takes part."""

    code: str
    title: Any
    level: str


_ALL = (
    Kind("local_government", _("Local government"), "regency"),
    Kind("kesbangpol", _("Bakesbangpol (unity and politics)"), "regency"),
    Kind("satpol_pp", _("Satpol PP (public order)"), "regency"),
    Kind("polres", _("Police (Polres)"), "regency"),
    Kind("kodim", _("Army (Kodim)"), "regency"),
    Kind("kpu", _("KPU (election commission)"), "regency"),
    Kind("bawaslu", _("Bawaslu (election supervisor)"), "regency"),
    Kind("kejari", _("Public prosecutor"), "regency"),
    Kind("court", _("District court"), "regency"),
    Kind("council", _("Council (DPRD)"), "regency"),
    Kind("regional_agency", _("Regional agency (OPD)"), "regency"),
    Kind("fkub", _("FKUB (inter-faith forum)"), "regency"),
    Kind("fkdm", _("FKDM (early-vigilance forum)"), "regency"),
    Kind("district_office", _("District office (Kecamatan)"), "district"),
    Kind("polsek", _("Police sector (Polsek)"), "district"),
    Kind("koramil", _("Army sector (Koramil)"), "district"),
    Kind("district_supervisor", _("Panwascam (district supervisors)"), "district"),
    Kind("district_election_committee", _("District election committee"), "district"),
    Kind("village_office", _("Village office"), "village"),
    Kind("village_election_committee", _("PPS (village election committee)"), "village"),
    Kind("community", _("Community figures"), "village"),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}


def kind_choices() -> list[tuple[str, Any]]:
    """For forms and models."""
    return [(kind.code, kind.title) for kind in _ALL]
