"""What takes the guide and an open pair together: agendas on its records, and pages for one of them.

Agendas are made of `PairSpace.records.life` alone, which holds nothing private; `brief` and `questions_after`
look into the journal too, and what they return is for its owner's eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.safety import concern_of, matter
from assistant.suggest import AgendaRequest
from assistant.wording import MAX_QUESTION, Side, Stage
from knowledge.plain_text import words
from knowledge.search import Filters, Hit

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.agenda import Agenda, Shape
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.life.stage import StageReading
    from assistant.pair_space import PairSpace
    from assistant.preparation import PrivateBrief
    from assistant.questions import SuggestedQuestion
    from assistant.workspace import Workspace
    from knowledge.catalogue import Catalogue
    from knowledge.skeleton import Skeletons

_LATELY = 20
"""So many of the last entries' questions are not asked again."""


class PairWork:
    """A workspace and a pair that is open. Methods may take longer than a blink: do them off the screen."""

    def __init__(self, workspace: Workspace, pair: PairSpace) -> None:
        self._workspace = workspace
        self._pair = pair

    # --- agendas -----------------------------------------------------------------------------------

    @property
    def stage(self) -> StageReading:
        """The stage the pair is at, and why."""
        from assistant.life.stage import stage_of

        return stage_of(self._pair.records.life, self._pair.moment())

    def request(
        self,
        *,
        minutes: int | None = None,
        stage: Stage | None = None,
        focus: str = "",
        card: str = "",
        seed: int = 0,
        side: Side = Side.BOTH,
    ) -> AgendaRequest:
        """What to ask for: what is not given is as the records say."""
        from assistant.life.stage import session_stage

        life, now = self._pair.records.life, self._pair.moment()
        return AgendaRequest(
            minutes=life.rhythm.minutes if minutes is None else minutes,
            stage=stage or session_stage(life, now),
            focus=self._workspace.card(card).title if card else focus,
            side=side,
            seed=seed,
            card=card,
        )

    def suggest(
        self, request: AgendaRequest, *, locked: Agenda | None = None, shape: Shape | None = None
    ) -> Agenda:
        """An agenda on the pair's records; the locked items of `locked` stay.

        Raises Trouble for minutes out of range, a focus that needs people, and no room beside the locked.
        """
        from assistant.life.plan import suggest_for

        asked = self._checked(request)
        life, guide, shapes, now = self._known
        near = self._near(asked)
        return suggest_for(life, guide, shapes, asked, near, now, locked=locked, shape=shape)

    def proposals(self, request: AgendaRequest) -> tuple[Agenda, Agenda, Agenda]:
        """Three agendas that differ in substance. Raises Trouble as `suggest` does."""
        from assistant.life.plan import proposals

        asked = self._checked(request)
        life, guide, shapes, now = self._known
        return proposals(life, guide, shapes, asked, self._near(asked), now)

    def replaced(self, agenda: Agenda, place: int) -> Agenda:
        """`agenda` with the next best block at `place`; Trouble where there is none, or it is locked."""
        from assistant.life.plan import replaced

        life, guide, shapes, now = self._known
        asked = AgendaRequest(focus=agenda.focus, side=agenda.side, card=agenda.card)
        return replaced(life, guide, shapes, agenda, place, self._near(asked), now)

    @property
    def _known(self) -> tuple[PairLife, Catalogue, Skeletons, datetime]:
        pair, work = self._pair, self._workspace
        return pair.records.life, work.catalogue, work.skeletons, pair.moment()

    def _checked(self, request: AgendaRequest) -> AgendaRequest:
        return replace(request, focus=matter(request.focus, "focus"))

    def _near(self, request: AgendaRequest) -> Callable[[str], Mapping[str, float]]:
        def near(text: str) -> Mapping[str, float]:
            if request.card and text == request.focus:
                return {request.card: 1.0}
            return self._relevance(text, request.side)

        return near

    def _relevance(self, text: str, side: Side) -> Mapping[str, float]:
        """The scores of the cards near a text of the records; of what cannot be looked up, none."""
        if concern_of(text) is not None or not words(text):
            return {}
        return self._workspace.near(text[:MAX_QUESTION], Filters(side=side))

    # --- for one of the two ------------------------------------------------------------------------

    def brief(self, seed: int = 0) -> PrivateBrief:
        """The page for me before the next session."""
        from assistant.preparation import prepare

        pair = self._pair
        return prepare(
            pair.records.life,
            pair.me.role,
            pair.journal,
            pair.search,
            self._workspace.catalogue,
            self._find,
            pair.moment(),
            seed=seed,
        )

    def _find(self, text: str, side: Side) -> Sequence[Hit]:
        return self._workspace.library.find(text, Filters(side=side), limit=8).hits

    def questions_after(self, session: Session, seed: int = 0) -> tuple[SuggestedQuestion, ...]:
        """Three questions for my side about what became of `session`."""
        from assistant.after import after_session

        pair = self._pair
        own = {one.session: one for one in pair.pulses.own()}.get(session.id)
        asked = [prompt for entry in pair.journal.entries[:_LATELY] for prompt in entry.prompts]
        about = session.agenda.focus if session.agenda is not None else ""
        return after_session(
            self._workspace.catalogue,
            pair.records.life,
            session,
            pair.me.role,
            seed,
            asked,
            low_pulse=own is not None and bool(own.answers.low),
            relevance=self._relevance(about, pair.me.role) if about else None,
        )
