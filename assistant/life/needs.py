"""What the pair's records ask of the next agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.agenda import Agenda
from assistant.choosing import BlockKey
from assistant.life.actions import open_actions, waiting
from assistant.life.exchange import quiet_side
from assistant.life.goal import Goal
from assistant.life.pulse import LOW
from assistant.life.pulses import opened
from assistant.life.session import Action, Parked, other
from assistant.life.snapshot import PairLife
from assistant.life.stage import asks_for_repair, closing, said, stage_of, unsigned_by
from assistant.wording import Side, Stage

GOAL, PARKED = Goal.KIND, Parked.KIND
_LATELY = 3
"""Held sessions whose blocks and questions are not asked again while there are others."""
_PULSE_LATELY = 2
_ABOUT_CONTENT = ("useful", "going")
"""Questions of the pulse that change what a session is about; a low `safe` asks for repair."""


@dataclass(frozen=True)
class GoalTurn:
    """An open goal, and when a held session worked on it last."""

    goal: Goal
    last: datetime | None


@dataclass(frozen=True)
class Needs:
    """What the records ask; sentences are "" where they ask nothing."""

    repair: str
    """Why repair comes before content."""
    stuck: str
    """Why the pair is stuck, if its records say so."""
    ending: str
    quiet: str
    """That one of the two gave nothing lately."""
    quiet_side: Side | None
    """Who that is."""
    low: str
    """The question of the last opened pulse that was answered low, of those about content."""
    low_on: str
    """The day of that session."""
    unsigned: tuple[Side, ...]
    goals: tuple[GoalTurn, ...]
    """The one whose turn was longest ago first."""
    turns: Mapping[str, datetime]
    """When a held session was last about something, by what its items said they were about."""
    actions: tuple[Action, ...]
    parked: tuple[Parked, ...]
    stale: Mapping[BlockKey, int]
    """The blocks of the last agendas; the higher, the later."""
    asked: frozenset[str]
    """What those agendas asked, word for word."""


def needs_of(life: PairLife, now: datetime) -> Needs:
    """Return what the records ask of the next agenda; they may be missing, odd or nonsensical."""
    reading = stage_of(life, now)
    low, low_on = _low(life, now)
    quiet = quiet_side(life)
    turns = _turns(life)
    return Needs(
        repair=asks_for_repair(life, now),
        stuck=reading.reason if reading.by_records is Stage.STUCK and not reading.chosen else "",
        ending=closing(life, now) if life.held else "",
        quiet=_quiet(life, quiet),
        quiet_side=quiet,
        low=low,
        low_on=low_on,
        unsigned=unsigned_by(life) if life.held or life.charters else (),
        goals=_in_turn(life, turns),
        turns=turns,
        actions=open_actions(life),
        parked=waiting(life),
        stale=_stale(life),
        asked=frozenset(
            prompt
            for agenda in _last_agendas(life)
            for item in agenda.items
            for prompt in item.prompts
        ),
    )


def _turns(life: PairLife) -> dict[str, datetime]:
    last: dict[str, datetime] = {}
    for session in life.held:
        last.update({f"{GOAL} {goal}": session.at for goal in session.goals})
        items = session.agenda.items if session.agenda is not None else ()
        last.update({item.about: session.at for item in items if item.about})
    return last


def _in_turn(life: PairLife, last: Mapping[str, datetime]) -> tuple[GoalTurn, ...]:
    turns = [GoalTurn(goal, last.get(f"{GOAL} {goal.id}")) for goal in life.goals if goal.open]
    # Never beats any date; then the order in which they were set.
    return tuple(
        sorted(turns, key=lambda turn: (turn.last is not None, turn.last or turn.goal.since))
    )


def _last_agendas(life: PairLife) -> list[Agenda]:
    return [one.agenda for one in life.held[-_LATELY:] if one.agenda is not None]


def _stale(life: PairLife) -> dict[BlockKey, int]:
    return {
        (card, item.title): place
        for place, agenda in enumerate(_last_agendas(life), 1)
        for item in agenda.items
        for card in item.cards
    }


def _quiet(life: PairLife, side: Side | None) -> str:
    if side is None:
        return ""
    return f"Two sessions running nobody noted anything that {name(life, other(side))} received."


def _low(life: PairLife, now: datetime) -> tuple[str, str]:
    for session in reversed(life.held[-_PULSE_LATELY:]):
        if told := opened(life, session.id):
            for question in _ABOUT_CONTENT:
                if min(getattr(answers, question) for answers in told.values()) <= LOW:
                    return question, said(session.at, now)
            return "", ""
    return "", ""


def name(life: PairLife, side: Side, *, first: bool = False) -> str:
    """A name short enough for a line; `first` where it begins the sentence."""
    told = life.called(side, _MOST_NAME)
    return "T" + told[1:] if first and told.startswith("the ") else told


_MOST_NAME = 40
