"""What every table of the house stands on: the operation, and the recorded row."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.identifiers import uuid7


class Operation(models.Model):
    """One election in one place. In exercise mode it has a clock of its own."""

    class Mode(models.TextChoices):
        ACTUAL = "actual", _("Actual")
        EXERCISE = "exercise", _("Exercise")
        TEST = "test", _("Test")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True, allow_unicode=True, max_length=60)
    region_code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    election = models.CharField(max_length=120)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ACTUAL)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    voting_day = models.DateField()
    exercise_start = models.DateTimeField(null=True, blank=True)
    real_start = models.DateTimeField(null=True, blank=True)
    speed = models.FloatField(default=1.0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="operation_exercise_clock_is_whole",
                condition=models.Q(exercise_start__isnull=True, real_start__isnull=True)
                | models.Q(exercise_start__isnull=False, real_start__isnull=False),
            ),
            models.CheckConstraint(
                name="operation_speed_is_positive", condition=models.Q(speed__gt=0)
            ),
            models.CheckConstraint(
                name="operation_actual_runs_on_real_time",
                condition=~models.Q(mode="actual") | models.Q(exercise_start__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_exercise(self) -> bool:
        """Whether everything in it must be marked as EXERCISE."""
        return self.mode != self.Mode.ACTUAL


class Recorded(models.Model):
    """A row whose every change is in the journal. It can say what the journal asks of it."""

    journal_hidden: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """Code of the place that this concerns."""
        return str(getattr(self, "region_id", "") or "")

    def journal_label(self) -> str:
        """How the journal calls it."""
        return str(self)

    def journal_audience(self) -> list[str] | None:
        """Identifiers of the agencies that alone may see it; None when it is ordinary."""
        return None

    def journal_operation(self) -> uuid.UUID | None:
        """The operation to which it belongs."""
        return getattr(self, "operation_id", None)
