"""Who may let other programs be told."""

from __future__ import annotations

from serai.foundation.accounts.permissions import grant, is_secretariat

grant("webhooks.manage_subscriptions", is_secretariat)
