"""A session as it runs: one item at a time, its clock, who speaks, and what is taken down."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Static

from assistant.errors import Trouble
from assistant.life import live as lives
from assistant.life.endings import over
from assistant.life.live import LiveSession
from assistant.life.session import other
from assistant.wording import Lead, Side
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.session_running import RunningScreen
from tui.screens.session_said import form_for
from tui.session_kept import drop_session, named, since_when
from tui.text import lines, said
from tui.widgets.session_words import (
    balance,
    course,
    item_words,
    next_words,
    place_words,
    taken_words,
    time_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife

_ROOMY = 72
_KEPT_AFTER_THE_END = (
    "The session is kept. The two of you have ended it, so nothing more is changed."
)


class SessionScreen(RunningScreen):
    """Everything comes of `live`; whatever was said is kept before it is shown."""

    SCOPE = Scope.SESSION
    ABOUT = (
        "The session runs. One item is in front, with what it is for and how much of its time is left; "
        "nothing interrupts you. Space marks who speaks, and the bar shows how the talk lies between the "
        "two of you. What you take down is kept at once. Private pages are closed while this is open, and "
        "it does not lock itself while the session runs; paused, or half an hour past its end, it does. "
        "A lock or a crash loses nothing: the session stands still until you go on."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SESSION)
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """The item and its time; who speaks; what was taken down."""
        yield self.band
        with Horizontal(id="clockline"):
            yield Static(id="where")
            yield Static(id="time")
        with Horizontal(id="session-body"):
            with VerticalScroll(id="running", can_focus=False):
                yield Static(id="item")
                yield Static(id="then")
            with VerticalScroll(id="course", can_focus=False):
                yield Static(id="course-words")
        yield Static(id="speaking")
        yield Static(id="taken")
        yield Static(id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin, or go on with what runs already."""
        self.query_one("#said").display = False
        try:
            self.begin()
        except Trouble as trouble:
            self.call_after_refresh(self._not_begun, str(trouble))
            return
        self.set_interval(1.0, self.tick)
        self.show()

    def _not_begun(self, told: str) -> None:
        """Go back, and say why: nothing was shown yet."""
        if self.app.screen is self:
            self.dismiss()
            self.vice_versa.call_later(self.vice_versa.told, told)

    # --- what is shown -----------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.show()

    def show(self) -> None:
        """Show it all."""
        live, life = self.live, self.life
        if live is None or life is None or not self.is_mounted:
            return
        self.query_one("#item", Static).update(item_words(live, life, self._width))
        self.query_one("#then", Static).update(next_words(live, life))
        self.query_one("#course-words", Static).update(course(live, life))
        taken = taken_words(live)
        kept = f"kept: {taken} · " if taken else ""
        keys = "w win · n note · l later · g given · e end"
        self.query_one("#taken", Static).update(said("[$quiet]$kept$keys[/]", kept=kept, keys=keys))
        self.set_class(not live.running, "-paused")
        self.show_time()
        self.refresh_bindings()

    @property
    def _width(self) -> int:
        """Columns for the words of an item."""
        return min(68, (self.size.width or 80) - 5)

    def show_time(self) -> None:
        """Show what a second changes."""
        live, life = self.live, self.life
        if live is None or life is None or not self.is_mounted:
            return
        name = f"{named(life, live.session)} {since_when(live, live.looked)}"
        where = place_words(live, name, roomy=self.size.width >= _ROOMY)
        self.query_one("#where", Static).update(where)
        self.query_one("#time", Static).update(time_words(live))
        speaking = self.query_one("#speaking", Static)
        if live.running:
            speaking.update(balance(live, life, min(64, self.size.width - 4)))
        else:
            keys = "[$accent]Enter goes on[/] [$quiet]· Esc leaves · e ends it[/]"
            speaking.update(lines(said("[b $warning]Paused.[/] $name.", name=name), said(keys)))

    def action_read(self, way: int) -> None:
        """Scroll a long item."""
        self.query_one("#running").scroll_relative(y=way * 3, animate=False)

    # --- going on ----------------------------------------------------------------------------------

    def action_step(self, way: int) -> None:
        """To the next item, or the one before."""
        live = self.live
        if live is None:
            return
        if not 0 <= live.place + way < len(live.elapsed):
            last = "That was the last; e ends the session." if live.item else ""
            self.said = last if way > 0 else ""
            return
        self.attempt(lambda live, now: lives.at_item(live, live.place + way, now))
        self.query_one("#running").scroll_home(animate=False)

    def action_go_on(self) -> None:
        """Go on after a pause."""
        if self.live is not None and not self.live.running:
            self.still = None
            self.attempt(lives.resumed)

    def action_halt(self) -> None:
        """Pause, or go on."""
        if self.live is not None and self.live.running:
            self.action_pause()
        else:
            self.action_go_on()

    def action_pause(self) -> None:
        """Pause; from there leave."""
        live = self.live
        if live is not None and live.running:
            self.still = self.vice_versa.moment()
            self.attempt(lives.paused)
            if self.live is live:  # it could not be kept, so it runs
                self.still = None
            return
        try:
            self.keep()
        except Trouble as trouble:
            self.said = str(trouble)
            return
        life = self.life
        name = named(life, live.session) if life is not None and live is not None else "The session"
        self.leave_both(f"{name} is paused; g goes on with it.")

    def action_speaks(self) -> None:
        """Who speaks now: first who leads, from then on the other."""
        live = self.live
        if live is None:
            return
        if not live.running:
            self.said = "It is paused; Enter goes on."
            return
        self.said = ""
        lead = live.item.lead if live.item is not None else Lead.BOTH
        first = Side.MENTEE if lead is Lead.MENTEE else Side.MENTOR
        side = other(live.speaker) if live.speaker is not None else first
        self.attempt(lambda live, now: lives.speaks(live, side, now))

    def action_nobody(self) -> None:
        """Nobody is marked."""
        self.attempt(lambda live, now: lives.speaks(live, None, now))

    # --- taking down -------------------------------------------------------------------------------

    def action_take_down(self, what: str) -> None:
        """Open the form for it."""
        if self.pair is not None and self.live is not None:
            self.said = ""
            self.app.push_screen(form_for(what, self.pair, self.live, self.take))

    # --- the end -----------------------------------------------------------------------------------

    def action_end(self) -> None:
        """End it, once that is confirmed."""
        from tui.screens.confirm import ConfirmModal

        live, life = self.live, self.life
        if live is None or life is None:
            return
        words = "Then come the actions, the next date, the summary and three questions each."
        if over(life):
            words = "What was taken down is kept with it; nothing else can be changed any more."
        title = f"End {named(life, live.session).lower()}?"
        self.app.push_screen(
            ConfirmModal(title, words, "End it", "Go on"), lambda yes: self._end() if yes else None
        )

    def _end(self) -> None:
        from tui.screens.session_end import SessionEndScreen

        app, pair, live = self.vice_versa, self.pair, self.live
        if pair is None or live is None:
            return
        still = None if live.running else self.still

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            worked = lives.working_on(live, _goals(live, life))
            return lives.finished(worked, life, still or now)

        try:
            app.keep_life(change, final=True)
        except Trouble as trouble:
            self.said = str(trouble)
            return
        self.live = None
        with contextlib.suppress(Trouble):  # ended once more, it would be the same
            drop_session(pair)
        if over(pair.records.life):
            self.leave_both(_KEPT_AFTER_THE_END)
            return
        app.switch_screen(SessionEndScreen(pair, live.session, together=True))


def _goals(live: LiveSession, life: PairLife) -> list[str]:
    """The goals of the items that had a turn."""
    known = {goal.id for goal in life.goals}
    agenda = live.session.agenda
    found = [*live.goals]
    for item, seconds in zip(agenda.items if agenda else (), live.elapsed, strict=False):
        kind, _, name = item.about.partition(" ")
        if seconds and kind == "goal" and name in known:
            found.append(name)
    return found
