"""Who serves at a station: named by office, in one of five services."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.contact import normal_phone
from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid, Problem, needed
from sinergi.polling.models import SERVING, Served, Station, StationPerson
from sinergi.polling.permissions import keeping

# The role of an account that serves in a service, where there is one.
ROLE_OF = {Served.KPPS: SERVING[0], Served.PTPS: SERVING[1]}


@action(
    "station_person.placed",
    subject=StationPerson,
    parent=Station,
    may=keeping.may_place,
    title=_("Place somebody"),
)
def place_person(
    by: Post,
    station: Station,
    *,
    service: str,
    title: str,
    phone: str = "",
    post: Post | None = None,
) -> StationPerson:
    """Let somebody serve here: by office (*Ketua KPPS TPS 003*), with a telephone.

    `post` is the account with which she signs in, if she has one: then she reports for the station.
    Raises Invalid (field `service`) for a service whose people another body places.
    """
    if service not in keeping.services_of(by):
        raise Invalid(_("Another body places the people of this service."), field="service")
    title = needed(title, "title", _("Say by office who serves."))[:150]
    _require_post(station, service, post)
    return StationPerson.objects.create(
        station=station,
        service=service,
        title=title,
        phone=_phone(phone),
        post=post,
        agency_id=post.agency_id if post else None,
    )


def _require_post(station: Station, service: str, post: Post | None) -> None:
    if post is None:
        return
    if post.operation_id != station.operation_id or not post.covers(station.region_id):
        raise Invalid(_("This post does not cover the village."), field="post")
    if ROLE_OF.get(Served(service), post.role) != post.role:
        raise Invalid(_("This post has another service."), field="post")
    serves = station.people.filter(post=post, until__isnull=True)
    if serves.exists():
        raise Invalid(_("This post serves here already."), field="post")


def _phone(text: str) -> str:
    try:
        return normal_phone(text) or ""
    except Problem as problem:
        raise Invalid(problem.detail or problem.title, field="phone") from problem


@action(
    "station_person.released",
    subject=StationPerson,
    may=keeping.may_release,
    title=_("Release from the station"),
)
def release_person(by: Post, person: StationPerson) -> StationPerson:
    """She serves here no more. The row stays, for who asks later."""
    person.until = now()
    person.save(update_fields=["until"])
    return person
