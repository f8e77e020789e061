"""What a person states without asking for anything: a date, a length, who they are, what to focus on."""

from __future__ import annotations

from assistant.agenda import MAX_LENGTH, MIN_LENGTH
from assistant.talk.grammar.saying import said_day, said_minutes, said_time
from assistant.talk.reply import Kind, Offer, ask
from assistant.talk.state import UndoStep
from assistant.talk.topics import title_of
from assistant.talk.turn import Result, Turn
from assistant.wording import Side


def set_context(turn: Turn) -> Result:
    """Take it in and say it back in full, so that a wrong reading shows at once."""
    heard, state = turn.heard, turn.state
    said: list[str] = []
    values: dict[str, object] = {}
    offers: list[Offer] = []
    if heard.role is not None:
        said.append(f"you are the {heard.role.value}{_beside(heard.role)}")
        values["role"] = heard.role
    if heard.minutes is not None:
        if not MIN_LENGTH <= heard.minutes <= MAX_LENGTH:
            told = (
                f"A session here is {MIN_LENGTH} to {MAX_LENGTH} minutes long, not {heard.minutes}."
            )
            return Result(state, turn.reply(Kind.CLARIFY, told, ask("How long do you have?")))
        said.append(said_minutes(heard.minutes))
        values["duration_min"] = heard.minutes
    if heard.day is not None:
        said.append(said_day(heard.day, turn.mind.now))
        values["date"] = heard.day
        if heard.other_day is not None:
            other = said_day(heard.other_day, turn.mind.now)
            offers.append(Offer(id=f"date:{heard.other_day.isoformat()}", label=f"I meant {other}"))
    if heard.at is not None:
        said.append(f"at {said_time(heard.at)}")
        values["time"] = heard.at
    if heard.topic is not None:
        said.append(f"on {title_of(heard.topic)}")
        values["topic"] = heard.topic
    if heard.partner_name:
        return _named(turn, heard.partner_name)
    if not values:
        told = "I'm not sure what to take from that."
        return Result(
            state, turn.reply(Kind.CLARIFY, told, ask("Is it a date, a length or a topic?"))
        )
    if heard.day is not None and heard.past:
        day = said_day(heard.day, turn.mind.now)
        return Result(
            state, turn.reply(Kind.CLARIFY, f"{day} is past.", ask("Which day do you mean?"))
        )
    slots = state.slots.with_values(state.turn, **values)
    step = UndoStep(said="Noted what you said", slots=state.slots)
    after = state.with_(slots=slots, role=heard.role or state.role).undoable(step)
    offers.append(Offer(id="agenda", label="Draft an agenda for it"))
    told = f"Noted: {', '.join(said)}."
    return Result(
        after, turn.reply(Kind.AGENDA if state.draft else Kind.CLARIFY, told, offers=tuple(offers))
    )


def _beside(role: Side) -> str:
    """What the role means, as people mix the two up: the mentor is the junior one."""
    return (
        ", the junior one who shows things"
        if role is Side.MENTOR
        else ", the senior one who learns"
    )


def _named(turn: Turn, name: str) -> Result:
    """Another name for the partner, for this conversation: whoever has joined is called as they say."""
    told = f"I'll call them {name} here."
    return Result(turn.state, turn.reply(Kind.CLARIFY, told))
