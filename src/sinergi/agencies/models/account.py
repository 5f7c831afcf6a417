"""People who may sign in, and the tokens of their programs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.clock import current_operation, real_now
from sinergi.kernel.models import Recorded

if TYPE_CHECKING:
    from sinergi.agencies.models.post import Post


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by what its owner signs in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of a phone number (E.164) or e-mail address."""
        column = "email__iexact" if username and "@" in username else "phone"
        return self.get(**{column: username})


class Account(AbstractBaseUser, Recorded):
    """A person. What she may do follows from her posts, never from the account itself."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("password", "last_login")

    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone number"), max_length=16, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_has_phone_or_email",
                condition=models.Q(phone__isnull=False) | models.Q(email__isnull=False),
            ),
            models.UniqueConstraint(Lower("email"), name="account_email_is_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Her page in the administration."""
        return reverse("agencies:person", args=[self.pk])

    @cached_property
    def held_posts(self) -> list[Post]:
        """All her posts, whether in force or not, with what a request asks of one."""
        return list(self.posts.all().with_all().with_sign_in())

    def journal_region(self) -> str:
        """The place of her first post; a person without one belongs to the whole operation."""
        if self.held_posts:
            return self.held_posts[0].region_id
        operation = current_operation()
        return operation.region_code if operation else ""

    def journal_operation(self) -> Any:
        """The operation of her first post, else the current one."""
        return self.held_posts[0].operation_id if self.held_posts else None

    def get_username(self) -> str:
        """What she signs in with, for messages."""
        return self.phone or self.email or str(self.pk)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions are not used here."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Django's permissions are not used here."""
        return False


SCOPE_TITLES = {"read": _("read data"), "write": _("act: report, confirm, decide")}


class ApiToken(Recorded):
    """A key with which a program acts for a post. Only its digest is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Write")

    journal_hidden: ClassVar[tuple[str, ...]] = ("digest", "last_used_at")

    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_titles(self) -> str:
        """What it may do, in words."""
        return ", ".join(str(SCOPE_TITLES[scope]) for scope in self.scopes)

    def is_valid(self) -> bool:
        """Whether it opens anything now, by the clock of the world."""
        return self.revoked_at is None and real_now() < self.expires_at

    def journal_region(self) -> str:
        """The place of its post."""
        return self.post.region_id

    def journal_operation(self) -> Any:
        """The operation of its post."""
        return self.post.operation_id
