"""What a member's own files say of the space: who they are, and whom they know it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.member import Member
from assistant.storage.troubles import Damaged

PROFILE = "p"
"""With what the names of its segments begin."""


@dataclass(frozen=True)
class Profile:
    """What a member's own files say of the space: who they are, and whom they know it by."""

    me: Member
    partner: str
    """The partner's name as this member put it."""
    founder: str
    """The writer who made the pair, and lists its members."""
    recipient: str
    """The founder's public keys, as known when the space was made or joined."""
    verifier: str

    def record(self) -> dict[str, Any]:
        """It as a record."""
        return {
            "me": self.me.model_dump(mode="json"),
            "partner": self.partner,
            "founder": self.founder,
            "recipient": self.recipient,
            "verifier": self.verifier,
        }

    @classmethod
    def of(cls, record: Mapping[str, Any], what: str) -> Profile:
        """The profile that was kept. Raises Damaged."""
        try:
            return cls(
                Member.model_validate(record["me"]),
                *(str(record[part]) for part in ("partner", "founder", "recipient", "verifier")),
            )
        except (KeyError, ValueError):
            raise Damaged(what, "it does not say whose it is") from None
