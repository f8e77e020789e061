"""Changing an agenda that is open, item by item; its minutes keep adding up to its length."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from assistant.agenda import Agenda, AgendaItem
from assistant.errors import Trouble
from assistant.wording import BlockKind
from knowledge.card import MIN_MINUTES
from knowledge.plain_text import one_line, words
from knowledge.words import telling_words

_LIKE = 0.72
"""How alike two words must be, 0 to 1, to be taken for one that was mistyped."""

_KINDS = {
    "check-in": BlockKind.OPEN, "checkin": BlockKind.OPEN, "opening": BlockKind.OPEN,
    "intro": BlockKind.OPEN, "introduction": BlockKind.OPEN, "welcome": BlockKind.OPEN,
    "warm-up": BlockKind.OPEN, "warmup": BlockKind.OPEN, "icebreaker": BlockKind.OPEN,
    "closing": BlockKind.CLOSE, "close": BlockKind.CLOSE, "wrap-up": BlockKind.CLOSE,
    "wrapup": BlockKind.CLOSE, "actions": BlockKind.CLOSE, "next": BlockKind.CLOSE,
    "reflection": BlockKind.REFLECT, "reflecting": BlockKind.REFLECT,
    "demo": BlockKind.LEARN, "learning": BlockKind.LEARN, "lesson": BlockKind.LEARN,
    "giving": BlockKind.GIVE_BACK, "reciprocity": BlockKind.GIVE_BACK, "return": BlockKind.GIVE_BACK,
    "repair": BlockKind.REPAIR,
}  # fmt: skip
"""What people call an item of a kind, whatever its title."""


def without(agenda: Agenda, places: Sequence[int]) -> Agenda:
    """The agenda without the items at `places`; the others share their minutes.

    Raises Trouble where none would be left, or all that are left are locked.
    """
    gone = set(places)
    kept = [item for at, item in enumerate(agenda.items) if at not in gone]
    if not kept:
        raise Trouble(
            "Nothing left", "That would leave no item on the agenda.", "Keep one of them."
        )
    return _fitted(agenda, kept)


def with_item_at(agenda: Agenda, item: AgendaItem, at: int | None = None) -> Agenda:
    """The agenda with `item` more at `at`, else before the close; the others give its minutes.

    Raises Trouble where they cannot.
    """
    items = list(agenda.items)
    if at is None:
        closes = items[-1].kind is BlockKind.CLOSE
        at = len(items) - 1 if closes else len(items)
    items.insert(max(0, min(at, len(items))), item)
    return _fitted(agenda, items, keep=item)


def swapped(agenda: Agenda, one: int, other: int) -> Agenda:
    """The agenda with two items in each other's place."""
    items = list(agenda.items)
    items[one], items[other] = items[other], items[one]
    return agenda.model_copy(update={"items": tuple(items), "edited": True})


def moved_to(agenda: Agenda, place: int, to: int) -> Agenda:
    """The agenda with the item at `place` at `to`, counted after it was taken out."""
    items = list(agenda.items)
    item = items.pop(place)
    items.insert(max(0, min(to, len(items))), item)
    return agenda.model_copy(update={"items": tuple(items), "edited": True})


def instead(agenda: Agenda, place: int, item: AgendaItem) -> Agenda:
    """The agenda with `item` at `place`, of the minutes that the former had."""
    own = item.model_copy(update={"minutes": agenda.items[place].minutes})
    return agenda.with_item(place, own).model_copy(update={"edited": True})


def places_of(agenda: Agenda, said: str) -> tuple[int, ...]:
    """The places of the items that `said` names by title, purpose or kind, the nearest; or none."""
    told = set(telling_words(said)) or set(words(said))
    low = f" {one_line(said).lower()} "
    kinds = {kind for name, kind in _KINDS.items() if f" {name} " in low}
    scores = [_named(item, told) + 2 * (item.kind in kinds) for item in agenda.items]
    best = max(scores, default=0.0)
    if best <= 0:
        return ()
    return tuple(at for at, score in enumerate(scores) if score == best)


def _named(item: AgendaItem, told: set[str]) -> float:
    """How much of what was said is in the item, its title counting most."""
    title, rest = set(words(item.title)), set(words(item.purpose))
    score = 0.0
    for word in told:
        if _stands_in(word, title):
            score += 3
        elif _stands_in(word, rest):
            score += 1
    return score


def _stands_in(word: str, others: set[str]) -> bool:
    stem = word.rstrip("s")
    if any(other.rstrip("s") == stem for other in others):
        return True
    return len(word) > 4 and bool(difflib.get_close_matches(word, others, n=1, cutoff=_LIKE + 0.1))


def _fitted(agenda: Agenda, items: list[AgendaItem], keep: AgendaItem | None = None) -> Agenda:
    """The agenda of `items`, resized so that they take its minutes; locked ones and `keep` stay."""
    minutes = [item.minutes for item in items]
    free = [at for at, item in enumerate(items) if not item.locked and item is not keep]
    short = agenda.minutes - sum(minutes)
    if short and not free:
        raise Trouble("Nothing to trade with", "Every other item is locked.", "Unlock one of them.")
    if -short > sum(minutes[at] - MIN_MINUTES for at in free):
        raise Trouble(
            "No minutes left",
            "The other items are as short as they can be.",
            "Drop one, or make the session longer.",
        )
    for _ in range(abs(short)):
        # In proportion to what each had; a close, which only settles what is next, is not stretched.
        if short < 0:
            at = max(free, key=lambda at: (minutes[at] > MIN_MINUTES, minutes[at], -at))
            minutes[at] -= 1
        else:
            at = max(
                free, key=lambda at: (not _is_close(items[at]), _share(items, minutes, at), -at)
            )
            minutes[at] += 1
    sized = tuple(
        item.model_copy(update={"minutes": length})
        for item, length in zip(items, minutes, strict=True)
    )
    return agenda.model_copy(update={"items": sized, "edited": True})


def _is_close(item: AgendaItem) -> bool:
    return item.kind is BlockKind.CLOSE


def _share(items: Sequence[AgendaItem], minutes: Sequence[int], at: int) -> float:
    """How much an item is owed the next minute (D'Hondt's rule)."""
    return items[at].minutes / (minutes[at] + 1)


def own_item(said: str, minutes: int, agenda: Agenda) -> AgendaItem:
    """An item in the person's own words; it stands on the card of the item it will stand beside."""
    title = one_line(said)[:80]
    longest = max(agenda.items, key=lambda item: item.minutes)
    return AgendaItem(
        title=title[:1].upper() + title[1:],
        minutes=minutes,
        lead=longest.lead,
        purpose="Something the two of you wanted to have on the agenda.",
        prompts=(),
        cards=longest.cards[:1],
        because="You asked for it.",
        kind=BlockKind.LEARN,
    )
