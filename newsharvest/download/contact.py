"""Add-on: the user agent names who runs the harvest."""

from __future__ import annotations

from typing import Any

NOT_SET = "not set"


class Contact:
    """Puts the CONTACT setting into USER_AGENT."""

    def update_settings(self, settings: Any) -> None:
        """Fill in `{contact}`; a USER_AGENT without it stays as it is."""
        agent = str(settings["USER_AGENT"]).replace("{contact}", str(settings["CONTACT"] or NOT_SET))
        settings.set("USER_AGENT", agent, priority=max(settings.getpriority("USER_AGENT") or 0, 20))
