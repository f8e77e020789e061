"""What a record can be believed of: nobody was yet where the clock has not been."""

from __future__ import annotations

from datetime import datetime, timedelta

from assistant.life.course import MissesAnswer
from assistant.life.document import Document
from assistant.life.session import Session, SessionState

_SLOW_CLOCK = timedelta(days=1)
"""By so much the clocks of the two may differ."""


def believable(document: Document, now: datetime) -> Document | None:
    """`document` as far as it can be true: what is to come has not been, whoever wrote that it has.

    Clocks may differ by a day. A session said to have been held later than that is planned.
    """
    try:
        soon = now + _SLOW_CLOCK
    except OverflowError:
        return document
    if isinstance(document, Session) and document.held and document.at > soon:
        fields = {"state": SessionState.PLANNED, "began": None, "ended": None}
        return document.model_copy(update=fields)
    if isinstance(document, MissesAnswer) and document.at > soon:
        return None
    return document
