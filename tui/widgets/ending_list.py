"""What closing takes, as rows: a key, done or open, what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.life.days import away, plain_day
from assistant.life.endings import (
    AFTERWARDS,
    ClosingStep,
    closing_list,
    end_in_sight,
    over,
    sessions_left,
)
from assistant.life.rhythms import next_session
from assistant.life.session import other
from assistant.life.snapshot import PairLife
from assistant.wording import Side, Stage
from tui.text import lines, plain, said

_KEY, _STATE = 4, 6
_ROOMY = 50
"""Columns from which on words are set off from key and state."""
STEP = "step "
LEARNED, PARTNER, REVIEW, JOURNAL, CONCLUDE, DESTROY = (
    "learned",
    "partner",
    "review",
    "journal",
    "conclude",
    "destroy",
)
_KEYS = {"learned": "l", "goes_on": "l", "agenda": "4", "last_day": "m"}


@dataclass(frozen=True, repr=False)
class Row:
    """A row: its name ("" for a heading), its key, whether it is done where that is asked, its words."""

    name: str
    key: str
    words: Content
    done: bool | None = None


# --- words ---------------------------------------------------------------------------------------------


def where(life: PairLife, now: datetime) -> str:
    """How far the ending is, in a sentence or two."""
    ends, ending, today = life.rhythm.ends, life.ending, now.date()
    if over(life) and ending is not None and ending.ended is not None:
        told = f"You ended it on {plain_day(ending.ended.astimezone(now.tzinfo).date(), today)}"
        told += f": {AFTERWARDS[ending.afterwards]}." if ending.afterwards else "."
        return f"{told} All of it can still be read and exported; nothing can be changed."
    if ends is None:
        return "No end is named yet. A pair that knows its last day uses the time before it."
    if near := end_in_sight(life, now):
        return near
    left = sessions_left(life, now) or 0
    return f"You named {plain_day(ends, today)}, {away(ends, today)}: room for {left:,} sessions until then."


def rows(life: PairLife, me: Side, now: datetime) -> list[Row]:
    """What is to do before it ends, what was learned, what to keep, the end."""
    closed = over(life)
    found: list[Row] = []
    if not closed:
        found.append(_heading("To close well"))
        found += [_step(step) for step in _steps(life, me, now)]
    found.append(_heading("What you learned"))
    found += _learned(life, me)
    found.append(_heading("To keep"))
    found.append(
        Row(REVIEW, "v", plain("The review of all of it, as Markdown or as a page to print."))
    )
    found.append(Row(JOURNAL, "x", plain("Your own journal as a file. Only you have it.")))
    found.append(_heading("The end"))
    if not closed:
        found.append(Row(CONCLUDE, "c", plain("End it, for both of you.")))
    words = "Destroy your keys and files of this pair on this computer."
    found.append(Row(DESTROY, "k", plain(words)))
    return found


def _heading(title: str) -> Row:
    return Row("", "", said("[b]$title[/b]", title=title))


def _steps(life: PairLife, me: Side, now: datetime) -> Iterator[ClosingStep]:
    yield ClosingStep(
        "last_day", "Name the last day, and keep to it.", done=life.rhythm.ends is not None
    )
    session = next_session(life, now)
    agenda = session.agenda if session is not None else None
    yield ClosingStep(
        "agenda",
        "Plan the last session: its agenda closes.",
        done=agenda is not None and agenda.stage is Stage.CLOSING,
    )
    yield from closing_list(life, me, now)


def _step(step: ClosingStep) -> Row:
    key = "g" if step.name.startswith("repeat") else _KEYS.get(step.name, "a")
    return Row(f"{STEP}{step.name}", key, plain(step.sentence), step.done)


def _learned(life: PairLife, me: Side) -> Iterator[Row]:
    for name, side in ((LEARNED, me), (PARTNER, other(me))):
        known = life.learned.get(side)
        who = "You" if side is me else life.called(side)[:60]
        told = [f"· {line}" for line in (known.learned if known else ())]
        told += [f"· goes on: {line}" for line in (known.goes_on if known else ())]
        nothing = said("$who [$quiet]· nothing written yet[/]", who=who)
        words = lines(said("$who", who=who), *map(plain, told)) if told else nothing
        yield Row(name, "l" if side is me else "", words)


# --- the list ------------------------------------------------------------------------------------------


class EndingList(OptionList):
    """Rows that wrap; those without a name are headings."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id, compact=True)
        self._shown: Sequence[Row] = ()
        self._drawn_for = 0

    def show(self, rows: Sequence[Row]) -> None:
        """Show these; the row in hand stays in hand where it is still there."""
        self._shown = rows
        self._fill()
        self.call_after_refresh(self.on_resize)  # it may have been hidden, and have had no size

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self._shown = ()
        self.set_options([])

    @property
    def in_hand(self) -> str:
        """The name of the row in hand; "" for none."""
        option = self.highlighted_option
        return str(option.id or "") if option is not None else ""

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self._shown and self._drawn_for != self.size.width:
            self._fill()

    def _fill(self) -> None:
        self._drawn_for, before = self.size.width, self.in_hand
        options: list[Option] = []
        for row in self._shown:
            if not row.name and options:
                options.append(Option("", disabled=True))
            options.append(Option(self._drawn(row), id=row.name or None, disabled=not row.name))
        self.set_options(options)
        enabled = [at for at, option in enumerate(options) if not option.disabled]
        same = [at for at in enabled if options[at].id == before]
        self.highlighted = next(iter([*same, *enabled]), None)
        if not same:
            self.scroll_home(animate=False)

    def _drawn(self, row: Row) -> Content:
        if not row.name:
            return row.words
        width = (self.size.width or 78) - 3
        head = said("[$quiet]$key[/]", key=f"{row.key:<{_KEY}}")
        if row.done is not None:
            voice = "[$quiet]$state[/]" if row.done else "$state"
            head += said(voice, state=f"{'done' if row.done else 'open':<{_STATE}}")
        indent = head.cell_length if width >= _ROOMY else 2
        wrapped = row.words.wrap(max(10, width - head.cell_length)) or [plain("")]
        return lines(head + wrapped[0], *(plain(" " * indent) + line for line in wrapped[1:]))
