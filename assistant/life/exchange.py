"""Give and take: who gave what. It is no score of anybody."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from assistant.errors import wrong_usage
from assistant.life.document import typed_line
from assistant.life.made import made
from assistant.life.session import Given
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

_LOOKED_AT = 2
"""Sessions in which a side gave nothing before that is spoken of (brief, T4.8)."""


def given(side: Side, what: str, now: datetime, *, session: str | None = None) -> Given:
    """What `side` gave and the other received, in a session or between. Raises Trouble."""
    if side not in SIDES:
        raise wrong_usage("One gives and the other receives.", "Say which of you gave it.")
    return made(Given, side=side, what=typed_line(what, "line"), at=now, session=session)


def given_by_session(life: PairLife) -> dict[str, tuple[Given, ...]]:
    """What was given in each held session, by its id, in order.

    What was given between two counts with the one before, what came before the first with the first.
    """
    begins = [one.at for one in life.held]
    found: dict[str, list[Given]] = {one.id: [] for one in life.held}
    for one in life.given:
        if one.session in found:
            found[one.session].append(one)
        elif found:
            place = max(0, bisect_right(begins, one.at) - 1)
            found[life.held[place].id].append(one)
    return {session: tuple(log) for session, log in found.items()}


def quiet_side(life: PairLife) -> Side | None:
    """The side that gave nothing in either of the last two held sessions, while the other did.

    None before two were held, and where neither gave anything: then the log was just not used.
    """
    if len(life.held) < _LOOKED_AT:
        return None
    logs = given_by_session(life)
    gave = {one.side for session in life.held[-_LOOKED_AT:] for one in logs[session.id]}
    quiet = [side for side in SIDES if side not in gave]
    return quiet[0] if len(quiet) == 1 else None
