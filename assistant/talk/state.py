"""Where a conversation stands: all that the next turn depends on, as plain data.

It is frozen and can be written as JSON and read again, so that a conversation can be replayed. It knows
nothing of screens, files or models. What is in it is private unless the view is shared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from assistant.agenda import Agenda
from assistant.talk.effects import Effect
from assistant.talk.intents import Intent
from assistant.talk.latch import SafetyLatch
from assistant.talk.reply import Kind, Offer, Piece, Source, Told
from assistant.wording import Side

MOST_VERSIONS = 10
MOST_PENDING = 2
MOST_UNDO = 20
MOST_SHOWN = 60
WITHIN = 10
"""Turns within which no opening and no question is said again."""


class View(StrEnum):
    """Who is looking at the screen."""

    PRIVATE = "private"
    SHARED = "shared"


class Slots(Told):
    """What is known so far; the newest value wins. `turns` has the turn that each was said in."""

    duration_min: int | None = None
    date: dt.date | None = None
    time: dt.time | None = None
    topic: str | None = None
    person: str | None = None
    count: int | None = None
    session_no: int | None = None
    role: Side | None = None
    turns: Mapping[str, int] = Field(default_factory=dict)

    def with_values(self, turn: int, **values: object) -> Slots:
        """The slots with `values`, said in `turn`."""
        told = {**self.turns, **dict.fromkeys(values, turn)}
        return self.model_copy(update={**values, "turns": told})


class Confirm(Told):
    """A yes or no is awaited; what was asked about is done after a yes."""

    kind: Literal["confirm"] = "confirm"
    effects: tuple[Effect, ...]
    asked: str
    """The question in its short form, for when something else came between."""
    turn: int
    digressions: int = 0


class Choice(Told):
    """One of a few numbered actions is awaited."""

    kind: Literal["choice"] = "choice"
    options: Annotated[tuple[Offer, ...], Field(min_length=1, max_length=30)]
    asked: str
    turn: int
    digressions: int = 0
    said: str = ""
    """The message that could mean any of them."""


class Form(Told):
    """Something that only the person can say is awaited."""

    kind: Literal["form"] = "form"
    wants: Literal["note_text", "role", "search_text", "topic", "time"]
    asked: str
    turn: int
    digressions: int = 0


Pending = Annotated[Confirm | Choice | Form, Field(discriminator="kind")]


class AgendaDraft(Told):
    """An agenda that is not kept yet, with what it was before."""

    agenda: Agenda
    date: dt.date | None = None
    time: dt.time | None = None
    topic: str | None = None
    session: str = ""
    """The session it is kept for; "" while it is a draft."""
    former: Annotated[tuple[Agenda, ...], Field(max_length=MOST_VERSIONS)] = ()

    def changed(self, agenda: Agenda) -> AgendaDraft:
        """The draft with `agenda` in the stead of the one it had; it is not the kept one any more."""
        former = (*self.former, self.agenda)[-MOST_VERSIONS:]
        return self.model_copy(update={"agenda": agenda, "former": former, "session": ""})


class ReplyTrace(Told):
    """The last reply, as far as what follows may be about it."""

    kind: Kind
    intent: Intent
    question: str = ""
    """What had been asked, for the next-best card."""
    cards: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    offers: tuple[Offer, ...] = ()
    questions: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    refused: tuple[str, ...] = ()
    """Cards that the person said were not it."""


class UndoStep(Told):
    """How the last change is taken back."""

    said: str
    """What was done: “Saved the agenda for Thursday”."""
    effects: tuple[Effect, ...] = ()
    draft: AgendaDraft | None = None
    slots: Slots | None = None
    draft_changed: bool = False


class Used(Told):
    """Something said in a turn that should not be said again soon."""

    turn: int
    what: str


class Dialogue(Told):
    """The whole state of one conversation."""

    view: View = View.PRIVATE
    pair_id: str = ""
    role: Side | None = None
    turn: int = 0
    slots: Slots = Slots()
    pending: Annotated[tuple[Pending, ...], Field(max_length=MOST_PENDING)] = ()
    """The one on top last."""
    draft: AgendaDraft | None = None
    last: ReplyTrace | None = None
    shown_cards: Annotated[tuple[str, ...], Field(max_length=MOST_SHOWN)] = ()
    used: tuple[Used, ...] = ()
    undo: Annotated[tuple[UndoStep, ...], Field(max_length=MOST_UNDO)] = ()
    safety: SafetyLatch = SafetyLatch()
    rephrasings: int = 0
    """Times running that the person was asked to say it otherwise."""
    repairs: int = 0
    """Times running that a reply was not what the person meant."""
    role_asked: bool = False
    parked: tuple[str, ...] = ()
    """Notes begun and put aside, word for word; never lost."""

    def said_lately(self, what: str) -> bool:
        """Whether `what` was said within the last ten turns."""
        return any(one.what == what for one in self.used)

    def using(self, *said: str) -> Dialogue:
        """The state in which `said` has been said in this turn."""
        told = (*self.used, *(Used(turn=self.turn, what=one) for one in said))
        return self.model_copy(
            update={"used": tuple(one for one in told if one.turn > self.turn - WITHIN)}
        )

    def showing(self, *cards: str) -> Dialogue:
        """The state in which `cards` have been shown."""
        told = dict.fromkeys((*self.shown_cards, *cards))
        return self.model_copy(update={"shown_cards": tuple(told)[-MOST_SHOWN:]})

    def asking(self, pending: Pending) -> Dialogue:
        """The state in which `pending` is awaited; of more than two the oldest is given up."""
        return self.model_copy(update={"pending": (*self.pending, pending)[-MOST_PENDING:]})

    def answered(self) -> Dialogue:
        """The state in which what was awaited last is not any more."""
        return self.model_copy(update={"pending": self.pending[:-1]})

    def undoable(self, step: UndoStep) -> Dialogue:
        """The state in which `step` can be taken back first."""
        return self.model_copy(update={"undo": (*self.undo, step)[-MOST_UNDO:]})

    def with_(self, **values: object) -> Dialogue:
        """The state with other values; only for values that are checked already."""
        return self.model_copy(update=values)
