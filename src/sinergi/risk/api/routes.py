"""The router to which each part of the index brings its routes."""

from ninja import Router

router = Router()
