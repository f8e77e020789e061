"""A draft of the pair's own words on a session, from what both share; both may change it."""

from __future__ import annotations

from assistant.life.days import full_day, plain_day
from assistant.life.document import MAX_WORDS
from assistant.life.figures import begun, session_numbers
from assistant.life.session import Session
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import BlockKind

_FRAME = {BlockKind.OPEN, BlockKind.CLOSE}


def summary_draft(life: PairLife, session: Session) -> str:
    """What was done, noted, agreed and put off, and the next date, as lines; at most 4,000 characters.

    Days are those of the session's own clock.
    """
    number = session_numbers(life).get(session.id)
    day = session.at.date()
    lines = [f"Session {number}, {full_day(day)}" if number else full_day(day)]
    items = session.agenda.items if session.agenda else ()
    lines += _part("We did", [one.title for one in items if one.kind not in _FRAME])
    lines += _part("We keep", session.notes)
    lines += _part(
        "We agreed",
        [
            f"{begun(life.called(one.side))}: {one.what}"
            + (f", by {plain_day(one.due, day)}" if one.due else "")
            for one in life.actions
            if one.session == session.id
        ],
    )
    lines += _part(
        "What worked",
        [
            f"{begun(life.called(one.side))}: {one.what}"
            for one in life.wins
            if one.session == session.id
        ],
    )
    lines += _part(
        "Given",
        [
            f"{begun(life.called(side))}: {one.what}"
            for side in SIDES
            for one in life.given
            if one.session == session.id and one.side is side
        ],
    )
    lines += _part("For later", [one.what for one in life.parked if one.session == session.id])
    ahead = [one for one in life.sessions if one.planned and one.at > session.at]
    if ahead:
        lines += ["", f"Next: {full_day(ahead[0].at.date())}."]
    return _fitting(lines)


def _part(title: str, told: list[str] | tuple[str, ...]) -> list[str]:
    return ["", f"{title}:", *(f"- {' '.join(one.split())}" for one in told)] if told else []


def _fitting(lines: list[str]) -> str:
    """As many whole lines as a summary takes."""
    text = "\n".join(lines)
    while len(text) > MAX_WORDS:
        lines = lines[:-1]
        text = "\n".join(lines)
    return text
