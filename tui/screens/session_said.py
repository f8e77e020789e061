"""The forms for what is said in a running session, each kept with Ctrl+S or Enter in its last field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.life import live_said
from assistant.life.goal import Win
from assistant.life.live import LiveSession
from assistant.life.rhythms import usual_zone
from assistant.life.session import Action, Given
from assistant.wording import Lead, Side
from tui.screens.form import Field, FormSheet, Texts
from tui.screens.note_forms import (
    action_fields,
    due_typed,
    given_fields,
    side_typed,
    title_of,
    win_fields,
)

if TYPE_CHECKING:
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace

Change = Callable[[LiveSession, datetime], LiveSession]
Take = Callable[[Change, str], None]
"""Takes a change of the running session, and what is said of it. Raises Trouble."""


def form_for(what: str, pair: PairSpace, live: LiveSession, take: Take) -> FormSheet:
    """The form for one of action, win, note, parked, given."""
    makers = {"action": _action, "win": _win, "note": _note, "parked": _parked, "given": _given}
    title, fields, change, told = makers[what](pair.records.life, live)

    def keep(typed: Texts) -> None:
        take(lambda now_live, now: change(now_live, now, typed), told)

    note = "Enter goes on and keeps at the end; Ctrl+S keeps. The clock goes on."
    return FormSheet(pair, f"session-{what}", title, fields, keep, note=note)


_Made = tuple[str, Sequence[Field], Callable[[LiveSession, datetime, Texts], LiveSession], str]


def _action(life: PairLife, live: LiveSession) -> _Made:
    zone = live.session.zone or usual_zone(life)

    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        due = due_typed(typed, now, zone)
        return live_said.with_action(live, side_typed(typed), typed["what"], now, due=due)

    fields = action_fields(life, _leads(live, Side.MENTEE))
    return title_of(Action), fields, change, "The action is kept; Ctrl+Z takes it back."


def _win(life: PairLife, live: LiveSession) -> _Made:
    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        side, what = side_typed(typed), typed["what"]
        where, who = typed["where"], typed["who"]
        return live_said.with_win(live, side, what, now, where_used=where, who_noticed=who)

    fields = win_fields(life, _leads(live, Side.MENTEE))
    return title_of(Win), fields, change, "The win is kept; Ctrl+Z takes it back."


def _note(_life: PairLife, _live: LiveSession) -> _Made:
    def change(live: LiveSession, _now: datetime, typed: Texts) -> LiveSession:
        return live_said.with_note(live, typed["what"])

    fields = [Field("what", "Note", hint="Both of you keep it.")]
    return "A note for both", fields, change, "The note is kept; Ctrl+Z takes it back."


def _parked(_life: PairLife, _live: LiveSession) -> _Made:
    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        return live_said.with_parked(live, typed["what"], now)

    fields = [Field("what", "What", hint="A later agenda brings it up again.")]
    return "For later", fields, change, "It is put off; Ctrl+Z takes it back."


def _given(life: PairLife, live: LiveSession) -> _Made:
    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        return live_said.with_given(live, side_typed(typed), typed["what"], now)

    fields = given_fields(life, _leads(live, Side.MENTOR))
    return title_of(Given), fields, change, "It is kept; Ctrl+Z takes it back."


def _leads(live: LiveSession, otherwise: Side) -> Side:
    """Who leads the item at hand: it is likely about them. Where both do, `otherwise`."""
    lead = live.item.lead if live.item is not None else Lead.BOTH
    return otherwise if lead is Lead.BOTH else Side(lead.value)
