"""The one router of the room: an address belongs to one router, whatever its methods."""

from ninja import Router

router = Router(tags=["polling"])
