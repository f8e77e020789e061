"""What an action is: its key, wording and scope. `tui.actions` registers every one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where an action can be done."""

    APP = "everywhere"
    TODAY = "Today"
    AGENDA = "Agenda"
    PROPOSALS = "three proposals"
    BRIEF = "your page before a session"
    GUIDE = "Guide"
    CARD = "a card"
    JOURNAL = "Journal"
    ENTRY = "a journal entry"
    WRITING = "writing an entry"
    PROGRESS = "Progress"
    PAIR = "Pair"
    CHARTER = "the charter"
    GUIDED = "five questions"
    DATES = "dates"
    ENDING = "the ending"
    SESSION = "a running session"
    SESSION_END = "the end of a session"
    PULSE = "three questions after a session"
    AFTER = "your questions after a session"
    COVER = "between what both see and what is yours"
    FORM = "a form"
    SHEET = "a sheet"
    READING = "a page to read"
    UNLOCK = "unlocking"


@dataclass(frozen=True)
class Action:
    """One thing a person can do; `run` is what Textual runs, `shown` the key as people know it."""

    id: str
    scope: Scope
    keys: str
    shown: str
    label: str
    help: str
    run: str
    footer: bool = False
    priority: bool = False
    """Whether it is heard before, and through, whatever sheet or box is in front."""
