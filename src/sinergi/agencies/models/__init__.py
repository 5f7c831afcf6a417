"""Tables of agencies, people, posts, desks and duty."""

from sinergi.agencies.models.account import Account, ApiToken
from sinergi.agencies.models.agency import Agency
from sinergi.agencies.models.desk import DayConfirmation, Desk, DeskMember, DutyShift
from sinergi.agencies.models.post import Post, RoleMark
from sinergi.agencies.models.sheet import HandedIn, PeopleSheet

__all__ = [
    "Account",
    "Agency",
    "ApiToken",
    "DayConfirmation",
    "Desk",
    "DeskMember",
    "DutyShift",
    "HandedIn",
    "PeopleSheet",
    "Post",
    "RoleMark",
]
