"""The forms of dates: planning a session, six at once, moving, cancelling, a pause."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from assistant.errors import Trouble, wrong_usage
from assistant.life import sessions
from assistant.life.calling_off import LOOK_MINUTES, paused
from assistant.life.clocks import moment_words, shown_at, zone_for
from assistant.life.dates import in_zone, typed_day, typed_time
from assistant.life.days import away, clock_time, full_day
from assistant.life.document import Document
from assistant.life.rhythms import next_date, usual_zone
from assistant.life.session import Session
from assistant.life.sessions import Plan
from assistant.life.snapshot import PairLife
from assistant.life.zones import own_zone
from assistant.wording import one_line
from tui.screens.form import Field, FormSheet, Texts
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from tui.living import LivingApp

Told = Callable[[Sequence[Session], str], None]
"""Hears of the sessions that were kept, and what there is to say of it."""
_DAY = "As 26 November, Thursday or 2026-11-26."
_TIME = "As 15:00 or 3pm."
_MOST = 60


def zone_of(life: PairLife) -> str:
    """The zone dates are meant in: the pair's, else this machine's, "" where neither is known."""
    return usual_zone(life) or own_zone(os.environ)


def typed_moment(texts: Texts, zone: str, now: datetime) -> datetime:
    """The time by the clocks of `zone` that was typed, without an offset. Raises Trouble."""
    day = typed_day(texts["day"], in_zone(now, zone).date())
    return datetime.combine(day, typed_time(texts["time"]))


def typed_minutes(text: str) -> int:
    """A number of minutes as typed. Raises Trouble."""
    digits = one_line(text).lower().removesuffix("minutes").removesuffix("min").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 4):
        raise wrong_usage("The length is a number of minutes.", "Type it as 45.")
    return int(digits)


def _note(zone: str) -> str:
    return f"Times of {zone}." if zone else ""


def _when(at: datetime | None, zone: str, minutes: int, hint: str = _TIME) -> list[Field]:
    there = in_zone(at, zone) if at is not None else None
    return [
        Field("day", "Day", full_day(there) if there else "", hint=_DAY, most=_MOST),
        Field("time", "Time", clock_time(there) if there else "", hint=hint, most=_MOST),
        Field("minutes", "Minutes", str(minutes), most=_MOST),
    ]


class _Keeping:
    """Keeps a plan made of what was typed, and tells of it."""

    def __init__(
        self,
        app: LivingApp,
        told: Told,
        plan: Callable[[PairLife, datetime, Texts], Plan],
        words: Callable[[Plan, datetime], str],
    ) -> None:
        self._app = app
        self._told = told
        self._plan = plan
        self._words = words

    def __call__(self, texts: Texts) -> None:
        made: list[Plan] = []

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            made[:] = [self._plan(life, now, texts)]
            return made[0].kept

        self._app.keep_life(change)
        words = self._words(made[0], self._app.moment())
        told = " ".join([words, *made[0].notes, "Ctrl+Z takes it back."])
        self._told(made[0].documents, told)


# --- planning ------------------------------------------------------------------------------------------


def plan_form(app: LivingApp, pair: PairSpace, told: Told) -> FormSheet:
    """One session, at the next date by the rhythm if nothing else is typed."""
    life = pair.records.life
    zone = zone_of(life)

    def plan(life: PairLife, now: datetime, texts: Texts) -> Plan:
        at, minutes = typed_moment(texts, zone, now), typed_minutes(texts["minutes"])
        return sessions.planned(life, at, now, zone=zone, minutes=minutes)

    fields = _when(next_date(life, pair.moment()), zone, life.rhythm.minutes)
    keep = _Keeping(app, told, plan, lambda made, now: f"Planned for {_first(made, now)}.")
    title, note = "Plan a session", _note(zone)
    return FormSheet(pair, "plan a session", title, fields, keep, note=note, does="plans it")


def _first(plan: Plan, now: datetime) -> str:
    return moment_words(plan.documents[-1].at, plan.documents[-1].zone, now)


class SixForm(FormSheet):
    """Shows the dates as they would be while the first one is typed."""

    plan: Callable[[Texts], Plan]
    """Makes the dates of what stands in the fields. Raises Trouble."""

    def on_mount(self) -> None:
        """Show them at once."""
        self.query_one("#sheet").mount(Static(id="six"))
        self.call_after_refresh(self._show)

    def on_descendant_focus(self) -> None:
        """At the last field all dates are in sight, also on a small screen."""
        if self.focused is not None and self.focused.id == "field-minutes":
            self.call_after_refresh(self.query_one("#sheet").scroll_end, animate=False)

    @on(Input.Changed)
    def _show(self) -> None:
        for place in self.query("#six").results(Static):
            place.update(self._dates())

    def _dates(self) -> Content:
        if self.pair is None:
            return Content()
        now, texts = self.pair.moment(), self.texts
        if not (texts["day"].strip() and texts["time"].strip()):
            return said("\n[$quiet]The six dates show here once the first is typed.[/]")
        try:
            found = self.plan(texts)
        except Trouble as trouble:
            return said("[$quiet]$why[/]", why=trouble)
        days = [
            said(
                "$when [$quiet]· $away[/]",
                when=moment_words(one.at, one.zone, now),
                away=away(
                    shown_at(one.at, one.zone, now).date(), shown_at(now, one.zone, now).date()
                ),
            )
            for one in found.documents
        ]
        notes = [said("[$accent]$note[/]", note=note) for note in found.notes]
        return lines(plain(""), *notes, *days)

    def forget(self) -> None:
        """Let go of the dates too."""
        super().forget()
        for place in self.query("#six").results(Static):
            place.update("")


def six_form(app: LivingApp, pair: PairSpace, told: Told) -> FormSheet:
    """Six sessions, the rhythm's weeks apart, seen before they are kept."""
    life = pair.records.life
    zone, weeks = zone_of(life), life.rhythm.weeks

    def plan(life: PairLife, now: datetime, texts: Texts) -> Plan:
        at, minutes = typed_moment(texts, zone, now), typed_minutes(texts["minutes"])
        return sessions.six_dates(life, at, now, zone=zone, minutes=minutes)

    def words(made: Plan, now: datetime) -> str:
        return f"{len(made.documents)} sessions planned, until {_first(made, now)}."

    often = "A week apart" if weeks == 1 else f"{weeks} weeks apart"
    fields = _when(next_date(life, pair.moment()), zone, life.rhythm.minutes, hint="")
    form = SixForm(
        pair,
        "six dates",
        "Six dates at once",
        fields,
        _Keeping(app, told, plan, words),
        note=f"{often}, by your rhythm. {_note(zone)}",
        does="plans them",
    )
    form.plan = lambda texts: plan(pair.records.life, pair.moment(), texts)
    return form


# --- what becomes of one -------------------------------------------------------------------------------


def move_form(app: LivingApp, pair: PairSpace, session: Session, told: Told) -> FormSheet:
    """Another time, or another length."""
    life = pair.records.life
    zone = zone_for(life, session) or zone_of(life)

    def plan(life: PairLife, now: datetime, texts: Texts) -> Plan:
        at, minutes = typed_moment(texts, zone, now), typed_minutes(texts["minutes"])
        return sessions.moved(life, session, at, now, zone=zone, minutes=minutes)

    title = f"Move the session of {moment_words(session.at, zone, pair.moment())}"
    return FormSheet(
        pair,
        f"move {session.id}",
        title,
        _when(session.at, zone, session.minutes),
        _Keeping(app, told, plan, lambda made, now: f"It is planned for {_first(made, now)} now."),
        note=_note(zone),
        does="moves it",
    )


def _of(session: Session, pair: PairSpace) -> str:
    return moment_words(session.at, zone_for(pair.records.life, session), pair.moment())


def cancel_form(app: LivingApp, pair: PairSpace, session: Session, told: Told) -> FormSheet:
    """A session called off, with a reason or without."""

    def plan(life: PairLife, now: datetime, texts: Texts) -> Plan:
        return Plan((sessions.cancelled(life, session, now, texts["why"]),))

    words = (
        "It is cancelled. If it stands in a calendar, e writes the file that takes it out there."
    )
    return FormSheet(
        pair,
        f"cancel {session.id}",
        f"Cancel the session of {_of(session, pair)}",
        [Field("why", "Why", hint="If you wish to say; both of you can read it.")],
        _Keeping(app, told, plan, lambda *_: words),
        note="Moving it instead keeps your rhythm.",
        does="cancels it",
    )


def missed_form(app: LivingApp, pair: PairSpace, session: Session, told: Told) -> FormSheet:
    """A session that did not take place."""

    def plan(life: PairLife, now: datetime, texts: Texts) -> Plan:
        return Plan((sessions.missed(life, session, now, texts["why"]),))

    return FormSheet(
        pair,
        f"missed {session.id}",
        f"{_of(session, pair)} did not take place",
        [Field("why", "Why", hint="No reason has to be given; both of you can read it.")],
        _Keeping(app, told, plan, lambda *_: "Noted as missed. What is open stays open."),
        does="notes it",
    )


def pause_form(app: LivingApp, pair: PairSpace, told: Told) -> FormSheet:
    """A day on which the pair looks at it again; what is planned before it is called off."""
    zone = zone_of(pair.records.life)

    def plan(life: PairLife, now: datetime, texts: Texts) -> Plan:
        at, minutes = typed_moment(texts, zone, now), typed_minutes(texts["minutes"])
        return paused(life, at, now, zone=zone, minutes=minutes)

    def words(made: Plan, _now: datetime) -> str:
        off = sum(not one.planned for one in made.documents)
        told = {0: "", 1: " One session before that day was cancelled."}
        return "A pause." + told.get(off, f" {off} sessions before that day were cancelled.")

    return FormSheet(
        pair,
        "pause",
        "A pause",
        _when(None, zone, LOOK_MINUTES),
        _Keeping(app, told, plan, words),
        note="Name the day on which you look at it again: a short session then, in which you say whether "
        f"and how it goes on. What is planned before that day is cancelled. {_note(zone)}",
        does="plans it",
    )
