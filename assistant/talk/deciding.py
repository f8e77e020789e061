"""Deciding what a message is: cues, the classifier, what is going on, and what the guide knows of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.talk.classifier import Guess
from assistant.talk.cues import cue_in
from assistant.talk.intents import Intent
from assistant.talk.reply import Kind
from assistant.talk.state import Dialogue

if TYPE_CHECKING:
    from assistant.talk.hearing import Heard
    from knowledge.search import Answer

SURE, SURE_BY_WORDS = 0.30, 0.36
"""Below this no guess is acted on; without the language model guesses are held to more."""
CLOSE = 0.72
"""Two intents are close where the second is at least so likely as this share of the first."""

_FOLLOWING = (
    Intent.FOLLOW_MORE,
    Intent.FOLLOW_WHY,
    Intent.FOLLOW_ANOTHER,
    Intent.FOLLOW_SHORTER,
)
_NEEDS_SOMETHING_SHOWN = frozenset({*_FOLLOWING, Intent.REJECT, Intent.SELECT_ITEM})
_KEEPING = frozenset({Intent.AGENDA_SAVE, Intent.JOURNAL_WRITE, Intent.MEMORY_PRIVACY})
"""What may save or erase: never on a guess that is not sure."""


@dataclass(frozen=True)
class Decision:
    """What the message is taken for; with `other`, it may as well be that."""

    intent: Intent
    chance: float
    other: Intent | None = None
    unsure: bool = False


def decide(
    heard: Heard, state: Dialogue, guesses: tuple[Guess, ...], answer: Answer, *, by_words: bool
) -> Decision:
    """What was heard is, said where `state` stands; `answer` is what the guide has on it."""
    text = heard.text
    cue = cue_in(text)
    if (
        cue is Intent.AFFIRM
        and not state.pending
        and state.draft is not None
        and _SAVE.search(text)
    ):
        cue = Intent.AGENDA_SAVE  # “yes save it”, where nothing else waits for a yes
    if cue is not None and (cue not in _NEEDS_SOMETHING_SHOWN or state.last is not None):
        return Decision(cue, 1.0)
    # Danger is told by patterns, which were asked before; what only resembles it is something else.
    weighed = sorted(
        (
            guess.chance * _prior(guess.intent, state, answer) * _told(guess.intent, heard, state),
            guess.intent,
        )
        for guess in guesses
        if guess.intent is not Intent.SAFETY
    )
    whole = sum(chance for chance, _ in weighed) or 1.0
    (second_chance, second), (first_chance, first) = weighed[-2:]
    chance = first_chance / whole
    least = SURE_BY_WORDS if by_words else SURE
    close = second_chance >= CLOSE * first_chance
    if chance < least:
        return Decision(first, chance, other=second if close else None, unsure=True)
    if close and {first, second} & _KEEPING:
        return Decision(first, chance, other=second, unsure=True)
    return Decision(first, chance, other=second if close else None)


def _prior(intent: Intent, state: Dialogue, answer: Answer) -> float:
    """How much likelier `intent` is than usual, as things stand."""
    weight = 1.0
    last = state.last
    if intent in _NEEDS_SOMETHING_SHOWN and last is None:
        weight *= 0.15
    if intent in {Intent.AFFIRM, Intent.DECLINE} and not state.pending and last is None:
        weight *= 0.4
    if state.draft is not None:
        if intent in {Intent.AGENDA_ADJUST, Intent.AGENDA_SAVE}:
            weight *= 2.5
        elif intent in _FOLLOWING and last is not None and last.kind is Kind.AGENDA:
            weight *= 0.4
    elif intent in {Intent.AGENDA_ADJUST, Intent.AGENDA_SAVE}:
        weight *= 0.5
    if last is not None and last.kind is Kind.GUIDANCE and intent in _FOLLOWING:
        weight *= 1.6
    if last is not None and last.questions and intent is Intent.SELECT_ITEM:
        weight *= 1.6
    if intent is Intent.ASK_GUIDANCE:
        weight *= 1.35 if answer.hits else 0.75
    if intent is Intent.OUT_OF_SCOPE:
        weight *= 0.85 if answer.hits else 1.3
    return weight


def _told(intent: Intent, heard: Heard, state: Dialogue) -> float:
    """How much likelier `intent` is for what else the message says: a length, a day, a change."""
    when = heard.minutes is not None or heard.day is not None or heard.at is not None
    short = len(heard.text.split()) <= _SHORT
    if state.draft is not None and (heard.edits or (when and short)):
        return _IN_A_DRAFT.get(intent, 1.0)
    if when and short and intent in {Intent.AGENDA_CREATE, Intent.SET_CONTEXT}:
        return 1.5
    if heard.role is not None and short and intent is Intent.SET_CONTEXT:
        return 2.0
    if heard.note_text is not None and intent is Intent.JOURNAL_WRITE:
        return 3.0
    return 1.0


_SAVE = re.compile(r"\b(?:save|keep|store)\b", re.IGNORECASE)
_IN_A_DRAFT = {
    Intent.AGENDA_ADJUST: 4.0,
    Intent.SET_CONTEXT: 0.5,
    Intent.DECLINE: 0.2,
    Intent.REJECT: 0.2,
}
"""“No, tomorrow” and the like change the draft."""
_SHORT = 9
"""Words of a message that says little but a day or a length."""
