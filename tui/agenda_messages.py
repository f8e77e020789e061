"""What jobs of Today, Agenda and the page before a session end in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.life.stage import StageReading
    from assistant.life.today import NextSession, Overview
    from assistant.pair_space import PairSpace
    from assistant.preparation import PrivateBrief
    from assistant.questions import SuggestedQuestion
    from assistant.workspace import Card


class TodayRead(Message):
    """What Today shows of a pair.

    `running` says which session runs, `ended` that the pair has ended; "" where it is not so.
    """

    def __init__(
        self,
        pair: PairSpace,
        overview: Overview,
        question: SuggestedQuestion | None,
        drill: Card | None,
        running: str = "",
        ended: str = "",
    ) -> None:
        super().__init__()
        self.pair = pair
        self.overview = overview
        self.question = question
        self.drill = drill
        self.running = running
        self.ended = ended


@dataclass(frozen=True)
class Standing:
    """Where a pair stands as the agenda of its next session is made."""

    reading: StageReading
    next: NextSession | None

    @property
    def kept(self) -> Agenda | None:
        """The agenda that is kept for the next session."""
        return self.next.session.agenda if self.next is not None else None

    @property
    def session(self) -> str:
        """The id of the next session; "" where none is planned."""
        return self.next.session.id if self.next is not None else ""


class StandingRead(Message):
    """Where the pair stands now."""

    def __init__(self, pair: PairSpace, standing: Standing) -> None:
        super().__init__()
        self.pair = pair
        self.standing = standing


class AgendaBegun(StandingRead):
    """The agenda to begin with: one that was in hand before, the one kept, or a suggestion."""

    def __init__(
        self, pair: PairSpace, standing: Standing, agenda: Agenda, *, drafted: bool
    ) -> None:
        super().__init__(pair, standing)
        self.agenda = agenda
        self.drafted = drafted


class Suggested(Message):
    """A new agenda is there."""

    def __init__(self, agenda: Agenda) -> None:
        super().__init__()
        self.agenda = agenda


class ItemReplaced(Message):
    """`agenda` is `former` with another item at `place`."""

    def __init__(self, former: Agenda, agenda: Agenda, place: int) -> None:
        super().__init__()
        self.former = former
        self.agenda = agenda
        self.place = place


class Proposed(Message):
    """Three agendas to choose from."""

    def __init__(self, pair: PairSpace, three: tuple[Agenda, Agenda, Agenda]) -> None:
        super().__init__()
        self.pair = pair
        self.three = three


class BriefRead(Message):
    """The page before a session: for its owner, on its way to their screen."""

    def __init__(self, pair: PairSpace, brief: PrivateBrief) -> None:
        super().__init__()
        self.pair = pair
        self.brief = brief
