"""A sheet over the dates: times that suit both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.life.clocks import clock_words, shown_at
from assistant.life.days import away, full_day
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_messages import Refused
from tui.screens.private import PrivateSheet
from tui.text import plain, said

if TYPE_CHECKING:
    from assistant.life.slots import Slot
    from assistant.pair_space import PairSpace


class SlotsFound(Message):
    """Times that would do."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        super().__init__()
        self.slots = slots


class SlotsSheet(PrivateSheet["Slot | None"]):
    """Ends in the time that was chosen."""

    ABOUT = (
        "Times within the working hours of both, in which neither is busy as far as their calendars are "
        "known: b in Dates brings yours."
    )
    SCOPE = Scope.SHEET
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SHEET)
    AUTO_FOCUS = "#slots"
    _DAYS = (28, 84, 180)

    def __init__(self, pair: PairSpace, life: PairLife, zone: str, moving: Session | None) -> None:
        """`moving` is the session that is to move, None where a new one is planned."""
        super().__init__(pair)
        self._life = life
        self._zone = zone
        self._moving = moving
        self._slots: Sequence[Slot] = ()
        self._far = 0
        self._now = pair.moment()

    def compose(self) -> ComposeResult:
        """The times, and a way to look further ahead."""
        moves = self._moving is not None
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(
                said(
                    "[b]$title[/b]",
                    title="Where it could move" if moves else "A time that suits both",
                )
            )
            yield Static(id="read")
            yield OptionList(id="slots", compact=True)
            yield Static(id="outcome")

    def on_mount(self) -> None:
        """Look for times at once."""
        self._look()

    def _look(self) -> None:
        from assistant.life.rhythms import next_date
        from assistant.life.slots import common_slots

        life, moving, days = self._life, self._moving, self._DAYS[self._far]
        minutes = moving.minutes if moving is not None else life.rhythm.minutes

        def look(pair: PairSpace) -> Message:
            now = pair.moment()
            around = moving.at if moving is not None else next_date(life, now)
            slots = common_slots(
                life,
                minutes=minutes,
                now=now,
                days=days,
                count=6,
                around=around,
                moving=moving.id if moving is not None else "",
            )
            return SlotsFound(slots)

        self.job("slots", look)

    def on_slots_found(self, message: SlotsFound) -> None:
        """Show them, the earliest first."""
        if self.pair is None:
            return
        self._now = self.pair.moment()
        self._slots = sorted(message.slots, key=lambda slot: slot.at)
        self.query_one("#read", Static).update(plain(f"{self._hours()} {self._not_known()}"))
        self._offer([Option(self._said(slot), id=str(at)) for at, slot in enumerate(self._slots)])

    def on_refused(self, message: Refused) -> None:
        """Say why there is none above the list; further ahead there may be some."""
        message.prevent_default()  # else the keys, the last line, would give way to it
        self._slots = ()
        self.query_one("#read", Static).update(plain(message.trouble))
        self._offer([])

    def _offer(self, options: list[Option]) -> None:
        keys = "Enter moves it there" if self._moving is not None else "Enter plans it"
        if not self._slots:
            keys = "Enter looks further ahead" if self._more else ""
        if self._more:
            options.append(Option(said("[$quiet]look further ahead[/]"), id="more"))
        shown = self.query_one("#slots", OptionList)
        shown.set_options(options)
        shown.highlighted = 0 if options else None
        self.tell(f"{keys} · Esc goes back" if keys else "Esc goes back")

    @property
    def _more(self) -> bool:
        return self._far + 1 < len(self._DAYS)

    def _hours(self) -> str:
        """The working hours that both have; without any no time is found."""
        abouts = self._life.abouts.values()
        begins, ends = max(one.day_begins for one in abouts), min(one.day_ends for one in abouts)
        return f"Within the hours you both work, {begins}:00 to {ends}:00."

    def _not_known(self) -> str:
        unknown: list[Side] = [
            one for one in (Side.MENTOR, Side.MENTEE) if one not in self._life.busy
        ]
        if not unknown:
            return "Neither is busy then, by the calendars you brought."
        me = self.pair.me.role if self.pair is not None else None
        if len(unknown) > 1:
            return "Neither calendar is known: b in Dates brings yours."
        if unknown[0] is me:
            return "Your calendar is not known: b in Dates brings it."
        them = self._life.called(unknown[0])
        return f"{them}'s calendar is not known: only {them} can bring it."

    def _said(self, slot: Slot) -> Content:
        at, today = (shown_at(one, self._zone, self._now) for one in (slot.at, self._now))
        unknown = [self._life.called(side) for side in slot.unknown if side in self._life.busy]
        told = f" · not known whether {' and '.join(unknown)} can" if unknown else ""
        return said(
            "$day, $clock [$quiet]· $when$told[/]",
            day=full_day(at),
            clock=clock_words(slot.at, self._zone, self._now),
            when=away(at.date(), today.date()),
            told=told,
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the time, or look further ahead."""
        if event.option.id == "more":
            self._far += 1
            self._look()
        else:
            self.dismiss(self._slots[int(event.option.id or 0)])

    def forget(self) -> None:
        """Let go of the times."""
        self._life, self._slots, self._moving = PairLife(), (), None
        self.query_one("#slots", OptionList).clear_options()
        self.query_one("#read", Static).update("")
