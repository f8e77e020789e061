"""A partner asks to be let in: whether it is them, only a person can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.wording import SIDES
from tui.screens.confirm import ConfirmModal

if TYPE_CHECKING:
    from assistant.member import Member


class AdmitScreen(ConfirmModal):
    """Who it is, and the number both compare."""

    def __init__(self, newcomer: Member, number: str) -> None:
        super().__init__(
            f"{newcomer.name} asks to join as the {SIDES[newcomer.role]}",
            f"\n    {number}\n\n"
            f"Compare it with the number {newcomer.name} was shown when joining, best aloud. If it is "
            "the same, it is really them. Let in, they read what you two share, and only that: your "
            "journal stays yours alone.",
            f"The numbers are the same: let {newcomer.name} in",
        )
