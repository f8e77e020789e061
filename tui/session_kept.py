"""A running session as it is kept for its owner: sealed as a draft is, so that a crash or a lock loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import TYPE_CHECKING

from assistant.life.days import clock_time, day_of, local, said_day
from assistant.life.endings import over
from assistant.life.figures import session_numbers
from assistant.life.live import LiveSession

if TYPE_CHECKING:
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp

_NAME = "session"
ENDED_MEANWHILE = "The two of you have ended it meanwhile; end this session too, and what was taken down in it is kept."


@dataclass(frozen=True)
class KeptSession:
    """A session that runs, and the moment since when it stands still; None where it does not."""

    live: LiveSession
    still: datetime | None = None


def kept_session(pair: PairSpace) -> KeptSession | None:
    """The session that was begun here and not ended; None where there is none that can be read."""
    return _read(pair.forms.texts(_name(pair)))


def unreadable(pair: PairSpace) -> bool:
    """Whether a session that was begun here, by a newer program perhaps, cannot be read."""
    return _name(pair) != _NAME


def keep_session(pair: PairSpace, kept: KeptSession) -> None:
    """Keep it as it is now; what cannot be read is left beside it. Raises ReadOnly and NotKept."""
    still = kept.still.isoformat() if kept.still is not None else ""
    pair.forms.keep(_name(pair), {"live": kept.live.model_dump_json(), "still": still})


def drop_session(pair: PairSpace) -> None:
    """It has come to its end. Raises ReadOnly and NotKept."""
    pair.forms.drop(_name(pair))


def _name(pair: PairSpace) -> str:
    """What it is kept under: the first name that is free, or has one that can be read."""
    numbered = (f"{_NAME} {number}" for number in count(2))
    for name in chain([_NAME], numbered):
        texts = pair.forms.texts(name)
        if not texts or _read(texts) is not None:
            return name
    raise AssertionError("there is always another name")


def _read(texts: Mapping[str, str]) -> KeptSession | None:
    if not texts:
        return None
    try:
        live = LiveSession.model_validate_json(texts.get("live", ""))
        still = texts.get("still", "")
        return KeptSession(live, datetime.fromisoformat(still) if still else None)
    except ValueError:
        return None


def named(life: PairLife, session: Session) -> str:
    """“Session 4”; “This session” where it has no number."""
    number = session_numbers(life).get(session.id)
    return f"Session {number}" if number else "This session"


def since_when(live: LiveSession, now: datetime) -> str:
    """“since 15:02”, with the day where that is another: “since yesterday, 15:02”."""
    day, time = day_of(live.began, now), clock_time(local(live.began, now))
    if day == now.date():
        return f"since {time}"
    return f"since {said_day(day, now.date())}, {time}"


def ask_to_go_on(app: ViceVersaApp) -> None:
    """Ask whether to go on with the session that runs; nothing where none does."""
    from tui.screens.confirm import ConfirmModal
    from tui.screens.session import SessionScreen

    pair = app.pair
    kept = kept_session(pair) if pair is not None and not pair.read_only else None
    if pair is None or kept is None:
        return
    live, now, life = kept.live, pair.moment(), pair.records.life
    title = f"{named(life, live.session)} is running {since_when(live, now)}: go on?"
    words = "It stands still until you do, and nothing of it is lost. Later, g in Today goes on."
    if over(life):  # the other ended it on the other computer
        words = f"{ENDED_MEANWHILE} Later, g in Today leads there."

    def answered(yes: bool | None) -> None:
        if yes and app.pair is pair:
            app.push_screen(SessionScreen(pair, live.session))

    app.push_screen(ConfirmModal(title, words, "Go on", "Later"), answered)
