"""Where what waits for one of the two is done: the place, the sheet or the form itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.life.session import Session
    from assistant.life.waiting import ToDo
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp


async def lead_to(app: ViceVersaApp, todo: ToDo) -> None:
    """Open what `todo` is about, over the place in front or in the place it belongs to."""
    from assistant.life.waiting import Waiting

    pair, what = app.pair, todo.what
    if pair is None:
        return
    session = _session(app, todo.id)
    if what in {Waiting.HELD, Waiting.MISSES}:
        await _dates(app, pair, todo.id, ways=what is Waiting.MISSES)
    elif what in {Waiting.PULSE, Waiting.AFTER, Waiting.HOW_ENDED}:
        if session is not None:
            _session_screen(app, pair, session, what)
    elif what in {Waiting.CHARTER, Waiting.REVIEW}:
        from tui.screens.charter import CharterScreen

        app.push_screen(CharterScreen(pair))
    elif what is Waiting.ENDING:
        to_ending(app, pair)
    elif what in {Waiting.MILESTONE, Waiting.BASELINE}:
        await _goal(app, todo.id)
    else:
        await _step(app, todo.id)


def to_ending(app: ViceVersaApp, pair: PairSpace) -> None:
    """To the ending."""
    from tui.screens.ending import EndingScreen

    app.push_screen(EndingScreen(pair))


def _session(app: ViceVersaApp, session_id: str) -> Session | None:
    known = app.life.sessions if app.life is not None else ()
    return next((one for one in known if one.id == session_id), None)


async def _dates(app: ViceVersaApp, pair: PairSpace, session_id: str, *, ways: bool) -> None:
    """To the dates with that session selected, or to the three answers to misses over them."""
    from tui.screens.dates import DatesScreen

    dates = DatesScreen(pair)
    dates.wanted = session_id
    await app.push_screen(dates)
    if ways:
        dates.action_ways()


def _session_screen(app: ViceVersaApp, pair: PairSpace, session: Session, what: str) -> None:
    from assistant.life.waiting import Waiting
    from tui.screens.after import AfterScreen
    from tui.screens.on_pair import may_change
    from tui.screens.pulse import PulseSheet
    from tui.screens.session_end import SessionEndScreen

    if what == Waiting.AFTER:  # for one alone: nothing of it is shared
        app.push_screen(AfterScreen(pair, session))
        return
    changing, why_not = may_change(app)
    if changing is None:
        app.told(why_not)
    else:
        kind = PulseSheet if what == Waiting.PULSE else SessionEndScreen
        app.push_screen(kind(pair, session))


async def _goal(app: ViceVersaApp, goal_id: str) -> None:
    from tui.screens.progress import ProgressScreen

    await app.action_go("progress")
    if isinstance(app.screen, ProgressScreen):
        app.screen.take(f"goal:{goal_id}")


async def _step(app: ViceVersaApp, name: str) -> None:
    from tui.screens.pair import PairScreen

    await app.action_go("pair")
    if isinstance(app.screen, PairScreen):
        await app.screen.take_step(name)
