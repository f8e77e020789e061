"""What there is to settle at the end of a session: actions, the next date, the summary, the pulse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.life.clocks import clock_words, shown_at, zone_for
from assistant.life.days import away, full_day
from assistant.life.pulses import PulseState, state_of
from assistant.life.session import Action, ActionState, Parked, Session, other
from assistant.wording import Side
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.life.snapshot import PairLife

ACTION, PARKED = "action", "parked"
DATE, SUMMARY, PULSE, ALONE = "date", "summary", "pulse", "alone"
MOST = 30
"""Rows of one kind."""
_LABEL = 14
_LABELLED = 70
_MARKS = {ActionState.OPEN: "·", ActionState.DONE: "✓ done:", ActionState.DROPPED: "– dropped:"}


@dataclass(frozen=True)
class Settling:
    """The session that ended, the actions and what was put off, by their ids, in the order they are shown."""

    session: Session
    agreed: tuple[str, ...]
    carried: tuple[str, ...]
    parked: tuple[str, ...]
    hidden: int = 0
    """So many more are open and not shown."""


@dataclass(frozen=True)
class Row:
    """A row that can be taken up, or only read."""

    name: str
    words: Content


class EndList(OptionList):
    """Sections of rows; the row in hand stays in hand."""

    def __init__(self) -> None:
        super().__init__(id="end-list", compact=True)
        self._sections: list[tuple[str, list[Row]]] = []
        self._drawn_for = 0

    def show(
        self, life: PairLife, me: Side, settling: Settling, now: datetime, *, together: bool
    ) -> None:
        """Show how things stand."""
        self._sections = list(_sections(life, me, settling, now, together=together))
        self._fill()

    def clear(self) -> None:
        """Hold nothing."""
        self._sections = []
        self.set_options([])

    @property
    def in_hand(self) -> str:
        """The name of the row in hand; "" for none."""
        option = self.highlighted_option
        return str(option.id or "") if option is not None else ""

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self._sections and self._drawn_for != self.size.width:
            self._fill()

    def _fill(self) -> None:
        self._drawn_for = self.size.width
        before = self.in_hand
        options: list[Option] = []
        for at, (label, rows) in enumerate(self._sections):
            if at:
                options.append(Option("", disabled=True))
            options += self._section(label, rows)
        self.set_options(options)
        enabled = [at for at, option in enumerate(options) if not option.disabled]
        same = [at for at in enabled if options[at].id == before]
        self.highlighted = next(iter([*same, *enabled]), None)

    def _section(self, label: str, rows: Sequence[Row]) -> Iterator[Option]:
        width = (self.size.width or 76) - 2
        beside = width >= _LABELLED
        indent = _LABEL if beside else 2
        if not beside:
            yield Option(said("[$quiet]$label[/]", label=label), disabled=True)
        for at, row in enumerate(rows):
            named = f"{label:<{indent}}" if beside and not at else " " * indent
            wrapped = row.words.wrap(max(10, min(72, width - indent))) or [plain("")]
            drawn = [said("[$quiet]$named[/]", named=named) + wrapped[0]]
            drawn += [plain(" " * indent) + line for line in wrapped[1:]]
            yield Option(lines(*drawn), id=row.name or None, disabled=not row.name)


def settling_of(life: PairLife, session: Session) -> Settling:
    """What there is to settle as the session ends."""
    from assistant.life.actions import carried_over, waiting

    agreed = [one.id for one in life.actions if one.session == session.id]
    carried = [one.id for one in carried_over(life, session)]
    agenda = session.agenda
    about = (
        {item.about.partition(" ")[2] for item in agenda.items if item.about} if agenda else set()
    )
    parked = [one.id for one in waiting(life) if one.session == session.id or one.id in about]
    hidden = sum(max(0, len(found) - MOST) for found in (agreed, carried, parked))
    return Settling(
        session, tuple(agreed[:MOST]), tuple(carried[:MOST]), tuple(parked[:MOST]), hidden
    )


def _sections(
    life: PairLife, me: Side, settling: Settling, now: datetime, *, together: bool
) -> Iterator[tuple[str, list[Row]]]:
    actions = {one.id: one for one in life.actions}
    parked = {one.id: one for one in life.parked}
    agreed = [_action(life, actions[name], now) for name in settling.agreed if name in actions]
    nothing = Row("", said("[$quiet]Nothing yet. a adds an action: what, who, by when[/]"))
    yield "You agreed", agreed or [nothing]
    carried = [_action(life, actions[name], now) for name in settling.carried if name in actions]
    if settling.hidden:
        more = said("[$quiet]and $more more, under 6 Progress[/]", more=settling.hidden)
        carried.append(Row("", more))
    if carried:
        yield "From before", carried
    put_off = [_parked(parked[name]) for name in settling.parked if name in parked]
    if put_off:
        yield "Put off", put_off
    yield "Next date", [Row(DATE, date_words(life, settling.session, now))]
    yield "Summary", [Row(SUMMARY, _summary(life, settling.session))]
    yield "Pulse", [Row(PULSE, _pulse(life, me, settling.session, together=together))]
    alone = "Three questions for you alone"
    if together:
        alone = f"Questions for {life.called(me)} alone, once {life.called(other(me))} looks away"
    yield "After", [Row(ALONE, said("$alone  [$quiet]f[/]", alone=alone))]


def _action(life: PairLife, one: Action, now: datetime) -> Row:
    from assistant.life.actions import due_words, since

    due = due_words(one, now)
    facts = " · ".join(filter(None, [since(one, now) if one.open else "", due]))
    words = said(
        "$mark $who: $what[$quiet]$facts[/]",
        mark=_MARKS[one.state],
        who=life.called(one.side),
        what=one.what,
        facts=f" · {facts}" if facts else "",
    )
    return Row(f"{ACTION} {one.id}", words)


def _parked(one: Parked) -> Row:
    marks = {**_MARKS, ActionState.DONE: "✓ had its turn:", ActionState.DROPPED: "– let go:"}
    return Row(f"{PARKED} {one.id}", said("$mark $what", mark=marks[one.state], what=one.what))


def planned_next(life: PairLife, session: Session, now: datetime) -> Session | None:
    """The session that is planned next."""
    from assistant.life.rhythms import next_session

    found = next_session(life, now)
    return found if found is not None and found.id != session.id else None


def date_words(life: PairLife, session: Session, now: datetime) -> Content:
    """The next date as planned, or as the rhythm suggests it."""
    from assistant.life.rhythms import next_date, usual_zone

    planned = planned_next(life, session, now)
    if planned is not None:
        told = f"{when_words(planned.at, zone_for(life, planned), now)}, as planned"
        return said("✓ $told  [$quiet]m moves it[/]", told=told)
    found = next_date(life, now)
    if found is None:
        return said("None follows from what you agreed on.  [$accent]m types one[/]")
    told = when_words(found, usual_zone(life), now)
    return said("$told?  [$accent]n takes it[/] [$quiet]· m types another[/]", told=told)


def when_words(moment: datetime, zone: str, now: datetime) -> str:
    """“Thursday 26 November 2026, 15:00 · in 3 days”, by the clocks of `zone`."""
    at, today = shown_at(moment, zone, now).date(), shown_at(now, zone, now).date()
    return f"{full_day(at)}, {clock_words(moment, zone, now)} · {away(at, today)}"


def _summary(life: PairLife, session: Session) -> Content:
    kept = life.summaries.get(session.id)
    if kept is None:
        return said("A draft of what you did is ready to change and keep  [$quiet]s[/]")
    first = next(filter(None, kept.words.splitlines()), "")
    line = plain(first).truncate(50, ellipsis=True)
    return said("✓ Kept: ") + line + said("  [$quiet]s changes it[/]")


def _pulse(life: PairLife, me: Side, session: Session, *, together: bool) -> Content:
    mine, theirs = life.called(me), life.called(other(me))
    here = f"{mine} answers here, {theirs} looks away"
    told = {
        PulseState.NOBODY: f"Three questions each; {here if together else 'they open together'}",
        PulseState.OTHER: f"{theirs} has answered; both open once {mine} has too",
        PulseState.ME: f"✓ {mine} has answered; {theirs} does when they unlock their own",
        PulseState.BOTH: f"✓ Both have answered; they open when {theirs} unlocks next",
        PulseState.OPENED: "✓ Both have answered, and both are open",
    }[state_of(life, session.id, me)]
    return said("$told  [$quiet]p[/]", told=told)
