"""What an unlocked app does to be locked in time, and what it keeps before."""

from __future__ import annotations

import contextlib
import gc
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.reactive import reactive
from textual.screen import Screen

from assistant.errors import Trouble
from tui.clipboard import Clipboard
from tui.guarded import GuardedApp
from tui.idle import Idle, IdleWatch
from tui.memory import forget_drawn, forget_left
from tui.screens.hidden import BlurScreen, HidingScreen, UnsavedScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.pair_space import PairSpace

_KEPT = "What you were writing is kept as a draft."
_CLOSED_MODE = "journal"


class LockingApp(GuardedApp):
    """Holds the open pair, hides the screen when nobody is there, and locks.

    What a screen has in hand is asked of its `draft_in_hand() -> Draft | None` before locking; whether
    a draft holds what it showed, of `draft_kept`, where it has that. A form keeps itself, asked by
    `form_in_hand() -> bool`, and says whether there was anything.
    """

    pair: reactive[PairSpace | None] = reactive(None)
    """The pair whose keys are open here; None while locked.

    A screen that shows anything of it hears it become None and clears its widgets and undo history.
    Screens that are pushed are popped here: they need not, and must not, do so themselves.
    """
    nobody: reactive[bool] = reactive(True)
    """Whether no keys are in this home yet."""

    def __init__(self, debugging: tuple[str, ...] = (), watch: IdleWatch | None = None) -> None:
        super().__init__(debugging)
        self.idle = watch or IdleWatch()
        self.copied = Clipboard(partial(App.copy_to_clipboard, self), self.set_timer)

    def forget_names(self) -> None:
        """Name nobody any more. Overridden by what knows names."""

    def told(self, words: str) -> None:
        """Say something of the app's own in the place in front. Overridden by what has places."""

    # --- somebody is here, or nobody ---------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is here; while the screen is hidden, do no more than show it."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        front = self._hiding
        if front is None:
            self.idle.touch()
            await super().on_event(event)
        elif isinstance(front, BlurScreen):
            moved = isinstance(event, events.MouseMove | events.MouseUp)
            if front.lightly or not moved:
                self.idle.touch()
                self.pop_screen()
        elif isinstance(event, events.Key):
            front.pressed(event.key)

    @property
    def _hiding(self) -> HidingScreen | None:
        front = self.screen_stack[-1] if self.screen_stack else None
        return front if isinstance(front, HidingScreen) else None

    def tick(self) -> None:
        """Look at the time, once a second, and let go of what was left since."""
        forget_left(self)
        due = self.idle.look()
        if isinstance(self._hiding, UnsavedScreen):
            return
        if self.pair is not None and due is Idle.SLEPT:
            self.lock("The computer was asleep, so your journal was locked.")
        elif self.pair is not None and due is Idle.LOCK:
            minutes = round(self.idle.after / 60)
            after = "a minute" if minutes == 1 else f"{minutes} minutes"
            self.lock(f"Locked after {after} without a key.")
        elif due is not Idle.NOTHING and (self.pair is not None or self._secret_in_front):
            self.blur(lightly=True)

    @property
    def _secret_in_front(self) -> bool:
        """Whether something to be kept from others is shown before any pair is open."""
        return bool(self.screen_stack) and getattr(self.screen, "SECRET", False)

    def blur(self, *, lightly: bool = False) -> None:
        """Hide all that is on the screen until somebody is there."""
        if self._hiding is None:
            self.push_screen(BlurScreen(lightly=lightly))

    def action_blur(self) -> None:
        """Hide the screen at once."""
        self.blur()

    # --- unlocked ----------------------------------------------------------------------------------

    def take_pair(self, pair: PairSpace) -> None:
        """Have `pair` open from now on."""
        self.idle.touch()
        # Ten thousand entries would be looked through for rubbish again and again, 0.1 s each time.
        gc.freeze()
        self.nobody = False
        self.pair = pair

    # --- locking -----------------------------------------------------------------------------------

    def lock(self, why: str = "Locked.") -> bool:
        """Keep what is being written, then drop keys and texts; False where it could not be kept."""
        if self.pair is None:
            return True
        return self._after_keeping("Lock", partial(self._forget, why))

    def once_typed(self, then: Callable[[], object]) -> None:
        """Do `then` once what was typed or pasted before has reached the page it was meant for."""
        if self.focused is None or self._hiding is not None:
            then()
        else:
            # The box has its keys first, then the screen hears of them, then it is our turn.
            self.focused.call_later(self.screen.call_later, self.call_later, then)

    def _after_keeping(self, doing: str, then: Callable[[], None]) -> bool:
        """Do `then` once all that is being written is kept, or its writer gives it up."""
        trouble, kept = self.keep_drafts()
        if trouble is None:
            self._kept = kept
            then()
            return True
        if self._hiding is not None:
            self.pop_screen()
        self._kept = False

        def again() -> Trouble | None:
            trouble, self._kept = self.keep_drafts()
            if trouble is None:
                then()
            return trouble

        self.push_screen(UnsavedScreen(trouble, doing, again, then))
        return False

    _kept = False

    def keep_drafts(self) -> tuple[Trouble | None, bool]:
        """Trouble with keeping what any screen has in hand, and whether any of it is a draft now."""
        pair, trouble, kept = self.pair, None, False
        for screen in self._all_screens() if pair is not None else []:
            in_hand = getattr(screen, "draft_in_hand", None)
            form = getattr(screen, "form_in_hand", None)
            if in_hand is None and form is None:
                continue
            try:
                if form is not None:
                    kept = bool(form()) or kept
                draft = in_hand() if in_hand is not None else None
                if draft is not None and pair is not None:
                    pair.journal.keep_draft(draft)
                    kept = True
                kept = kept or getattr(screen, "draft_kept", False)
            except Trouble as error:
                trouble = error
            except Exception:
                # Whatever it is: words are not thrown away over it without their writer's saying so.
                trouble = Trouble("Not kept", "The draft could not be made.")
        return trouble, kept

    def _all_screens(self) -> list[Screen[Any]]:
        return [screen for stack in self._screen_stacks.values() for screen in stack]

    def _forget(self, why: str) -> None:
        """Drop the pair and all that shows anything of it."""
        pair, kept = self.pair, self._kept
        if pair is None:
            return
        try:
            self._cancel_work()
            self.forget_names()
            self._take_screens_away()
            self.pair = None
        finally:
            self.copied.clear()
            gc.unfreeze()  # closing collects
            with contextlib.suppress(Trouble):  # what was acknowledged is on the disk already
                pair.close()
            forget_drawn()
        self.told(f"{why} {_KEPT}" if kept else why)

    def _cancel_work(self) -> None:
        """Let no job of a screen bring an answer after the lock. The app's own work goes on."""
        for worker in list(self.workers):
            if worker.node is not self:
                worker.cancel()

    def _take_screens_away(self) -> None:
        """Pop whatever is over a place, unless it says that it `STAYS`: a card does."""
        for mode, stack in list(self._screen_stacks.items()):
            above = [number for number, screen in enumerate(stack) if number and not _stays(screen)]
            if mode == self.current_mode:
                while above and len(stack) > above[0]:
                    self.pop_screen()
            elif stack and (above or mode == _CLOSED_MODE):
                made = self._modes[mode]
                self.remove_mode(mode)  # it is made anew when somebody goes there
                self.add_mode(mode, made)

    # --- leaving -----------------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Leave, once what is being written is kept."""
        self._after_keeping("Quit", self.exit)

    def exit(self, *arguments: Any, **named: Any) -> None:
        """Leave now: what can be kept is kept, and the pair is closed."""
        self.before_leaving()
        super().exit(*arguments, **named)

    def before_leaving(self) -> None:
        """Keep what can be kept, and close the pair."""
        pair = self.pair
        if pair is None or pair.closed:
            return
        self.keep_drafts()
        self.copied.clear()
        with contextlib.suppress(Trouble):
            pair.close()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy; while a pair is open, as private text, with the warning that belongs to it."""
        if self.pair is None:
            self.copied.forget()
            super().copy_to_clipboard(text)
        else:
            self.told(self.copied.copy(text))


def _stays(screen: Screen[Any]) -> bool:
    return bool(getattr(screen, "STAYS", False))
