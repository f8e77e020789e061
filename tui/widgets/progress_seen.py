"""What Progress shows: the pair's figures at one moment, as one of the two sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.life.days import day_of, plain_day
from assistant.life.figures import GoalPath, Progress, begun, session_numbers
from assistant.life.goal import Goal, Milestone, Win
from assistant.life.milestones import due_milestones
from assistant.life.progress import progress
from assistant.life.session import Action, Given, other
from assistant.life.snapshot import PairLife
from assistant.wording import Side

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.pair_space import PairSpace

SECTIONS = ("goals", "rhythm", "pulse", "talk", "wins", "actions", "given")
"""The parts of the place, in their order."""


@dataclass(frozen=True)
class Seen:
    """The life as `me` sees it at `now`, with the figures made from it."""

    life: PairLife
    me: Side
    now: datetime
    figures: Progress
    due: dict[str, Milestone]
    """The milestone that is due, by the goal's id."""

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def day(self, moment: datetime) -> str:
        """A day as people say it."""
        return plain_day(day_of(moment, self.now), self.today)

    def name(self, side: Side) -> str:
        """Their name, as the beginning of a line."""
        return begun(self.life.called(side))

    def whose(self, side: Side) -> str:
        """“Your”, or “Martin's”."""
        return "Your" if side is self.me else f"{self.name(side)}'s"

    @property
    def partner(self) -> str:
        """The name of the other."""
        return self.life.called(other(self.me))

    def session(self, name: str | None) -> str:
        """“session 3”, "" where there is none such."""
        number = session_numbers(self.life).get(name or "")
        return f"session {number}" if number else ""

    def path(self, goal: Goal) -> GoalPath:
        """The figures of a goal."""
        return next(one for one in self.figures.goals if one.goal.id == goal.id)

    # --- by what is in hand ------------------------------------------------------------------------

    def document(self, key: str) -> Document | None:
        """The goal, win, action or gift that a row shows; None for another row."""
        kind, _, name = key.partition(":")
        found: dict[str, tuple[Document, ...]] = {
            "goal": self.life.goals,
            "win": self.life.wins,
            "action": self.life.actions,
            "given": self.life.given,
        }
        return next((one for one in found.get(kind, ()) if one.id == name), None)

    def goal(self, key: str | None) -> Goal | None:
        """The goal in hand."""
        found = self.document(key or "")
        return found if isinstance(found, Goal) else None

    @property
    def empty(self) -> bool:
        """Whether nothing is there yet that could be shown."""
        life = self.life
        return not (life.goals or life.wins or life.sessions or life.actions or life.given)


def key_of(document: Goal | Win | Action | Given) -> str:
    """The key of the row that shows a document."""
    return f"{document.KIND}:{document.id}"


def see(pair: PairSpace, life: PairLife) -> Seen:
    """The figures for whose journal is open, with their own unopened answers. Takes milliseconds."""
    now, me = pair.moment(), pair.me.role
    shown = life
    if pair.pulses.notices:  # answers that are not those that were sealed are not shown
        false = {name for name, _ in life.reveals if pair.pulses.opened(name) is None}
        kept = [one for one in life.documents if not _reveals(one, false)]
        shown = PairLife.of(kept, life.mentor, life.mentee)
    figures = progress(shown, now, own=pair.pulses.own())
    due = {goal.id: one for goal, one in due_milestones(life, now) if goal.side is me}
    return Seen(life, me, now, figures, due)


def _reveals(document: Document, sessions: set[str]) -> bool:
    return document.KIND == "reveal" and getattr(document, "session", "") in sessions


class ProgressSeen(Message):
    """What there is to show of `pair`."""

    def __init__(self, pair: PairSpace, seen: Seen) -> None:
        super().__init__()
        self.pair = pair
        self.seen = seen
