"""Today's overview of a pair with ten thousand records, and what reading them into a life takes.

Run by `make bench`, and alone as `python -m scripts.overviews`.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.life.document import Document
from assistant.life.goal import Win
from assistant.life.progress import progress
from assistant.life.review import review
from assistant.life.sample import MARTIN, PRIYA, sample_documents
from assistant.life.session import Action, ActionState, Given, Parked, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.life.today import overview
from assistant.people import People
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.wording import Side
from scripts.figures import Goal, Report

RECORDS = 10_000
_AT_ONCE = 200
_NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_SIDES = (Side.MENTOR, Side.MENTEE)


def documents(count: int) -> list[Document]:
    """The sample pair's documents and so many more, of many years back: one session to nineteen others."""
    found: list[Document] = list(sample_documents(_NOW))
    number = 0
    while len(found) < count:
        number += 1
        at, side = _NOW - timedelta(hours=7 * number + 600), _SIDES[number % 2]
        name = f"old{number}"
        kind = number % 20
        if kind == 0:
            found.append(
                Session(id=name, at=at, state=SessionState.HELD, mentor_spoke=number % 900)
            )
        elif kind < 12:
            state = ActionState.OPEN if kind == 1 else ActionState.DONE
            ended = None if kind == 1 else at + timedelta(days=9)
            found.append(
                Action(id=name, side=side, what="Try it", since=at, state=state, ended=ended)
            )
        elif kind < 15:
            found.append(Win(id=name, side=side, what="It worked", at=at))
        elif kind < 18:
            found.append(Given(id=name, side=side, what="A story", at=at))
        else:
            found.append(Parked(id=name, what="Another time", since=at))
    return found


def measure(report: Report) -> None:
    """Measure and print all of it."""
    report.part(f"A pair's life of {RECORDS:,} records")
    made = documents(RECORDS)
    # A life of its own each time: what it sorts, it sorts once.
    lives = [PairLife.of(made, PRIYA, MARTIN) for _ in range(15)]
    today = [_took(lambda one=one: overview(one, Side.MENTOR, _NOW)) for one in lives[:5]]  # type: ignore[misc]
    report.row("today's overview, life in memory", today, "ms", Goal(50))
    again = [_took(lambda: overview(lives[0], Side.MENTOR, _NOW)) for _ in range(5)]
    report.row("the same once more", again, "ms")
    figures = [_took(lambda one=one: progress(one, _NOW)) for one in lives[5:10]]  # type: ignore[misc]
    report.row("all figures of progress", figures, "ms")
    pages = [_took(lambda one=one: review(one, _NOW).html) for one in lives[10:]]  # type: ignore[misc]
    report.row("a review of the quarter", pages, "ms")
    with tempfile.TemporaryDirectory(prefix="viceversa-bench-") as folder:
        home = Path(folder)
        report.row("making the sample pair", [_took(lambda: _sample(home))], "ms", Goal(3_000))
        _keep(home, made)
        read = []
        for _ in range(3):
            pair = People(home, lambda: _NOW).unlock(PASSPHRASES[Side.MENTOR])
            read.append(_took(lambda pair=pair: pair.records.life))  # type: ignore[misc]
            pair.close()
        report.row("building the life from the records", read, "ms")


def _sample(home: Path) -> None:
    make_sample(home, lambda: _NOW).close()


def _keep(home: Path, made: list[Document]) -> None:
    pair = People(home, lambda: _NOW).unlock(PASSPHRASES[Side.MENTOR])
    hers = Side.MENTOR
    shared = [one for one in made if not one.OWN and getattr(one, "written_by", hers) is hers]
    for begin in range(0, len(shared), _AT_ONCE):
        pair.records.keep(*shared[begin : begin + _AT_ONCE])
    pair.close()


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


if __name__ == "__main__":
    own = Report()
    measure(own)
    own.end()
