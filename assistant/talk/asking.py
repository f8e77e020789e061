"""Questions: for one's own side, near a matter, none of them asked lately, kept on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.talk.effects import DropQuestion, KeepQuestion
from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer, Piece, PieceKind, Reply, listed
from assistant.talk.state import Dialogue, UndoStep
from assistant.talk.topics import title_of
from assistant.talk.turn import Result, Turn

if TYPE_CHECKING:
    from assistant.talk.effects import Outcome

_USUAL, _MOST = 3, 10
_HERE = (
    "Some questions on {about}:",
    "On {about}, you could ask:",
    "{about}: these might open it up.",
)
_ANY = ("Some questions to choose from:", "You could ask:", "These might open something up:")
_NONE = "I have no more questions on that."


def suggest(turn: Turn) -> Result:
    """As many as were asked for, three as a rule."""
    about = turn.heard.about or turn.heard.topic_words
    last = turn.state.last
    if not about and last is not None and last.question:
        about = last.question
    return questions_on(turn, about, turn.heard.count or _USUAL)


def questions_on(turn: Turn, about: str, count: int) -> Result:
    """`count` questions near `about`; with "", of any matter."""
    state, guide = turn.state, turn.mind.guide
    wanted = max(1, min(count, _MOST))
    found = guide.questions(turn.side, about, state.turn)
    elsewhere = not found and bool(about)
    if elsewhere:
        found = guide.questions(turn.side, "", state.turn)
    fresh = [one.text for one in found if not state.said_lately(one.text)][:wanted]
    if not fresh:
        return Result(state, turn.reply(Kind.QUESTIONS, _NONE))
    named = _named(about, turn)
    opening = chosen(_HERE if named and not elsewhere else _ANY, state)
    pieces: list[Piece | str] = [_capital(opening.format(about=named))]
    if elsewhere:
        pieces.insert(0, "I have no questions on exactly that.")
    offers = (
        *(
            Offer(id=f"keep_question:{at}", label=f"Keep question {at}")
            for at in range(1, min(len(fresh), 3) + 1)
        ),
        Offer(id="more_questions", label="Other questions"),
    )
    reply = turn.reply(Kind.QUESTIONS, *pieces, *listed(fresh), offers=offers)
    return Result(state.using(opening, *fresh), reply)


def keep(turn: Turn, places: tuple[int, ...]) -> Result:
    """Keep those of the last questions that were named by number, from 1."""
    last = turn.state.last
    questions = last.questions if last is not None else ()
    chosen_ones = [questions[at - 1] for at in places if 0 < at <= len(questions)]
    if not chosen_ones:
        told = f"There are {len(questions)} questions; say a number from 1 to {len(questions)}."
        return Result(turn.state, turn.reply(Kind.CLARIFY, told))
    if turn.mind.why_not_kept:
        told = f"I can't keep them: {turn.mind.why_not_kept}"
        return Result(turn.state, turn.reply(Kind.QUESTIONS, told))
    effects = tuple(KeepQuestion(text=text, shared=turn.shared) for text in chosen_ones)
    where = "on your list for later" if turn.shared else "for you alone"
    reply = turn.reply(
        Kind.CLARIFY if not effects else Kind.QUESTIONS,
        f"Kept {where}:",
        *(Piece(kind=PieceKind.LISTED, text=text, label="-") for text in chosen_ones),
    )
    return Result(turn.state, reply, effects)


def kept(state: Dialogue, reply: Reply, outcomes: list[Outcome]) -> tuple[Dialogue, Reply]:
    """How keeping is taken back."""
    done = [one for one in outcomes if one.done]
    if not done:
        told = outcomes[0].said if outcomes else "It was not kept."
        return state, reply.model_copy(update={"pieces": (Piece(kind=PieceKind.LINE, text=told),)})
    effects = tuple(DropQuestion(key=one.key) for one in done)
    count = "a question" if len(done) == 1 else f"{len(done)} questions"
    return state.undoable(UndoStep(said=f"Kept {count}", effects=effects)), reply


def _named(about: str, turn: Turn) -> str:
    topic = turn.heard.topic
    if topic is not None:
        return title_of(topic).lower()
    return about if len(about.split()) <= 4 else "this"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
