"""How the verbs of keys are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import tell

tell("handler_key.made", _("A key was made and waits to be admitted"), "key")
tell("handler_key.founded_keyring", _("The keyring was founded"), "key", "success")
tell("handler_key.admitted", _("A key was admitted; cases handed on: %(cases)s"), "user-check")
tell("handler_key.completed", _("Cases were handed on: %(cases)s"), "share")
tell("handler_key.unlocked", _("Unlocked the key"), "key")
tell("handler_key.locked", _("Locked the key"), "lock")
tell("handler_key.passphrase_changed", _("The passphrase was changed"), "edit")
tell("handler_key.rotated", _("The key was renewed; cases: %(cases)s"), "refresh")
tell("handler_key.retired", _("The key was retired"), "archive", "danger")
tell("handler_key.recovered", _("Recovered with the sheets; cases: %(cases)s"), "lock", "danger")
tell("recovery_key.renewed", _("The recovery key was renewed"), "refresh")
tell("recovery_key.completed", _("The recovery key was completed: %(cases)s cases"), "plus")
tell("neutrality_case.resealed", _("Re-encrypted"), "refresh")
