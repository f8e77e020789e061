"""The forms for what is said in a running session, each kept with Ctrl+S or Enter in its last field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from assistant.errors import wrong_usage
from assistant.life import live_said
from assistant.life.live import LiveSession
from assistant.wording import Lead, Side, one_line
from tui.screens.form import Field, FormSheet, Kind, Texts

if TYPE_CHECKING:
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace

Change = Callable[[LiveSession, datetime], LiveSession]
Take = Callable[[Change, str], None]
"""Takes a change of the running session, and what is said of it. Raises Trouble."""

_DUE_HINT = "A day, as 3 December or Friday; may stay empty."


def form_for(what: str, pair: PairSpace, live: LiveSession, take: Take) -> FormSheet:
    """The form for one of action, win, note, parked, given."""
    makers = {"action": _action, "win": _win, "note": _note, "parked": _parked, "given": _given}
    title, fields, change, told = makers[what](pair.records.life, live)

    def keep(typed: Texts) -> None:
        take(lambda now_live, now: change(now_live, now, typed), told)

    note = "Enter goes on and keeps at the end; Ctrl+S keeps. The clock goes on."
    return FormSheet(pair, f"session-{what}", title, fields, keep, note=note)


_Made = tuple[str, list[Field], Callable[[LiveSession, datetime, Texts], LiveSession], str]


def _action(life: PairLife, live: LiveSession) -> _Made:
    fields = [
        Field("what", "What"),
        side_field(life, "Who does it", _leads(live, Side.MENTEE)),
        Field("due", "By", hint=_DUE_HINT, most=60),
    ]

    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        due = due_typed(typed["due"], now)
        return live_said.with_action(live, side_typed(typed), typed["what"], now, due=due)

    return "An action", fields, change, "The action is kept; Ctrl+Z takes it back."


def _win(life: PairLife, _live: LiveSession) -> _Made:
    fields = [
        Field("what", "What worked"),
        side_field(life, "Whose it is", Side.MENTEE),
        Field("where", "Where used", hint="May stay empty, and so may the next."),
        Field("noticed", "Who noticed"),
    ]

    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        side, what = side_typed(typed), typed["what"]
        where, noticed = typed["where"], typed["noticed"]
        return live_said.with_win(live, side, what, now, where_used=where, who_noticed=noticed)

    return "Something that worked", fields, change, "The win is kept; Ctrl+Z takes it back."


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
    fields = [
        Field("what", "What"),
        side_field(life, "Who gave it", _leads(live, Side.MENTOR), hint="The other received it."),
    ]

    def change(live: LiveSession, now: datetime, typed: Texts) -> LiveSession:
        return live_said.with_given(live, side_typed(typed), typed["what"], now)

    return "Given and received", fields, change, "It is kept; Ctrl+Z takes it back."


# --- fields --------------------------------------------------------------------------------------------


def side_field(life: PairLife, label: str, begin: Side, hint: str = "") -> Field:
    """A choice between the two."""
    choices = tuple((side.value, life.called(side)) for side in (Side.MENTOR, Side.MENTEE))
    return Field("side", label, begin.value, Kind.CHOICE, hint=hint, choices=choices)


def side_typed(typed: Texts) -> Side:
    """Whom it is about. Raises Trouble where nobody is chosen."""
    try:
        return Side(typed["side"])
    except ValueError:
        pass
    raise wrong_usage("It is not said whose it is.", "Choose one of you two.")


def due_typed(text: str, now: datetime) -> date | None:
    """The day by which it is wanted, None for an empty field. Raises Trouble."""
    from assistant.life.dates import typed_day

    return typed_day(text, now.date()) if one_line(text) else None


def _leads(live: LiveSession, otherwise: Side) -> Side:
    """Who leads the item at hand."""
    lead = live.item.lead if live.item is not None else Lead.BOTH
    return otherwise if lead is Lead.BOTH else Side(lead.value)
