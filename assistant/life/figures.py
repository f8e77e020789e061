"""The figures of a pair's progress, as they are handed to pictures and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.life.goal import Goal, Win
from assistant.life.pulse import Answers
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.wording import Side

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class Point:
    """A self-rating, 1 to 10, and the day it was given."""

    day: date
    rating: int


@dataclass(frozen=True)
class GoalPath:
    """A goal from where to where: its ratings, oldest first, and the start as seen from later."""

    goal: Goal
    owner: str
    points: tuple[Point, ...]
    hindsight: int | None
    words: str


class Outcome(StrEnum):
    """What became of a session, for a picture."""

    HELD = "held"
    MISSED = "did not take place"
    TO_COME = "to come"
    UNSAID = "nobody said yet"


@dataclass(frozen=True)
class Meeting:
    """A session in the rhythm; `number` is None for one that did not take place."""

    session: Session
    number: int | None
    day: date
    outcome: Outcome
    moved: bool
    words: str


@dataclass(frozen=True)
class Month:
    """The sessions of a month: how many stood in the calendar, and what became of them."""

    year: int
    month: int
    planned: int
    held: int
    moved: int
    missed: int
    words: str


@dataclass(frozen=True)
class PulsePoint:
    """The answers about one session: those that were opened, or one's own alone (`only_mine`)."""

    number: int | None
    day: date
    answers: dict[Side, Answers]
    words: str
    only_mine: bool = False


@dataclass(frozen=True)
class Talk:
    """The mentor's share of the timed talk, 0 to 1; None where nobody used the key."""

    number: int | None
    day: date | None
    share: float | None
    words: str


@dataclass(frozen=True)
class Actions:
    """How many actions are open, done and dropped."""

    open: int
    done: int
    dropped: int
    words: str


@dataclass(frozen=True)
class Progress:
    """All figures at one moment; each `…_words` is the sentence beside the whole."""

    goals: tuple[GoalPath, ...]
    goals_words: str
    meetings: tuple[Meeting, ...]
    months: tuple[Month, ...]
    rhythm_words: str
    pulse: tuple[PulsePoint, ...]
    pulse_words: str
    talk: tuple[Talk, ...]
    talk_overall: Talk
    wins: tuple[Win, ...]
    wins_words: str
    actions: Actions


def session_numbers(life: PairLife) -> dict[str, int]:
    """The number people give a session, by its id; what did not take place has none."""
    counts = (one for one in life.sessions if one.held or one.planned)
    return {one.id: number for number, one in enumerate(counts, 1)}


def counted(count: int, what: str) -> str:
    """“1 win”, “3 wins”, “no wins”."""
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def spelled(count: int) -> str:
    """A number to begin a sentence with: “Two”; in digits from eleven on."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def begun(text: str) -> str:
    """`text` as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """`text` without the full stop at its end, to go on in a sentence."""
    return text.rstrip(".")


def bar(share: float, width: int = 20) -> str:
    """`share`, 0 to 1, of a bar `width` characters long."""
    full = round(max(0.0, min(1.0, share)) * width)
    return "▓" * full + "░" * (width - full)
