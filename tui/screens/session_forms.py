"""The forms at the end of a session: an action, the next date, the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.life import actions, sessions
from assistant.life.document import MAX_WORDS, typed_line
from assistant.life.made import with_fields
from assistant.life.session import Action, Summary
from assistant.wording import Side
from tui.screens.form import Field, FormSheet, Kind, Texts
from tui.screens.session_said import due_typed, side_field, side_typed

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
    due = action.due.isoformat() if action is not None and action.due is not None else ""
    fields = [
        Field("what", "What", action.what if action is not None else ""),
        side_field(life, "Who does it", action.side if action is not None else Side.MENTEE),
        Field("due", "By", due, hint="A day, as 3 December or Friday; may stay empty.", most=60),
    ]

    def keep(typed: Texts) -> None:
        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            day = due_typed(typed["due"], now)
            if action is None:
                return [
                    actions.added(
                        side_typed(typed),
                        typed["what"],
                        now,
                        due=day,
                        session=session.id,
                        zone=session.zone,
                    )
                ]
            latest = next((one for one in life.actions if one.id == action.id), action)
            if day != latest.due:
                latest = actions.due_on(latest, day, now, zone=session.zone)
            what = typed_line(typed["what"], "action")
            return [with_fields(latest, what=what, side=side_typed(typed))]

        app.keep_life(change)

    name = f"action-{action.id}" if action is not None else "end-action"
    title = "Change this action" if action is not None else "An action"
    return FormSheet(pair, name, title, fields, keep)


def date_form(
    app: LivingApp, pair: PairSpace, session: Session, told: Callable[[str], None]
) -> FormSheet:
    """The day and time of the next session, planned or moved; `told` hears what it became."""
    from assistant.life.days import clock_time, local
    from assistant.life.rhythms import next_date
    from tui.widgets.session_list import planned_next

    life, now = pair.records.life, pair.moment()
    planned = planned_next(life, session, now)
    begin = planned.at if planned is not None else next_date(life, now)
    at = local(begin, now) if begin is not None else None
    fields = [
        Field(
            "day",
            "Day",
            at.date().isoformat() if at else "",
            hint="As 10 December or Thursday.",
            most=60,
        ),
        Field("time", "Time", clock_time(at) if at else "", hint="As 15:00 or 3pm.", most=20),
    ]

    def keep(typed: Texts) -> None:
        from assistant.life.dates import typed_day, typed_time
        from tui.widgets.session_list import when_words

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            day = typed_day(typed["day"], now.date())
            when = datetime.combine(day, typed_time(typed["time"])).replace(tzinfo=None)
            there = planned_next(life, session, now)
            plan = (
                sessions.planned(life, when, now)
                if there is None
                else sessions.moved(life, there, when, now)
            )
            told_of[:] = [f"Planned: {when_words(plan.documents[0].at, now)}.", *plan.notes]
            return plan.documents

        told_of: list[str] = []
        app.keep_life(change)
        told(" ".join(told_of))

    return FormSheet(pair, "session-date", "The next session", fields, keep)


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
