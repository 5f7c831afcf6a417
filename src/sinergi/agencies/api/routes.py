"""The router of the room, shared by its parts."""

from ninja import Router

router = Router(tags=["agencies"])
