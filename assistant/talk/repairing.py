"""What is said when a reply was not what the person meant, or when nothing could be understood."""

from __future__ import annotations

from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer, ask
from assistant.talk.state import Choice
from assistant.talk.topics import subjects, title_of
from assistant.talk.turn import Result, Turn
from assistant.wording import THEMES, Theme
from knowledge.vocabulary import Topic

_MOST_REPAIRS = 2
_SORRY = ("Not that, then.", "All right, something else.", "Wrong card, then.")
_AGAIN = ("Could you say it another way?", "Can you put that in other words?")
_SHOWN_TOPICS = (
    Topic.TRUST,
    Topic.FIRST_SESSION,
    Topic.POWER_DYNAMICS,
    Topic.FEEDBACK,
    Topic.LISTENING,
    Topic.GOALS,
    Topic.SCHEDULING,
    Topic.MOMENTUM,
    Topic.AI_TOOLS,
    Topic.RECIPROCITY,
)


def reject(turn: Turn) -> Result:
    """Drop what was shown and ask which of the two next themes it is about; then the list of topics."""
    state, last = turn.state, turn.state.last
    repairs = state.repairs + 1
    if repairs > _MOST_REPAIRS or last is None or not last.question:
        return topics(turn.with_state(state.with_(repairs=0)))
    refused = tuple(dict.fromkeys((*last.refused, *last.cards)))
    after = state.with_(repairs=repairs, last=last.model_copy(update={"refused": refused}))
    found = turn.mind.guide.find(last.question, turn.side)
    left = [hit.card for hit in found.hits if hit.card.id not in refused]
    left += [card for card in found.closest if card.id not in refused]
    themes = list(dict.fromkeys(card.theme for card in left if card.theme not in _themes_of(turn)))[
        :2
    ]
    if len(themes) < 2:
        themes = list(dict.fromkeys([*themes, Theme.TRUST, Theme.CRAFT]))[:2]
    options = tuple(Offer(id=f"theme:{theme.value}", label=THEMES[theme]) for theme in themes)
    opening = chosen(_SORRY, state)
    asked = f"Is it more about {_lower(options[0].label)} or {_lower(options[1].label)}?"
    awaited = Choice(options=options, asked=asked, turn=state.turn, said=last.question)
    reply = turn.reply(Kind.CLARIFY, opening, ask(asked), offers=options)
    return Result(after.using(opening).asking(awaited), reply)


def _themes_of(turn: Turn) -> set[Theme]:
    last, cards = turn.state.last, turn.mind.guide.cards
    return {cards[one].theme for one in (last.cards if last else ()) if one in cards}


def topics(turn: Turn) -> Result:
    """What can be talked about, to choose from."""
    options = tuple(
        Offer(id=f"topic:{name}", label=_upper(title_of(name))) for name in _SHOWN_TOPICS
    )
    asked = "Which is nearest? Say a number, or say it in your own words."
    awaited = Choice(options=options, asked=asked, turn=turn.state.turn)
    reply = turn.reply(
        Kind.CLARIFY, "I can talk about these, and more:", ask(asked), offers=options
    )
    return Result(turn.state.asking(awaited), reply)


def unclear(turn: Turn) -> Result:
    """Ask once to have it said otherwise; after that show what can be done."""
    if turn.state.rephrasings:
        return topics(turn.with_state(turn.state.with_(rephrasings=0)))
    told = chosen(_AGAIN, turn.state)
    state = turn.state.with_(rephrasings=1).using(told)
    return Result(state, turn.reply(Kind.CLARIFY, "I didn't get that.", ask(told)))


def either(turn: Turn, labels: tuple[Offer, Offer]) -> Result:
    """Two readings that are as likely: both as numbered actions."""
    asked = "Which do you mean?"
    awaited = Choice(options=labels, asked=asked, turn=turn.state.turn, said=turn.text)
    return Result(turn.state.asking(awaited), turn.reply(Kind.CLARIFY, ask(asked), offers=labels))


def known_topic(name: str) -> bool:
    """Whether there is a topic of this name."""
    return name in subjects()


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
