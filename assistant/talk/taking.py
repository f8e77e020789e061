"""What an offer does once it is chosen, by its id: “agenda:trust/limits”, “keep_question:2”, “undo”."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.talk import (
    agendas,
    asking,
    changing,
    following,
    noting,
    recalling,
    repairing,
    showing,
    smalltalk,
)
from assistant.talk.grammar.saying import said_day
from assistant.talk.guidance import guidance, nothing_on
from assistant.talk.reply import Kind
from assistant.talk.topics import title_of
from assistant.talk.turn import Handler, Result, Turn
from assistant.talk.undoing import undo
from assistant.wording import Theme

_Taken = Callable[[Turn, str], Result]


def take(turn: Turn, offer: str) -> Result:
    """Do what the offer of this id stands for."""
    name, _, rest = offer.partition(":")
    if name in _PLAIN:
        return _PLAIN[name](turn)
    if name in _WITH:
        return _WITH[name](turn, rest)
    return repairing.unclear(turn)


def _agenda(turn: Turn, card: str) -> Result:
    return agendas.drafted(turn, None, "", card=card if card in turn.mind.guide.cards else "")


def _questions(turn: Turn, card: str) -> Result:
    known = turn.mind.guide.cards.get(card)
    last = turn.state.last
    about = known.title if known else last.question if last else ""
    return asking.questions_on(turn, about, 3)


def _more_questions(turn: Turn) -> Result:
    last = turn.state.last
    return asking.questions_on(turn, last.question if last else "", 3)


def _note(turn: Turn, _card: str) -> Result:
    if turn.shared:
        return noting.closed(turn)
    return noting.write(turn)


def _card(turn: Turn, card: str) -> Result:
    """Everything a card says to the listeners, in its own order."""
    known = turn.mind.guide.cards.get(card)
    if known is None:
        return repairing.unclear(turn)
    last = turn.state.last
    question = last.question if last is not None else ""
    state, reply = guidance(
        turn.state, question or known.title, [known], turn.listeners, turn.intent
    )
    return Result(state, reply)


def _theme(turn: Turn, name: str) -> Result:
    """The best card of a theme for what had been asked."""
    last = turn.state.last
    question = last.question if last is not None else ""
    found = turn.mind.guide.find(question or name, turn.side)
    cards = [*(hit.card for hit in found.hits), *found.closest]
    of_theme = [card for card in turn.mind.guide.cards.values() if card.theme is Theme(name)]
    refused = last.refused if last is not None else ()
    for card in [*(one for one in cards if one.theme.value == name), *of_theme]:
        if card.id not in refused and card.speaks_to(turn.side):
            state, reply = guidance(turn.state, question or card.title, [card], turn.listeners)
            return Result(state, reply)
    return repairing.topics(turn)


def _topic(turn: Turn, name: str) -> Result:
    """The best card on a topic."""
    title = title_of(name)
    found = turn.mind.guide.find(title, turn.side)
    on_it = [hit.card for hit in found.hits] or [
        card
        for card in turn.mind.guide.cards.values()
        if name in {topic.value for topic in card.topics} and card.speaks_to(turn.side)
    ]
    fresh = [card for card in on_it if card.id not in turn.state.shown_cards] or on_it
    if not fresh:
        return Result(turn.state, nothing_on(found, turn.intent))
    state, reply = guidance(turn.state, title, fresh[:1], turn.listeners)
    return Result(state, reply)


def _ask(turn: Turn, question: str) -> Result:
    found = turn.mind.guide.find(question, turn.side)
    if not found.hits:
        return Result(turn.state, nothing_on(found, turn.intent))
    state, reply = guidance(turn.state, question, [found.hits[0].card], turn.listeners)
    return Result(state, reply)


def _keep_question(turn: Turn, number: str) -> Result:
    return asking.keep(turn, (int(number),) if number.isdecimal() else ())


def _date(turn: Turn, said: str) -> Result:
    """The other reading of a day."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return repairing.unclear(turn)
    slots = turn.state.slots.with_values(turn.state.turn, date=day)
    draft = turn.state.draft
    told = f"{said_day(day, turn.mind.now)}, then."
    after = turn.state.with_(slots=slots)
    if draft is not None:
        after = after.with_(draft=draft.model_copy(update={"date": day}))
    return Result(after, turn.reply(Kind.AGENDA if draft else Kind.CLARIFY, told))


def _other_agenda(turn: Turn) -> Result:
    draft = turn.state.draft
    topic = draft.topic if draft else None
    about = draft.agenda.focus if draft else ""
    return agendas.drafted(turn, topic, about, seed=turn.state.turn)


def _shorter_agenda(turn: Turn) -> Result:
    draft = turn.state.draft
    if draft is None:
        return agendas.create(turn)
    return changing.of_minutes(turn, max(10, draft.agenda.minutes - 15))


def _private(turn: Turn) -> Result:
    told = "F4 switches to your private view; it asks for your partner to look away first."
    return Result(turn.state, turn.reply(Kind.HELP, told))


def _place(turn: Turn, key: str) -> Result:
    return Result(turn.state, turn.reply(Kind.HELP, f"Press {key} to open it."))


_PLAIN: dict[str, Handler] = {
    "undo": undo,
    "topics": repairing.topics,
    "another": following.another,
    "more_questions": _more_questions,
    "save_agenda": agendas.save,
    "agenda_other": _other_agenda,
    "agenda_shorter": _shorter_agenda,
    "remembered": recalling.remembered,
    "forget_chat": recalling.forget_chat,
    "forget_all": recalling.forget_all,
    "progress": showing.progress_show,
    "private": _private,
    "help": smalltalk.tour,
}
_WITH: dict[str, _Taken] = {
    "agenda": _agenda,
    "questions": _questions,
    "note": _note,
    "card": _card,
    "theme": _theme,
    "topic": _topic,
    "ask": _ask,
    "keep_question": _keep_question,
    "date": _date,
    "place": _place,
}
