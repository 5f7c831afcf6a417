"""Short words for tables: how offices call each other."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import KINDS

# Proper names of offices are the same in every language.
_SHORT: dict[str, Any] = {
    "local_government": _("Regency office"),
    "kesbangpol": "Bakesbangpol",
    "satpol_pp": "Satpol PP",
    "polres": "Polres",
    "kodim": "Kodim",
    "kpu": "KPU",
    "bawaslu": "Bawaslu",
    "kejari": _("Prosecutor"),
    "regional_agency": _("Agencies (OPD)"),
    "fkub": "FKUB",
    "fkdm": "FKDM",
    "district_office": _("District hall"),
    "polsek": "Polsek",
    "koramil": "Koramil",
    "district_supervisor": "Panwascam",
    "district_election_committee": _("District committee"),
    "village_office": _("Village hall"),
    "village_election_committee": "PPS",
}
SHORT_KINDS: dict[str, Any] = {code: _SHORT.get(code, kind.title) for code, kind in KINDS.items()}
