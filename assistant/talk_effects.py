"""What a conversation wants done, done to the real stores: agendas, entries, kept questions, facts."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from assistant.entry import Draft, EntryKind
from assistant.errors import Trouble
from assistant.journal_search import JournalFilters
from assistant.talk.effects import (
    DropQuestion,
    Effect,
    EraseChat,
    EraseFact,
    Extract,
    KeepQuestion,
    Outcome,
    RemoveNote,
    SaveAgenda,
    SaveNote,
    SearchNotes,
    UnsaveAgenda,
)
from assistant.talk.grammar.saying import said_moment
from assistant.wording import one_line

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace

_MOST_FOUND = 12
_PASSAGE = 280
IN_HAND = "agenda"
"""The form in which an agenda waits for its session."""


class TalkEffects:
    """Runs effects on one open pair, and knows how each is taken back while it is open."""

    def __init__(self, pair: PairSpace) -> None:
        self._pair = pair
        self._before: dict[str, tuple[tuple[Document, ...], tuple[Document, ...]]] = {}
        self._in_hand: dict[str, str] = {}

    def run(self, effect: Effect) -> Outcome:
        """Do it. What stands against it becomes an outcome that says so; nothing is then changed."""
        try:
            return self._run(effect)
        except Trouble as trouble:
            hint = f" {trouble.hint}" if trouble.hint else ""
            return Outcome(done=False, said=f"{trouble.detail}{hint}")

    def _run(self, effect: Effect) -> Outcome:
        match effect:
            case SaveAgenda():
                return self._save_agenda(effect)
            case UnsaveAgenda():
                return self._unsave_agenda(effect.key)
            case KeepQuestion():
                return self._keep_question(effect)
            case DropQuestion():
                return self._drop_question(effect.key)
            case SaveNote() | RemoveNote() | SearchNotes():
                return self._in_journal(effect)
            case EraseFact() | EraseChat():
                return self._forget(effect)

    def _in_journal(self, effect: SaveNote | RemoveNote | SearchNotes) -> Outcome:
        if isinstance(effect, SearchNotes):
            return self._search(effect)
        if isinstance(effect, RemoveNote):
            self._pair.journal.erase(effect.entry)
            return Outcome(done=True, name="journal_removed", said="The note is gone.")
        entry = self._pair.journal.keep(Draft(text=effect.text, kind=EntryKind.NOTE))
        return Outcome(done=True, name="journal_saved", key=entry.id, said="Saved, for you alone.")

    def _forget(self, effect: EraseFact | EraseChat) -> Outcome:
        talk = self._pair.talk
        if isinstance(effect, EraseFact):
            talk.erase_fact(effect.name)
            return Outcome(done=True, name="fact_erased", said="Forgotten.")
        talk.erase_transcripts()
        if effect.everything:
            talk.erase_facts()
        what = "Everything is forgotten." if effect.everything else "The conversations are erased."
        return Outcome(done=True, name="chat_erased", said=what)

    # --- agendas -----------------------------------------------------------------------------------

    def _save_agenda(self, effect: SaveAgenda) -> Outcome:
        """Keep it for the session on its day, else the next one; plan one where a day was said."""
        from assistant.life.rhythms import next_session
        from assistant.life.sessions import with_agenda

        pair, now = self._pair, self._pair.moment()
        life = pair.records.life
        session = (
            _session_on(life.sessions, effect, now) if effect.date else next_session(life, now)
        )
        if session is None:
            return self._planned(effect)
        kept = with_agenda(life, session, effect.agenda)
        pair.records.keep(kept)
        self._before[kept.id] = ((session,), ())
        when = said_moment(kept.at.astimezone(now.tzinfo), now)
        return Outcome(done=True, name="agenda_saved", key=kept.id, said=f"Saved for {when}.")

    def _planned(self, effect: SaveAgenda) -> Outcome:
        """Plan a session on the day that was said; without a day it waits for one."""
        from assistant.life.sessions import planned

        now, life = self._pair.moment(), self._pair.records.life
        if effect.date is None:
            return self._kept_in_hand(effect)
        at = datetime.combine(effect.date, effect.time or _usual_time(life))
        plan = planned(life, at, now, agenda=effect.agenda)
        self._pair.records.keep(*plan.kept)
        session = plan.documents[0]
        self._before[session.id] = ((), plan.kept)
        when = said_moment(session.at, now)
        usual = "" if effect.time else " I took your usual time; say another if it is not."
        said = f"Planned for {when}, with this agenda.{usual}"
        return Outcome(done=True, name="agenda_saved", key=session.id, said=said)

    def _kept_in_hand(self, effect: SaveAgenda) -> Outcome:
        """Keep it as the agenda in hand: no session is planned that it could be for."""
        forms = self._pair.forms
        self._in_hand = forms.texts(IN_HAND)
        forms.keep(IN_HAND, {"agenda": effect.agenda.model_dump_json(), "session": ""})
        said = "Saved as your agenda. No session is planned yet; say a day, or plan one in Dates."
        return Outcome(done=True, name="agenda_saved", key=IN_HAND, said=said)

    def _unsave_agenda(self, key: str) -> Outcome:
        if key == IN_HAND:
            self._pair.forms.drop(IN_HAND)
            if self._in_hand:
                self._pair.forms.keep(IN_HAND, self._in_hand)
            return Outcome(done=True, name="agenda_unsaved", said="It is not saved any more.")
        before = self._before.pop(key, None)
        if before is None:
            return Outcome(done=False, said="It was kept too long ago to be taken back here.")
        former, added = before
        self._pair.records.change(former, added)
        return Outcome(done=True, name="agenda_unsaved", said="The session is as it was.")

    # --- the journal -------------------------------------------------------------------------------

    def _search(self, effect: SearchNotes) -> Outcome:
        filters = JournalFilters(since=effect.since, until=effect.until)
        if effect.text:
            hits = self._pair.search.find(effect.text, filters=filters, limit=_MOST_FOUND)
            found = [(hit.entry, hit.passage) for hit in hits]
        else:
            entries = [one for one in self._pair.journal.entries if filters.admits(one)]
            found = [(entry, entry.text) for entry in entries[:_MOST_FOUND]]
        extracts = tuple(
            Extract(day=entry.at.date(), text=_short(passage), entry=entry.id)
            for entry, passage in found
        )
        return Outcome(done=True, extracts=extracts)

    # --- questions --------------------------------------------------------------------------

    def _keep_question(self, effect: KeepQuestion) -> Outcome:
        if effect.shared:
            from assistant.life.actions import parked

            one = parked(effect.text, self._pair.moment())
            self._pair.records.keep(one)
            self._before[one.id] = ((), (one,))
            return Outcome(done=True, name="question_saved", key=one.id)
        key = self._pair.talk.keep_question(effect.text)
        return Outcome(done=True, name="question_saved", key=key)

    def _drop_question(self, key: str) -> Outcome:
        before = self._before.pop(key, None)
        if before is not None:
            self._pair.records.change(*before)
        else:
            self._pair.talk.drop_question(key)
        return Outcome(done=True, name="question_removed", said="The question is off again.")


_MORNING = time(10)


def _usual_time(life: PairLife) -> time:
    """The time of day of their last session, ten in the morning before there was one."""
    from assistant.life.clocks import zone_for
    from assistant.life.dates import in_zone

    if not life.sessions:
        return _MORNING
    last = life.sessions[-1]
    return in_zone(last.at, zone_for(life, last)).time().replace(second=0, microsecond=0)


def _session_on(sessions: tuple[Session, ...], effect: SaveAgenda, now: datetime) -> Session | None:
    """The planned session of the day that was said."""
    from assistant.life.session import SessionState

    return next(
        (
            one
            for one in sessions
            if one.state is SessionState.PLANNED and one.at.date() == effect.date and one.at > now
        ),
        None,
    )


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _PASSAGE else line[: _PASSAGE - 1].rstrip() + "…"
