"""The room of agencies, people, posts and desks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Who belongs to what, who may do what, and who is on duty."""

    name = "sinergi.agencies"

    def ready(self) -> None:
        from sinergi.agencies import factors
        from sinergi.web.shell import register_item

        factors.listen()
        register_item(
            "administration",
            "agencies:people",
            _("Administration"),
            "settings",
            90,
            allowed=lambda post: post.can("manage_people"),
        )
        register_item(
            "journal",
            "agencies:journal",
            _("Journal"),
            "history",
            80,
            allowed=lambda post: post.can("audit"),
        )
        register_item(
            "account", "agencies:account", _("My account"), "user-circle", 10, group="account"
        )
