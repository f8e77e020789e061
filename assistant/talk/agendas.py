"""Agendas in conversation: drafted at once, changed in words, kept on one word, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.agenda import MAX_LENGTH, MIN_LENGTH, Agenda
from assistant.errors import Trouble
from assistant.talk.effects import SaveAgenda, UnsaveAgenda
from assistant.talk.grammar.saying import said_day, said_minutes, said_time
from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer, Piece, Reply, ask, line, listed
from assistant.talk.state import AgendaDraft, Dialogue, UndoStep
from assistant.talk.topics import title_of
from assistant.talk.turn import Result, Turn
from assistant.wording import Lead, Side

if TYPE_CHECKING:
    from datetime import date

    from assistant.talk.effects import Outcome

USUAL_MINUTES = 45
_DRAFTED = ("Here is a draft for {when}.", "A draft for {when}:", "I drafted this for {when}.")
_CHANGED = ("Changed:", "It is now:", "Here it is again, changed:")
OPEN = (
    Offer(id="save_agenda", label="Save it"),
    Offer(id="agenda_other", label="Draft another one"),
    Offer(id="agenda_shorter", label="Make it shorter"),
)


def create(turn: Turn) -> Result:
    """A draft at once, on what is known; what was assumed is said."""
    return drafted(turn, turn.heard.topic, turn.heard.about)


def drafted(turn: Turn, topic: str | None, about: str, card: str = "", seed: int = 0) -> Result:
    """A draft about a topic, a matter in the person's words, or a card; the usual one without."""
    from assistant.suggest import AgendaRequest

    heard, state = turn.heard, turn.state
    minutes, assumed = _minutes(turn)
    if not MIN_LENGTH <= minutes <= MAX_LENGTH:
        told = f"An agenda can be {MIN_LENGTH} to {MAX_LENGTH} minutes long, not {minutes}."
        return Result(state, turn.reply(Kind.CLARIFY, told, ask("How long do you have?")))
    focus = title_of(topic) if topic else about
    request = AgendaRequest(
        minutes=minutes, stage=turn.mind.stage, focus=focus, side=turn.side, seed=seed, card=card
    )
    try:
        agenda = turn.mind.guide.suggest(request)
    except Trouble as trouble:
        return Result(state, turn.reply(Kind.CLARIFY, trouble.detail, trouble.hint or ""))
    draft = AgendaDraft(
        agenda=agenda,
        date=heard.day or state.slots.date,
        time=heard.at or state.slots.time,
        topic=topic,
    )
    notes = list(_assumptions(turn, agenda, assumed, focus))
    return shown(turn, state, draft, chosen(_DRAFTED, state), notes, former=state.draft)


def shown(
    turn: Turn,
    state: Dialogue,
    draft: AgendaDraft,
    opening: str,
    notes: list[str],
    former: AgendaDraft | None,
) -> Result:
    """The draft as a list, with what there is to say of it; it can be taken back."""
    told = opening.format(when=when_words(turn, draft))
    step = UndoStep(said="Changed the draft", draft=former, draft_changed=True)
    pieces = [line(told), *items_of(turn, draft.agenda), *map(line, notes)]
    if turn.heard.other_day is not None and draft.date is not None:
        pieces.append(ask(_other_day(turn, turn.heard.other_day)))
    reply = turn.reply(Kind.AGENDA, *pieces, offers=(*OPEN, *_other_reading(turn)))
    return Result(state.using(opening).with_(draft=draft).undoable(step), reply)


def items_of(turn: Turn, agenda: Agenda) -> list[Piece]:
    """The items as a numbered list: minutes, title, who leads."""
    return listed(
        f"{item.title} · {item.minutes} min · {_leader(turn, item.lead)}" for item in agenda.items
    )


def title_of_draft(draft: AgendaDraft) -> str:
    """What a draft is about, in a few words."""
    return draft.agenda.focus or "the usual session"


def when_words(turn: Turn, draft: AgendaDraft) -> str:
    """“45 minutes on Thursday 19 March at 15:00”."""
    told = said_minutes(draft.agenda.minutes)
    if draft.date is not None:
        told += f" on {said_day(draft.date, turn.mind.now)}"
    if draft.time is not None:
        told += f" at {said_time(draft.time)}"
    return told


def save(turn: Turn) -> Result:
    """Keep the draft for the pair; the word “save” is enough."""
    draft = turn.state.draft
    if draft is None:
        told = "There is no agenda open to save."
        return Result(
            turn.state,
            turn.reply(
                Kind.CLARIFY,
                told,
                ask("Shall I draft one?"),
                offers=(Offer(id="agenda", label="Draft an agenda"),),
            ),
        )
    if turn.mind.why_not_kept:
        told = f"I can't save it: {turn.mind.why_not_kept}"
        return Result(turn.state, turn.reply(Kind.AGENDA, told, "The draft stays open here."))
    effect = SaveAgenda(
        agenda=draft.agenda, date=turn.heard.day or draft.date, time=turn.heard.at or draft.time
    )
    return Result(turn.state, turn.reply(Kind.AGENDA), (effect,))


def saved(state: Dialogue, reply: Reply, outcome: Outcome) -> tuple[Dialogue, Reply]:
    """Where it was kept, or why not."""
    told = reply.with_pieces(line(outcome.said))
    if not outcome.done or state.draft is None:
        return state, told
    draft = state.draft.model_copy(update={"session": outcome.key})
    step = UndoStep(
        said="Saved the agenda",
        effects=(UnsaveAgenda(key=outcome.key),),
        draft=state.draft,
        draft_changed=True,
    )
    offers = (Offer(id="undo", label="Undo"), Offer(id="questions", label="Questions for it"))
    return (
        state.with_(draft=draft).undoable(step),
        told.model_copy(update={"offers": offers}),
    )


def show(turn: Turn) -> Result:
    """The open draft, else the next session's agenda, else how to make one."""
    from assistant.life.today import next_session

    draft, life = turn.state.draft, turn.mind.life
    pieces: list[Piece | str] = []
    if draft is not None:
        pieces += [
            f"The draft that is open, {when_words(turn, draft)}:",
            *items_of(turn, draft.agenda),
        ]
    coming = (
        next_session(life, turn.mind.me or Side.BOTH, turn.mind.now) if life is not None else None
    )
    if coming is not None:
        pieces.append(f"Next: session {coming.number}, {coming.when}.")
        pieces += listed(f"{one.minutes} min · {one.title} · {one.who}" for one in coming.lines)
    if not pieces:
        told = "Nothing is planned yet, and no draft is open."
        offers = (Offer(id="agenda", label="Draft an agenda"),)
        return Result(turn.state, turn.reply(Kind.AGENDA, told, offers=offers))
    return Result(turn.state, turn.reply(Kind.AGENDA, *pieces, offers=OPEN if draft else ()))


def _minutes(turn: Turn) -> tuple[int, str]:
    """How long, and whose word that is where nobody said it now."""
    if turn.heard.minutes is not None:
        return turn.heard.minutes, ""
    if turn.state.slots.duration_min is not None:
        return turn.state.slots.duration_min, ""
    if turn.mind.life is not None:
        minutes = turn.mind.life.rhythm.minutes
        return minutes, f"{said_minutes(minutes).capitalize()} is your usual length."
    return USUAL_MINUTES, f"I took {said_minutes(USUAL_MINUTES)}; say another length if you like."


def _assumptions(turn: Turn, agenda: Agenda, assumed: str, focus: str) -> list[str]:
    told = [assumed] if assumed else []
    if focus and not agenda.focus_found:
        told.append(f"The guide has no block on {focus}; the items are the usual ones.")
    elif not focus:
        told.append(
            "It follows what you two have covered least."
            if turn.mind.life
            else "Say a topic and I'll build it on that."
        )
    return told


def _leader(turn: Turn, lead: Lead) -> str:
    return "both" if lead is Lead.BOTH else turn.mind.name(Side(lead.value))


def _other_day(turn: Turn, day: date) -> str:
    return f"Or did you mean {said_day(day, turn.mind.now)}?"


def _other_reading(turn: Turn) -> tuple[Offer, ...]:
    day = turn.heard.other_day
    if day is None:
        return ()
    return (Offer(id=f"date:{day.isoformat()}", label=f"I meant {said_day(day, turn.mind.now)}"),)
