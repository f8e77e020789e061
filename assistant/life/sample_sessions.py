"""The sessions of the sample pair, and what came of them."""

from __future__ import annotations

from datetime import timedelta

from assistant.agenda import Agenda
from assistant.life import sample_agendas as agendas
from assistant.life.document import Document
from assistant.life.sample_days import HELD, MISSED, SampleDays
from assistant.life.session import (
    Action,
    ActionState,
    Given,
    Parked,
    Session,
    SessionState,
    Summary,
)
from assistant.wording import Side

_M, _E = Side.MENTOR, Side.MENTEE
_DONE, _OPEN, _DROPPED = ActionState.DONE, ActionState.OPEN, ActionState.DROPPED


def sessions(days: SampleDays, zone: str) -> tuple[Document, ...]:
    """Six that were held, the fourth after a move; one that was missed; the next, with its agenda."""
    held = (
        _held(days, zone, 1, agendas.FIRST, (0, 0), ("goaldashboard", "goalteach"), ()),
        _held(
            days,
            zone,
            2,
            agendas.SHARED,
            (1_020, 1_150),
            (),
            ("One link, and everybody sees the same draft.",),
        ),
        _held(
            days,
            zone,
            3,
            agendas.DASHBOARD,
            (860, 1_490),
            ("goaldashboard",),
            ("A figure without a date is a rumour.",),
        ),
        _held(
            days,
            zone,
            4,
            agendas.KEYBOARD,
            (980, 1_350),
            ("goaldashboard", "goalteach"),
            ("Filters first, then the chart.",),
        ),
        _held(
            days,
            zone,
            5,
            agendas.REPAIR,
            (1_240, 890),
            (),
            ("Doubts about figures leave the room only if both say so.",),
        ),
        _held(
            days,
            zone,
            6,
            agendas.BOARD_PACK,
            (1_310, 960),
            ("goalhear",),
            ("The pack is printed for two readers out of nine.",),
        ),
    )
    return (
        *held,
        Session(
            id="sessionmissed",
            at=days.at(MISSED),
            zone=zone,
            state=SessionState.MISSED,
            agenda=None,
            why="The board week took the slot.",
        ),
        Session(id="session7", at=days.at(0), zone=zone, agenda=agendas.NEXT),
    )


def _held(
    days: SampleDays,
    zone: str,
    number: int,
    agenda: Agenda,
    talk: tuple[int, int],
    goals: tuple[str, ...],
    notes: tuple[str, ...],
) -> Session:
    at, planned = days.session(number), days.at(HELD[number - 1])
    return Session(
        id=f"session{number}",
        at=at,
        zone=zone,
        minutes=agenda.minutes,
        state=SessionState.HELD,
        moved_from=() if at == planned else (planned,),
        revision=int(at != planned),
        agenda=agenda,
        began=at,
        ended=at + timedelta(minutes=agenda.minutes),
        mentor_spoke=talk[0],
        mentee_spoke=talk[1],
        goals=goals,
        notes=notes,
    )


def spoken(days: SampleDays) -> tuple[Document, ...]:
    """Actions, what was put off, what was given, and summaries."""
    return (*_actions(days), *_parked(days), *_given(days), *_summaries(days))


def _actions(days: SampleDays) -> tuple[Document, ...]:
    told = (
        ("action1", _M, 1, "Send Martin the link to the dashboard", _DONE, 2),
        ("action2", _E, 1, "Open the dashboard alone once and note where I got stuck", _DONE, 9),
        ("action13", _E, 2, "Send the next draft as a link, not as a file", _DONE, 5),
        ("action3", _E, 3, "Ask one question about a figure in the Monday meeting", _DONE, 4),
        ("action4", _M, 3, "Write down the three filters I always use", _DONE, 6),
        ("action5", _E, 3, "Read the whole manual of the dashboard", _DROPPED, 21),
        ("action6", _E, 4, "Build one saved view of my own", _DONE, 40),
        ("action7", _E, 5, "Tell Ines that her figures were checked, not doubted", _DONE, 1),
        ("action8", _M, 5, "Say which line of the charter still bothers me", _DONE, 20),
        ("action9", _M, 6, "Count who opens the board pack as a link", _DONE, 11),
    )
    past = tuple(
        Action(
            id=name,
            side=side,
            what=what,
            since=days.session(number) + timedelta(minutes=42),
            session=f"session{number}",
            state=state,
            ended=days.after(number, later),
        )
        for name, side, number, what, state, later in told
    )
    return (
        *past,
        Action(
            id="action10",
            side=_E,
            what="Ask Ines how the pipeline figures are made",
            since=days.session(6) + timedelta(minutes=42),
            due=days.next_day,
            session="session6",
            goal="goaldashboard",
        ),
        Action(
            id="action11",
            side=_M,
            what="Send Martin the two links on saved views",
            since=days.ago(5, 16),
            goal="goalteach",
        ),
        Action(
            id="action12",
            side=_E,
            what="Take Priya along to the budget round as a listener",
            since=days.session(6) + timedelta(minutes=43),
            due=days.next_day + timedelta(days=12),
            session="session6",
        ),
    )


def _parked(days: SampleDays) -> tuple[Document, ...]:
    return (
        Parked(
            id="parked1",
            what="Who decides which budget line is cut",
            since=days.session(3),
            session="session3",
            state=_DONE,
            ended=days.session(6),
        ),
        Parked(
            id="parked2",
            what="An alert instead of a weekly report",
            since=days.session(4),
            session="session4",
        ),
        Parked(
            id="parked3",
            what="What the travel decision did to the field team",
            since=days.session(6),
            session="session6",
        ),
    )


def _given(days: SampleDays) -> tuple[Document, ...]:
    told = (
        (_M, 1, "a first look at the dashboard, without slides"),
        (_M, 2, "how one link takes the place of six attachments"),
        (_E, 2, "what the board wants to see on the first page of a paper"),
        (_M, 3, "how to tell how fresh a figure is"),
        (_E, 3, "how the travel decision came about"),
        (_M, 4, "filters, with my hands off the mouse"),
        (_E, 4, "the story of a forecast that was wrong by a third"),
        (_E, 5, "an apology without a reason in it"),
        (_M, 5, "what it was like to hear it from Ines"),
        (_M, 6, "the board pack as one page with links"),
        (_E, 6, "who reads which page of the board pack"),
    )
    return tuple(
        Given(
            id=f"given{place}",
            side=side,
            what=what,
            at=days.session(number) + timedelta(minutes=20),
            session=f"session{number}",
        )
        for place, (side, number, what) in enumerate(told, 1)
    )


def _summaries(days: SampleDays) -> tuple[Document, ...]:
    told = {
        3: "We took one number back to its source: the pipeline counts what nobody has called back. "
        "Martin told how the travel decision was made.",
        5: "Martin said what he had told Ines and what he did about it since. We changed the line on "
        "consent and the one on cancelling, and both signed again.",
        6: "We did one page of the board pack both ways. The link won for seven readers, paper for two. "
        "Martin wants the Monday meeting watched for questions he cuts short.",
    }
    return tuple(
        Summary(
            id=f"summary{number}",
            session=f"session{number}",
            words=words,
            at=days.after(number, 1),
        )
        for number, words in told.items()
    )
