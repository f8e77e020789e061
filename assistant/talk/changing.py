"""An open draft changed in the person's words, one change after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.agenda import MAX_LENGTH, MIN_LENGTH, Agenda
from assistant.errors import Trouble
from assistant.talk import adjusting
from assistant.talk.agendas import create, drafted, shown
from assistant.talk.grammar.dates import days_in
from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer, ask
from assistant.talk.turn import Result, Turn
from knowledge.card import MIN_MINUTES

if TYPE_CHECKING:
    from datetime import date

    from assistant.talk.grammar.edits import Edit
    from assistant.talk.state import AgendaDraft

_USUAL_ITEM, _STEP = 10, 5
"""Minutes of an item that is added, and of “a bit longer”."""
_CHANGED = ("Changed. It is now {when}:", "Done, {when}:", "Here it is again, {when}:")
_SHORTER = 15
_UNCLEAR = "I can't tell what to change."


def adjust(turn: Turn) -> Result:
    """Do every change that is asked for; what cannot be done is said, the rest is kept as it was."""
    draft = turn.state.draft
    if draft is None:
        return create(turn)
    notes: list[str] = []
    try:
        dated = _when_changed(turn, draft)
        edits = [one for one in turn.heard.edits if not _is_a_day(turn, one)]
        after: AgendaDraft | None = dated
        for edit in edits:
            after = _edited(turn, after or dated, edit, notes)
        if not edits:
            after = _as_whole(turn, dated) or (dated if dated != draft else None)
    except Trouble as trouble:
        hint = [trouble.hint] if trouble.hint else []
        return Result(turn.state, turn.reply(Kind.AGENDA, trouble.detail, *hint))
    if after is None:
        return _unclear(turn, draft)
    if after == draft:
        return Result(turn.state, turn.reply(Kind.AGENDA, *(notes or [_UNCLEAR])))
    return shown(turn, turn.state, after, chosen(_CHANGED, turn.state), notes, former=draft)


def _when_changed(turn: Turn, draft: AgendaDraft) -> AgendaDraft:
    """Another day or time, where one was said and nothing of an item's length."""
    values: dict[str, object] = {}
    day = turn.heard.day or _numbered_day(turn)
    if day is not None:
        if day < turn.mind.now.date():
            raise Trouble("Past", "That day is past.", "Say another one.")
        values["date"] = day
    if turn.heard.at is not None:
        values["time"] = turn.heard.at
    return draft.model_copy(update=values) if values else draft


def _numbered_day(turn: Turn) -> date | None:
    """The day in “make it the 1st”, which names no item where nothing else is asked of one."""
    said = _NUMBERED.search(turn.text)
    found = days_in(f"on {said[0]}", turn.mind.now) if said and not turn.heard.edits else ()
    return found[0].value.date if found else None


_NUMBERED = re.compile(r"\bthe \d{1,2}(?:st|nd|rd|th)\b", re.IGNORECASE)


def _is_a_day(turn: Turn, edit: Edit) -> bool:
    """Whether what looks like an item is a day: “no, tomorrow”."""
    return bool(days_in(edit.target, turn.mind.now)) and not edit.index


def _edited(turn: Turn, draft: AgendaDraft, edit: Edit, notes: list[str]) -> AgendaDraft:
    agenda = draft.agenda
    if edit.whole and edit.verb in {"set", "shorten", "lengthen"}:
        return _of_length(turn, draft, _length_of(agenda, edit))
    if edit.verb == "add":
        return draft.changed(_added(turn, agenda, edit, notes))
    places = _places(agenda, edit, notes)
    return draft.changed(_with(turn, agenda, edit, places)) if places else draft


def _with(turn: Turn, agenda: Agenda, edit: Edit, places: tuple[int, ...]) -> Agenda:
    """The agenda with one edit of the items at `places` done."""
    if edit.verb == "drop":
        return adjusting.without(agenda, places)
    if edit.verb == "swap" and len(places) == 2:
        return adjusting.swapped(agenda, *places)
    if edit.verb in {"swap", "replace"}:
        return _replaced(turn, agenda, places[0], edit)
    if edit.verb == "move":
        return _moved(agenda, places[0], edit)
    return _resized(agenda, places[0], edit)


def of_minutes(turn: Turn, minutes: int) -> Result:
    """The open draft at another length. There must be one."""
    draft = turn.state.draft
    assert draft is not None
    try:
        after = _of_length(turn, draft, minutes)
    except Trouble as trouble:
        return Result(turn.state, turn.reply(Kind.AGENDA, trouble.detail))
    return shown(turn, turn.state, after, chosen(_CHANGED, turn.state), [], former=draft)


def _length_of(agenda: Agenda, edit: Edit) -> int:
    if edit.minutes is not None:
        return edit.minutes
    by = edit.by if edit.by is not None else _SHORTER
    shorter = edit.verb == "shorten"
    return agenda.minutes + (-abs(by) if shorter else abs(by))


def _of_length(turn: Turn, draft: AgendaDraft, minutes: int) -> AgendaDraft:
    """The draft suggested anew at another length; items that were locked stay."""
    if not MIN_LENGTH <= minutes <= MAX_LENGTH:
        detail = f"An agenda can be {MIN_LENGTH} to {MAX_LENGTH} minutes long, not {minutes}."
        raise Trouble("Length", detail)
    from assistant.suggest import AgendaRequest

    agenda = draft.agenda
    request = AgendaRequest(
        minutes, agenda.stage, agenda.focus, agenda.side, agenda.seed, agenda.card
    )
    return draft.changed(turn.mind.guide.suggest(request, locked=agenda))


def _added(turn: Turn, agenda: Agenda, edit: Edit, notes: list[str]) -> Agenda:
    minutes = max(MIN_MINUTES, edit.minutes or min(_USUAL_ITEM, agenda.minutes // 3))
    item = turn.mind.guide.item_on(edit.target, minutes, agenda.side)
    if item is None:
        notes.append(
            f"The guide has nothing on “{edit.target[:80]}”, so the item is in your words."
        )
        item = adjusting.own_item(edit.target, minutes, agenda)
    return adjusting.with_item_at(agenda, item, _target_place(agenda, edit))


def _target_place(agenda: Agenda, edit: Edit) -> int | None:
    """Where a thing goes, from 0; None for before the close."""
    last = len(agenda.items)
    if edit.place == "first":
        return 0
    if edit.place == "last":
        return last
    if edit.place == "at" and edit.other.lstrip("-").isdecimal():
        number = int(edit.other)
        return number - 1 if number > 0 else last + number
    if edit.place in {"before", "after"}:
        found = _by_words(agenda, edit.other)
        if found:
            return found[0] + (edit.place == "after")
    return None


def _by_words(agenda: Agenda, said: str) -> tuple[int, ...]:
    if said.lstrip("-").isdecimal():
        number = int(said)
        place = number - 1 if number > 0 else len(agenda.items) + number
        return (place,) if 0 <= place < len(agenda.items) else ()
    return adjusting.places_of(agenda, said)


def _places(agenda: Agenda, edit: Edit, notes: list[str]) -> tuple[int, ...]:
    """The places, from 0, of what an edit is about; a note where there are none."""
    count = len(agenda.items)
    if edit.index:
        found = [at - 1 if at > 0 else count + at for at in edit.index]
        inside = tuple(at for at in found if 0 <= at < count)
        if not inside:
            notes.append(f"There are {count} items.")
        return inside
    both = edit.verb == "swap" and edit.other
    found_by_words = adjusting.places_of(agenda, edit.target)
    if both and (others := _by_words(agenda, edit.other)) and found_by_words:
        return (found_by_words[0], others[0])
    if not found_by_words:
        notes.append(f"I don't see “{edit.target[:80]}” on the agenda.")
    elif len(found_by_words) > 1 and edit.verb == "drop":
        titles = " or ".join(f"“{agenda.items[at].title}”" for at in found_by_words[:3])
        notes.append(f"Which one: {titles}? Say its number.")
        return ()
    return found_by_words[:1]


def _replaced(turn: Turn, agenda: Agenda, place: int, edit: Edit) -> Agenda:
    if not edit.other:
        return turn.mind.guide.replaced(agenda, place)
    minutes = agenda.items[place].minutes
    item = turn.mind.guide.item_on(edit.other, minutes, agenda.side)
    return adjusting.instead(agenda, place, item or adjusting.own_item(edit.other, minutes, agenda))


def _moved(agenda: Agenda, place: int, edit: Edit) -> Agenda:
    if edit.place == "earlier":
        return agenda.moved(place, -1)
    if edit.place == "later":
        return agenda.moved(place, 1)
    to = _target_place(agenda, edit)
    if to is None:
        raise Trouble("Where", "I can't tell where it should go.", "Say “before the second one”.")
    return adjusting.moved_to(agenda, place, to - (to > place and edit.place != "at"))


def _resized(agenda: Agenda, place: int, edit: Edit) -> Agenda:
    item = agenda.items[place]
    if edit.minutes is not None and edit.by is None and edit.verb not in {"lengthen", "shorten"}:
        by = edit.minutes - item.minutes
    elif edit.by is not None:
        by = edit.by
    elif edit.minutes is not None:
        by = edit.minutes - item.minutes
    else:
        by = -_STEP if edit.verb == "shorten" else _STEP
    by = max(by, MIN_MINUTES - item.minutes)
    return agenda.lengthened(place, by)


def _as_whole(turn: Turn, draft: AgendaDraft) -> AgendaDraft | None:
    """What is said without a verb: another length, or another topic."""
    minutes = turn.heard.minutes or turn.heard.bare_minutes
    if minutes is not None:
        return _of_length(turn, draft, minutes)
    length = turn.heard.length
    if length is not None and length.change:
        return _of_length(turn, draft, draft.agenda.minutes + length.change * length.value)
    return None


def _unclear(turn: Turn, draft: AgendaDraft) -> Result:
    """Another matter draws another agenda; else what can be changed is shown."""
    topic = turn.heard.topic
    if topic is not None or turn.heard.about:
        return drafted(turn, topic, turn.heard.about)
    example = draft.agenda.items[0].title.lower()
    told = turn.reply(
        Kind.AGENDA,
        _UNCLEAR,
        ask(
            f"Say it like “drop the second one”, “add feedback, 10 minutes” or “less time for {example}”."
        ),
        offers=(
            Offer(id="agenda_shorter", label="Make it shorter"),
            Offer(id="agenda_other", label="Draft another one"),
        ),
    )
    return Result(turn.state, told)
