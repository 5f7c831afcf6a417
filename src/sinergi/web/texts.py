"""The texts that the scripts of the page show: translated here, written into every page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sinergi.web import manifest


def page_texts() -> dict[str, str]:
    """{key: text with {places}} in the language of the page, and where the icons lie."""
    return {"sprite": manifest.sprite(), **_shell(), **_forms(), **_map()}


def _shell() -> dict[str, str]:
    return {
        "live.online": _("Live"),
        "live.reconnecting": _("Reconnecting …"),
        "live.offline": _("Offline"),
        "failed.network": _("No connection. Nothing was lost; please try again."),
        "failed.server": _("The server failed. Nothing was lost; please try again."),
        "failed.refused": _("This was not accepted. Reload the page and try again."),
    }


def _forms() -> dict[str, str]:
    return {
        "sending": _("Sending …"),
        "draft.restored": _("Your draft of {at} is back. Photos must be chosen again."),
        "draft.drop": _("Discard"),
        "files.empty": _("{name} is empty."),
        "files.large": _("{name} is too large: at most {limit}."),
        "files.many": _("At most {limit} files."),
        "files.total": _("All files together may have at most {limit}."),
        "files.remove": _("Remove {name}"),
        "locate.searching": _("Looking for your position …"),
        "locate.found": _("Position found, accurate to {metres} m."),
        "locate.rough": _("Position is only accurate to {metres} m: please correct it on the map."),
        "locate.refused": _("Access to your position is not allowed. Choose the place on the map."),
        "locate.failed": _("Your position was not found. Choose the place on the map."),
    }


def _map() -> dict[str, str]:
    return {
        "map.label": _("Map"),
        "map.loading": _("Loading the map …"),
        "map.busy": _("Loading incidents …"),
        "map.close": _("Close"),
        "map.empty": _("Nothing to show here."),
        "map.indicative": _("Indicative boundaries; not a legal reference."),
        "map.list": _("List of what the map shows"),
        "map.more": _("and {count} more"),
        "map.failed": _("The map could not be loaded. The list has the same content."),
        "map.unsupported": _("This device cannot draw the map. The list has the same content."),
        "map.approximate": _(
            "Approximate boundaries, for orientation only; not a legal reference."
        ),
        "map.incidents": _("{count} incidents"),
        "map.none": _("none"),
        "map.legend": _("Incidents"),
        "map.open": _("Open"),
        "map.in": _("Zoom in"),
        "map.out": _("Zoom out"),
        "map.whole": _("Show the whole area"),
        "map.pick": _("Tap the map to set the place."),
        "map.picked": _("Place set: {lat}, {lon}"),
        "map.centre": _("Set the place at the centre of the map"),
        "severity.critical": _("Critical"),
        "severity.high": _("High"),
        "severity.medium": _("Medium"),
        "severity.low": _("Low"),
    }
