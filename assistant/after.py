"""Questions for one of the two after a session: about what happened, on their own side of it.

They are the guide's, so they keep to the brief's section 4: single, open, anchored in an event, and about
oneself where something went wrong. Nothing of the other's private matter is asked for: there is no
argument for it. For one's own eyes, as one's own low pulse may shape them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.questions import SuggestedQuestion, suggest_questions
from assistant.wording import QuestionType, Side, Stage, one_line

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue

_COUNT = 3
_MISSED = ("challenges/lapse-and-no-shows", "challenges/no-time-cancelled-again")
_MOVED = ("challenges/no-time-cancelled-again", "trust/steady-rhythm")
_LOW = ("trust/ask-what-was-held-back", "challenges/junior-falls-silent", "goals/pulse-of-three")
_NO_HOUR = {
    QuestionType.REPAIR,
    QuestionType.READINESS,
    QuestionType.LIMITS,
    QuestionType.VOICE,
}
"""What can be asked where there was no hour to look back on."""
_OF_A_MOVE = {QuestionType.READINESS, QuestionType.POWER, QuestionType.NOTICING}


def after_session(
    catalogue: Catalogue,
    life: PairLife,
    session: Session,
    side: Side,
    seed: int,
    lately: Iterable[str],
    *,
    low_pulse: bool = False,
    relevance: Mapping[str, float] | None = None,
) -> tuple[SuggestedQuestion, ...]:
    """Three questions for `side`, the mentor or the mentee, about what became of `session`.

    `lately` has the prompts of their journal in the last weeks, which are not asked again while there are
    others; `low_pulse` is whether their own pulse was low; `relevance` the search scores of the cards near
    the session's topic. Fewer than three only where the guide has no more. The same arguments give the
    same questions.
    """
    asked = {one_line(prompt) for prompt in lately}
    pool = list(_pool(catalogue, life, session, side, seed, low_pulse, relevance))
    chosen: list[SuggestedQuestion] = []
    for fresh in (True, False):
        for question in pool:
            known = any(question.text == one.text for one in chosen)
            if len(chosen) < _COUNT and not known and (question.text not in asked) is fresh:
                chosen.append(question)
    return tuple(chosen)


def _pool(
    catalogue: Catalogue,
    life: PairLife,
    session: Session,
    side: Side,
    seed: int,
    low_pulse: bool,
    relevance: Mapping[str, float] | None,
) -> Iterator[SuggestedQuestion]:
    """Questions in the order in which they are wanted: one of each matter, then the rest of them."""
    stage = Stage.STUCK if session.off else _stage(life, session)
    limit = len(catalogue.cards)

    def near(cards: Iterable[str], *, at: Stage | None = None) -> list[SuggestedQuestion]:
        known = dict.fromkeys(cards, 1.0)
        return suggest_questions(
            catalogue, side=side, stage=at, relevance=known, limit=limit, seed=seed
        )

    if session.off:
        matters = [near(_MISSED)]
    else:
        matters = [near(_LOW)] if low_pulse else []
        if session.moved_from:
            matters.append([one for one in near(_MOVED) if one.type in _OF_A_MOVE])
        matters += [near(relevance or {}, at=stage), near(_cards_of(session), at=stage)]
    yield from (one for matter in matters for one in matter[:1])
    if not session.off:
        yield from matters[-1][1:2]
    for one in suggest_questions(catalogue, side=side, stage=stage, limit=60, seed=seed):
        if not session.off or one.type in _NO_HOUR:
            yield one
    yield from (one for matter in matters for one in matter[1:])


def _cards_of(session: Session) -> list[str]:
    """The cards of what was on the agenda, without its frame."""
    items = session.agenda.items[1:-1] if session.agenda else ()
    return [card for item in items for card in item.cards]


def _stage(life: PairLife, session: Session) -> Stage:
    if session.agenda is not None:
        return session.agenda.stage
    before = sum(one.at < session.at for one in life.held)
    return Stage.FIRST if not before else Stage.EARLY if before < 3 else Stage.ESTABLISHED
