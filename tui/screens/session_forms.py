"""The forms at the end of a session: an action, the next date, the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.life.document import MAX_WORDS
from assistant.life.made import with_fields
from assistant.life.rhythms import usual_zone
from assistant.life.session import Action, Summary
from assistant.wording import Side
from tui.screens.form import Field, FormSheet, Kind, Texts
from tui.screens.note_forms import action_change, action_fields, title_of

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.living import LivingApp


def action_form(
    app: LivingApp, pair: PairSpace, session: Session, action: Action | None
) -> FormSheet:
    """A new action of the session, or one to be changed: what, who, by when."""
    life = pair.records.life
    zone = session.zone or usual_zone(life)

    def keep(typed: Texts) -> None:
        app.keep_life(action_change(typed, zone, action, session=session.id))

    name = f"action-{action.id}" if action is not None else "end-action"
    title = title_of(Action, changing=action is not None)
    return FormSheet(pair, name, title, action_fields(life, Side.MENTEE, action), keep)


def date_form(
    app: LivingApp, pair: PairSpace, session: Session, told: Callable[[str], None]
) -> FormSheet:
    """The next session after `session`, planned or moved, as Dates does it; `told` hears what it became."""
    from tui.screens.dates_forms import move_form, plan_form
    from tui.widgets.session_list import planned_next

    def heard(_kept: Sequence[Session], words: str) -> None:
        told(words)

    there = planned_next(pair.records.life, session, pair.moment())
    if there is None:
        return plan_form(app, pair, heard)
    return move_form(app, pair, there, heard)


def summary_form(app: LivingApp, pair: PairSpace, session: Session) -> FormSheet:
    """The pair's words on the session: as they are kept, else drafted from what was taken down."""
    from assistant.life.made import made
    from assistant.life.summary_draft import summary_draft

    life = pair.records.life
    kept = life.summaries.get(session.id)
    words = kept.words if kept is not None else summary_draft(life, session)
    field = Field("words", "Your words on it", words, Kind.WORDS, most=MAX_WORDS)

    def keep(typed: Texts) -> None:
        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            latest = life.summaries.get(session.id)
            if latest is not None:
                return [with_fields(latest, words=typed["words"], at=now)]
            return [made(Summary, session=session.id, words=typed["words"], at=now)]

        app.keep_life(change)

    note = "Drafted from what you took down; change what you like. Both of you can read it."
    if kept is not None:
        note = "Both of you can read and change it."
    return FormSheet(pair, f"summary-{session.id}", "Summary", [field], keep, note=note)
