"""Webhook: a program is told what a post is told, signed, so that it knows from whom."""
