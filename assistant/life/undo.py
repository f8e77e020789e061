"""Taking a change back: what is kept again, and what is removed.

A calendar follows the higher SEQUENCE (RFC 5545, 3.8.7.4), so the revision of a session never falls: not
even where it goes back to the time it had before.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from assistant.life.document import Document
from assistant.life.session import Session, SessionState
from assistant.life.sessions import LAST_REVISION

Undone = tuple[list[Document], list[Document]]
"""What is kept, and what is removed, in one change."""
Step = tuple[list[Document], list[Document]]
"""A change that can be taken back: the documents as they were before, and as they were kept."""


def taken_back(
    former: Sequence[Document], kept: Sequence[Document], in_calendars: Container[str]
) -> Undone:
    """What undoes a change that made `kept` of `former`; what is in `kept` alone was new.

    `in_calendars` has the ids of the sessions that were written to a calendar file: a new one of those is
    called off, so that the next file takes it out again, and any other is removed.
    """
    before = {one.key: one for one in former}
    back: list[Document] = []
    gone: list[Document] = []
    for one in kept:
        was = before.get(one.key)
        if was is not None:
            back.append(_again(was, one))
        elif isinstance(one, Session) and one.planned and one.id in in_calendars:
            # Without the moment of it: this is no session that somebody called off.
            off = one.model_copy(update={"state": SessionState.CANCELLED, "changed": None})
            back.append(_told_later(off, one))
        else:
            gone.append(one)
    return back, gone


def steps_before(steps: Sequence[Step], former: Sequence[Document], back: Undone) -> list[Step]:
    """The steps before one that was taken back: what they kept is now as it was kept again."""
    was = {one.key: one for one in former}
    now = {one.key: one for one in back[0]}

    def current(one: Document) -> Document:
        return now.get(one.key, one) if was.get(one.key) == one else one

    return [(before, [current(one) for one in kept]) for before, kept in steps]


def _again(was: Document, now: Document) -> Document:
    if isinstance(was, Session) and isinstance(now, Session):
        return _told_later(was, now)
    return was


def _told_later(back: Session, now: Session) -> Session:
    """`back` with a revision above that of `now`, if calendars have to hear of it."""
    revision = min(now.revision + (_shown(back) != _shown(now)), LAST_REVISION)
    return back.model_copy(update={"revision": revision})


def _shown(session: Session) -> tuple[object, ...]:
    """What a calendar shows of a session."""
    return session.at, session.zone, session.minutes, session.off
