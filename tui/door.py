"""The ways in: beginning a journal, unlocking it, letting a partner in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.errors import Trouble
from tui import jobs
from tui.messages import KeysChanged, PairOpened, PairRefused

if TYPE_CHECKING:
    from assistant.member import Member
    from assistant.pair_space import PairSpace
    from assistant.storage.new_space import NewSpace
    from tui.app import ViceVersaApp
    from tui.screens.door import DoorScreen

_SAMPLE = "This is a sample pair. Start `viceversa` without demo to begin a journal of yours."


def opened_message(pair: PairSpace, home: Path, told: str = "") -> PairOpened:
    """What is to be said of a pair just opened: by whoever opened it, of its files, who waits."""
    from assistant.settings import read_settings

    try:
        _ = pair.records.life  # read here, off the screen's thread
        notices = [told, _opened_pulses(pair), *pair.notices, *read_settings(home).unusable]
        waiting = [] if pair.read_only else pair.waiting
        newcomer = waiting[0] if waiting else None
        number = pair.number_with(newcomer) if newcomer else ""
    except BaseException:
        pair.close()
        raise
    return PairOpened(pair, [notice for notice in notices if notice], newcomer, number)


def _opened_pulses(pair: PairSpace) -> str:
    """Share the pulses that both have answered; why they could not be, "" where they were."""
    try:
        pair.pulses.open_ready()
    except Trouble as trouble:
        return trouble.detail
    return ""


class Door:
    """Pushes the screens about keys, and goes on when they are done."""

    def __init__(self, app: ViceVersaApp) -> None:
        self._app = app
        self._notices: list[str] = []

    # --- in ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a journal, where there is none."""
        from tui.screens.new_pair import NewPairScreen

        if self._app.sample:
            self._app.told(_SAMPLE)
        elif self._may() and self._app.nobody:
            self._app.push_screen(NewPairScreen())

    def unlock(self) -> None:
        """Ask for the passphrase; where nobody has one yet, begin."""
        from tui.screens.unlock import UnlockScreen

        if self._app.nobody:
            self.begin()
        elif self._may() and self._app.pair is None:
            self._app.push_screen(UnlockScreen())

    def _may(self) -> bool:
        """Whether keys may be asked for here and now; says why not."""
        app = self._app
        if app.workspace is None or self._front() is not None:
            return False
        if app.debugging:
            app.told(
                f"The variable {app.debugging} is set: with it, Textual may write down what is typed. "
                "Journals stay locked. Start again without it."
            )
            return False
        return True

    def _front(self) -> DoorScreen | None:
        from tui.screens.door import DoorScreen

        screen = self._app.screen
        return screen if isinstance(screen, DoorScreen) else None

    async def opened(self, message: PairOpened) -> None:
        """Leave the screens about keys, and say what there is to know."""
        app, made = self._app, getattr(self._front(), "MAKES", False)
        while self._front() is not None and len(app.screen_stack) > 1:
            await app.pop_screen()
        if made:
            await app.action_go("journal")
        self._notices = list(message.notices)
        app.told(" ".join(message.notices))
        if message.waiting is not None:
            self.ask(message.pair, message.waiting, message.number)
            return
        from tui.session_kept import ask_to_go_on

        ask_to_go_on(app)

    def refused(self, trouble: Trouble) -> None:
        """Say it on the screen it concerns."""
        front = self._front()
        if front is None:
            self._app.told(str(trouble))
        else:
            front.refused(trouble)

    def made(self, made: NewSpace) -> None:
        """Show the recovery code of the pair in the making; if nobody waits for it, drop it."""
        from tui.screens.new_pair import NewPairScreen

        front = self._front()
        if isinstance(front, NewPairScreen):
            front.made(made)

    # --- the partner -------------------------------------------------------------------------------

    def ask(self, pair: PairSpace, newcomer: Member, number: str) -> None:
        """Ask whether the newcomer is who they say, and let them in if so."""
        from tui.screens.admit import AdmitScreen

        def answered(yes: bool | None) -> None:
            if yes and self._app.pair is pair:
                jobs.start(self._app, "keys", guarded(partial(_let_in, pair, newcomer), pair))

        self._app.push_screen(AdmitScreen(newcomer, number), answered)

    # --- unlocked ----------------------------------------------------------------------------------

    def change_passphrase(self) -> None:
        """Ask for the old passphrase and a new one."""
        from tui.screens.passphrase import PassphraseScreen

        app = self._app
        if app.pair is None or self._front() is not None:
            return
        if app.pair.read_only:
            from assistant.storage.troubles import ReadOnly

            app.told(str(ReadOnly()))
        else:
            app.push_screen(PassphraseScreen())

    async def changed(self, told: str) -> None:
        """Say that it is done."""
        if self._app.pair is not None and self._front() is not None:
            await self._app.pop_screen()
        self._app.told(told)

    def show_notices(self) -> None:
        """Show again what was said after unlocking, and what has come since."""
        from tui.screens.notices import NoticesScreen

        pair = self._app.pair
        if pair is not None:
            notices = dict.fromkeys([*self._notices, *pair.notices])
            self._app.push_screen(NoticesScreen(list(notices)))


def guarded(work: Callable[[], Message], pair: PairSpace | None) -> Callable[[], Message]:
    """`work` as a job whose trouble is a message; `pair`, if it has one open, may lock meanwhile."""

    def done() -> Message:
        try:
            return work()
        except Trouble as trouble:
            return PairRefused(trouble)
        except Exception:
            if pair is None or not pair.closed:
                raise
            return PairRefused(Trouble("Locked", "It was locked meanwhile; nothing was changed."))

    return done


def _let_in(pair: PairSpace, newcomer: Member) -> Message:
    pair.admit(newcomer)
    return KeysChanged(f"{newcomer.name} is let in: what is shared is open to both of you now.")
