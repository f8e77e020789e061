"""What a turn wants done to the stores. A step only names it; `assistant.talking` does it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from assistant.agenda import Agenda
from assistant.talk.reply import Told


class SaveAgenda(Told):
    """Keep an agenda for the pair's next session, or for one on a day that is planned for it."""

    do: Literal["save_agenda"] = "save_agenda"
    agenda: Agenda
    date: dt.date | None = None
    time: dt.time | None = None


class UnsaveAgenda(Told):
    """Take back what the agenda of this key was kept over."""

    do: Literal["unsave_agenda"] = "unsave_agenda"
    key: str


class SaveNote(Told):
    """Keep a private journal entry of exactly this text."""

    do: Literal["save_note"] = "save_note"
    text: str


class RemoveNote(Told):
    """Remove the entry of this id for good."""

    do: Literal["remove_note"] = "remove_note"
    entry: str


class SearchNotes(Told):
    """Look in one's own journal, by meaning where that can be."""

    do: Literal["search_notes"] = "search_notes"
    text: str
    since: dt.date | None = None
    until: dt.date | None = None


class KeepQuestion(Told):
    """Keep a question: for oneself, or in shared view on the pair's list for later."""

    do: Literal["keep_question"] = "keep_question"
    text: str
    shared: bool = False


class DropQuestion(Told):
    """Take a kept question off again."""

    do: Literal["drop_question"] = "drop_question"
    key: str


class EraseFact(Told):
    """Forget what is remembered under this name."""

    do: Literal["erase_fact"] = "erase_fact"
    name: str


class EraseChat(Told):
    """Forget the transcripts of conversations; with `everything`, what is remembered as well."""

    do: Literal["erase_chat"] = "erase_chat"
    everything: bool = False


Effect = Annotated[
    SaveAgenda
    | UnsaveAgenda
    | SaveNote
    | RemoveNote
    | SearchNotes
    | KeepQuestion
    | DropQuestion
    | EraseFact
    | EraseChat,
    Field(discriminator="do"),
]


class Extract(Told):
    """A passage of one's own journal."""

    day: dt.date
    text: str
    entry: str


class Outcome(Told):
    """What became of an effect."""

    done: bool
    name: str = ""
    """What is told to have happened: agenda_saved, journal_saved and so on; "" for a search."""
    key: str = ""
    """What takes it back."""
    said: str = ""
    """For the person: where it went, or why it was not done and what to do."""
    extracts: tuple[Extract, ...] = ()
