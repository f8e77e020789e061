"""An agenda suggested on a pair's records, the model warm: after six sessions, and after five hundred.

Each figure begins with a life just put together from its documents, and searches for texts not asked
before. Run by `make bench`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

from assistant.agenda import Agenda
from assistant.life.document import Document
from assistant.life.goal import Goal
from assistant.life.plan import proposals, replaced, suggest_for
from assistant.life.pulse import Answers, Commitment, Reveal, SealedPulse
from assistant.life.session import Action, ActionState, Given, Parked, Session, SessionState
from assistant.life.snapshot import SIDES, PairLife
from assistant.suggest import AgendaRequest
from assistant.wording import Side, Stage
from assistant.workspace import Filters, Workspace
from knowledge.guide_files import embedded_guide
from knowledge.skeleton import Skeletons, load_skeletons
from scripts.figures import Goal as Limit
from scripts.figures import Report
from scripts.retrieval import read

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_SIZES = ((6, 24, Limit(60)), (500, 2_000, Limit(150)))
_RUNS = 15
_GOAL = 80
"""Characters."""
_ASKED = AgendaRequest(60, Stage.ESTABLISHED)


def measure(report: Report, work: Workspace) -> None:
    """Measure and print; the model of `work` is loaded."""
    skeletons = load_skeletons(embedded_guide())
    agenda = work.suggest_agenda(_ASKED)
    texts = _texts()
    for sessions, actions, goal in _SIZES:
        report.part(f"Suggesting at {sessions} sessions and {actions:,} actions")
        for name, way in _ways(work, skeletons).items():
            taken = []
            for _ in range(_RUNS):
                life = PairLife.of(documents(sessions, actions, agenda, texts))
                about = agenda.items[1].model_copy(update={"about": "goal g1"})
                started = time.perf_counter()
                way(life, agenda.with_item(1, about))
                taken.append((time.perf_counter() - started) * 1000)
            report.row(name, taken, "ms", goal if name == "an agenda" else None)


def _ways(work: Workspace, skeletons: Skeletons) -> dict[str, Callable[[PairLife, Agenda], object]]:
    """The ways of suggesting, by name."""

    def near(text: str) -> Mapping[str, float]:
        return work.near(text, Filters(side=_ASKED.side))

    guide = work.catalogue, skeletons

    def one(life: PairLife, _: Agenda) -> object:
        return suggest_for(life, *guide, _ASKED, near, NOW)

    def three(life: PairLife, _: Agenda) -> object:
        return proposals(life, *guide, _ASKED, near, NOW)

    def other(life: PairLife, agenda: Agenda) -> object:
        return replaced(life, *guide, agenda, 1, near, NOW)

    return {"an agenda": one, "three proposals": three, "another block for one item": other}


def _texts() -> Iterator[str]:
    """Texts as long as goals are, which nobody asked before."""
    questions = [question["text"] for question in read("queries.jsonl")]
    goals = [text for text in questions if len(text) <= _GOAL]
    for number in count():
        yield f"{goals[number % len(goals)]} {number}"


def documents(sessions: int, actions: int, agenda: Agenda, texts: Iterator[str]) -> list[Document]:
    """What a pair has after so many sessions: all held, all pulses opened, a tenth of actions open."""
    found: list[Document] = []
    begun = NOW - timedelta(days=7 * sessions)
    for number in range(sessions):
        at = begun + timedelta(days=7 * number)
        session = Session(
            id=f"s{number}",
            at=at,
            state=SessionState.HELD,
            agenda=agenda,
            goals=(f"g{number % 8}",),
        )
        found.append(session)
        for side in SIDES:
            found += _pulse(session, side)
            found.append(Given(side=side, what="A way in", at=at, session=session.id))
    for number in range(actions):
        since = begun + timedelta(days=7 * (number * sessions // actions))
        state = ActionState.DONE if number % 10 else ActionState.OPEN
        side = SIDES[number % 2]
        found.append(Action(side=side, what=f"Thing {number}", since=since, state=state))
    for number in range(8):
        side = Side.MENTOR if number == 0 else Side.MENTEE
        found.append(
            Goal(id=f"g{number}", side=side, what=next(texts), since=begun, quarter="2026-Q4")
        )
    found += [Parked(what=next(texts), since=begun) for _ in range(5)]
    return found


def _pulse(session: Session, side: Side) -> list[Document]:
    answers = Answers(useful=4, safe=4, going=4)
    sealed = SealedPulse(
        session=session.id, side=side, answers=answers, nonce="a" * 64, at=session.at
    )
    bound, at = sealed.commitment, session.at
    return [
        Commitment(side=side, session=session.id, commitment=bound, at=at),
        Reveal(side=side, session=session.id, answers=answers, nonce=sealed.nonce, at=at),
    ]
