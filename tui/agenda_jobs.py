"""What Agenda has done off the screen: suggestions on a pair's records, and where the pair stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from tui.agenda_messages import (
    AgendaBegun,
    ItemReplaced,
    Proposed,
    Standing,
    StandingRead,
    Suggested,
)

if TYPE_CHECKING:
    from assistant.agenda import Agenda, Shape
    from assistant.pair_space import PairSpace
    from assistant.suggest import AgendaRequest
    from assistant.wording import Side
    from assistant.workspace import Workspace

DRAFT = "agenda"
"""The name under which an agenda in hand is kept for its owner over a lock."""
_TRIES = 5
"""So many suggestions are looked at for one that differs."""


def _standing(workspace: Workspace, pair: PairSpace) -> Standing:
    from assistant.life.today import next_session
    from assistant.pair_work import PairWork

    life = pair.records.life
    reading = PairWork(workspace, pair).stage
    return Standing(reading, next_session(life, pair.me.role, pair.moment()))


def read(workspace: Workspace, pair: PairSpace) -> Message:
    """Where the pair stands now."""
    return StandingRead(pair, _standing(workspace, pair))


def begun(workspace: Workspace, side: Side, pair: PairSpace) -> Message:
    """The agenda to begin with: what was in hand, what is kept, else a suggestion. Raises Trouble."""
    from assistant.pair_work import PairWork

    standing = _standing(workspace, pair)
    drafted = _draft(pair, standing)
    agenda = drafted or standing.kept
    if agenda is None:
        work = PairWork(workspace, pair)
        minutes = standing.next.session.minutes if standing.next is not None else None
        agenda = work.suggest(work.request(minutes=minutes, side=side))
    return AgendaBegun(pair, standing, agenda, drafted=drafted is not None)


def _draft(pair: PairSpace, standing: Standing) -> Agenda | None:
    """The agenda that was in hand for this session."""
    from assistant.agenda import Agenda

    texts = pair.forms.texts(DRAFT)
    if not texts or texts.get("session") != standing.session:
        return None
    try:
        agenda = Agenda.model_validate_json(texts.get("agenda", ""))
    except ValueError:
        return None
    return agenda if agenda != standing.kept else None


def replaced(workspace: Workspace, agenda: Agenda, place: int, pair: PairSpace) -> Message:
    """The next best at one place. Raises Trouble where there is none."""
    from assistant.pair_work import PairWork

    return ItemReplaced(agenda, PairWork(workspace, pair).replaced(agenda, place), place)


def proposed(workspace: Workspace, request: AgendaRequest, pair: PairSpace) -> Message:
    """Three agendas that differ. Raises Trouble."""
    from assistant.pair_work import PairWork

    return Proposed(pair, PairWork(workspace, pair).proposals(request))


def suggested(
    workspace: Workspace,
    request: AgendaRequest,
    locked: Agenda | None,
    shape: Shape | None,
    pair: PairSpace,
) -> Message:
    """Another suggestion on the pair's records; where another seed is asked, another agenda if any.

    Raises Trouble.
    """
    from assistant.pair_work import PairWork

    work = PairWork(workspace, pair)
    if request.card:
        request = replace(request, focus=workspace.card(request.card).title)
    agenda = work.suggest(request, locked=locked, shape=shape)
    if request.seed:
        for seed in range(request.seed + 1, request.seed + _TRIES):
            if locked is None or agenda.items != locked.items:
                break
            again = replace(request, seed=seed)
            agenda = work.suggest(again, locked=locked, shape=shape)
    return Suggested(agenda)
