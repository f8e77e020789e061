"""What suggestions may know: a pair's shared facts. Private context is a type of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.plain_text import cleaned
from knowledge.vocabulary import Lead, Side, Stage

Name = Annotated[str, Field(min_length=1, max_length=80), BeforeValidator(cleaned)]


class PairContext(BaseModel):
    """The shared facts about one pair; by default a pair nobody has named yet."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    mentor: Name = "the mentor"
    mentee: Name = "the mentee"
    named: bool = False
    reader: Side = Side.BOTH
    """Whose screen this is."""
    stage: Stage = Stage.EARLY
    minutes: int = 45
    focus: str = ""

    def leader(self, lead: Lead) -> str:
        """Who leads, by name where the names are known."""
        return {Lead.MENTOR: self.mentor, Lead.MENTEE: self.mentee, Lead.BOTH: "both"}[lead]

    def short_leader(self, lead: Lead) -> str:
        """Who leads, in one word where the names are not known."""
        return self.leader(lead).removeprefix("the ")


SAMPLE_PAIR = PairContext(
    mentor="Priya",
    mentee="Martin",
    named=True,
    reader=Side.MENTOR,
    stage=Stage.ESTABLISHED,
    minutes=45,
    focus="reading the sales dashboard",
)
"""Two people who do not exist, for `viceversa demo`."""
