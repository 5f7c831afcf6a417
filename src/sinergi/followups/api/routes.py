"""The router to which every part of the follow-ups' API adds its lines."""

from ninja import Router

router = Router(tags=["followups"])
