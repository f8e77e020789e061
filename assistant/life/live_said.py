"""What is said in a session that runs, taken down at that moment."""

from __future__ import annotations

from datetime import date, datetime

from assistant.errors import wrong_usage
from assistant.life import actions, exchange
from assistant.life.document import MAX_LIST, Document, typed_line
from assistant.life.goal import Win
from assistant.life.live import LiveSession
from assistant.life.made import made
from assistant.wording import Side


def with_action(
    live: LiveSession,
    side: Side,
    what: str,
    now: datetime,
    *,
    due: date | None = None,
    goal: str | None = None,
) -> LiveSession:
    """An action that one of the two takes on. Raises Trouble as `actions.added` does."""
    zone = live.session.zone
    one = actions.added(side, what, now, due=due, goal=goal, session=live.session.id, zone=zone)
    return live.model_copy(update={"actions": (*live.actions, one)})


def with_win(
    live: LiveSession,
    side: Side,
    what: str,
    now: datetime,
    *,
    where_used: str = "",
    who_noticed: str = "",
    goal: str | None = None,
) -> LiveSession:
    """Something that worked for one of the two. Raises Trouble."""
    one = made(
        Win,
        at=now,
        side=side,
        what=typed_line(what, "win"),
        where_used=where_used,
        who_noticed=who_noticed,
        goal=goal,
        session=live.session.id,
    )
    return live.model_copy(update={"wins": (*live.wins, one)})


def with_parked(live: LiveSession, what: str, now: datetime) -> LiveSession:
    """Something put off for a later session. Raises Trouble."""
    one = actions.parked(what, now, session=live.session.id)
    return live.model_copy(update={"parked": (*live.parked, one)})


def with_given(live: LiveSession, side: Side, what: str, now: datetime) -> LiveSession:
    """Something that one of the two gave the other. Raises Trouble."""
    one = exchange.given(side, what, now, session=live.session.id)
    return live.model_copy(update={"given": (*live.given, one)})


def with_note(live: LiveSession, note: str) -> LiveSession:
    """A line that both keep. Raises Trouble, also where there are fifty already."""
    if len(live.session.notes) + len(live.notes) >= MAX_LIST:
        raise wrong_usage(f"There are {MAX_LIST} notes.", "Put the rest into the summary.")
    return live.model_copy(update={"notes": (*live.notes, typed_line(note, "note"))})


def without(live: LiveSession, said: Document | str) -> LiveSession:
    """What was said, taken back: a document, or the last note of these words."""
    if isinstance(said, str):
        notes = list(live.notes)
        if said in notes:
            del notes[len(notes) - 1 - notes[::-1].index(said)]
        return live.model_copy(update={"notes": tuple(notes)})
    fields = ("actions", "wins", "parked", "given")
    kept = {
        name: tuple(one for one in getattr(live, name) if one.key != said.key) for name in fields
    }
    return live.model_copy(update=kept)
