"""What a message seems to disclose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a message seems to be about, the most pressing first."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    MISTREATMENT = "mistreatment"
    DISTRESS = "distress"
    WRONGDOING = "wrongdoing"


ORDER = tuple(Category)
"""Where a message is about several, the first of these is answered."""


@dataclass(frozen=True)
class Finding:
    """One message as read by the patterns.

    `sure`: answered as a disclosure; otherwise one soft line joins the normal reply. `immediate`: it
    seems to be happening now. `own`: about the one who writes (True), about another (False), or not
    said (None).
    """

    category: Category
    sure: bool = True
    immediate: bool = False
    own: bool | None = None
