"""Which room answers under which address, and what holds for all of them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from ninja import Router

from sinergi.agencies.api_auth import house_auth
from sinergi.config.api.docs import HouseDocs
from sinergi.config.api.errors import install
from sinergi.config.api.house import HouseAPI
from sinergi.config.api.parsing import StrictParser
from sinergi.config.api.running import carried_out

DESCRIPTION = """
Whatever a person can do on the pages of Sinergi, a program can do here: it calls the same actions,
under the same rules, and is shown the same rows.

**Sign-in.** A token of your post (`Authorization: Bearer sng_...`; *My account*, with a scope and
an expiry), or the session of the page, with the header `X-CSRFToken` on writes.

**Errors** are `application/problem+json` (RFC 9457) in the language of `Accept-Language` (`id`,
`en`); `code` is stable, and `errors` names the fields. Not yours to know: 404. Known, but not yours
to do: 403, with the reason.

**Writes** may carry an `Idempotency-Key`: sent again within 24 hours, the same request is answered
as the first time and done once. Reports are besides known by their `client_id`.

**Lists** answer `items`, `total` and `next`, the address of the following page. Send the `ETag` of
an answer as `If-None-Match`, and what did not change is not sent again.

**Times** are RFC 3339 with a zone; answers are in UTC. In an exercise they follow the exercise's
clock, and every answer carries the header `Sinergi-Exercise: true`.
""".strip()

TAGS = {
    "me": "Who I am, and what waits for me.",
    "incidents": "Cases: report, find, read.",
    "incident actions": "What can be done to a case. Each is the action of the page.",
    "evidence": "Photos, recordings and documents, kept as received.",
    "mediation": "Deliberations, their records, and whether the agreement holds.",
    "figures": "How it goes: shares, times, load.",
    "policy": "How long a desk has.",
    "exports": "Whole lists, streamed.",
    "followups": "Who owes what to whom, until when.",
    "stages": "The calendar of the election: what is on, what comes, what is tense in it.",
    "readiness": "What each agency must have ready for a stage, and whether it has.",
    "meetings": "Coordination meetings, attendance, minutes, directives.",
    "commitments": "Joint commitments, who signed them, and pledge drives.",
    "library": "Procedures, guides and maps that all share.",
    "neutrality": "Confidential cases of Bawaslu: for its handlers alone.",
    "polling": "Polling stations, their day, turnout, outreach, and the plan of security.",
    "risk": "Where it may come to friction, and why: scores, assessments, the register of risks.",
    "briefing": "The picture of the leadership, situation reports, reviews, open data.",
    "agencies": "Agencies, desks, duty, and the confirmation of each day.",
    "regions": "Places by their official codes, and their boundaries.",
    "alerts": "What you were told, and how you want to be told.",
    "warnings": "Alerts: what must be known now, who knows it, and the rules that watch.",
    "journal": "Who did what; its seals, and proofs that nothing was altered.",
    "documents": "Whether an official document is genuine.",
    "problems": "Every error that the API can answer.",
}

# prefix, module; a room that has no part in the API is left out. An address is sought in this
# order: what is asked hundreds of times a second, the check-ins of a voting day, comes first.
ROUTERS = (
    ("", "sinergi.polling.api"),
    ("", "sinergi.followups.api"),
    ("", "sinergi.stages.api"),
    ("", "sinergi.readiness.api"),
    ("", "sinergi.incidents.api"),
    ("", "sinergi.commitments.api"),
    ("", "sinergi.library.api"),
    ("", "sinergi.neutrality.api"),
    ("", "sinergi.meetings.api"),
    ("", "sinergi.risk.api"),
    ("", "sinergi.briefing.api"),
    ("", "sinergi.agencies.api"),
    ("/regions", "sinergi.regions.api"),
    ("", "sinergi.alerts.api"),
    ("", "sinergi.kernel.api"),
)


def build() -> HouseAPI:
    """The API with the routers of all rooms."""
    made = HouseAPI(
        title="Sinergi",
        version="1",
        description=DESCRIPTION,
        auth=house_auth,
        docs=HouseDocs(),
        parser=StrictParser(),
        urls_namespace="api",
        openapi_extra={
            "info": {"license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}},
            "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        },
        servers=[{"url": "/", "description": "This installation"}],
    )
    made.add_decorator(carried_out, mode="view")
    install(made)
    for prefix, module in ROUTERS:
        if find_spec(module):
            router: Router = import_module(module).router
            made.add_router(prefix, router)
    return made


api = build()
