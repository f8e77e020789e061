"""The places of an agenda for a kind of session: the usual, one thing in depth, or repair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.agenda import MIN_LENGTH, Shape
from assistant.choosing import Place
from assistant.minutes import fitted
from assistant.wording import BlockKind, Lead, Side, Stage
from knowledge.card import MIN_MINUTES
from knowledge.skeleton import Skeletons, Slot

_DEPTH = {
    Stage.BEFORE: BlockKind.PREPARE,
    Stage.FIRST: BlockKind.LEARN,
    Stage.EARLY: BlockKind.LEARN,
    Stage.ESTABLISHED: BlockKind.LEARN,
    Stage.STUCK: BlockKind.REPAIR,
    Stage.CLOSING: BlockKind.REFLECT,
}
"""What a session on one thing consists of, besides opening, giving back and close (own)."""
_REPAIR_MINUTES = (3, 8)
_REPAIR_SHARE = 8
"""Repair takes an eighth of a session that is about something else (own)."""


def stage_for(stage: Stage, shape: Shape, minutes: int, *, repair: bool) -> Stage:
    """The stage whose skeleton a session has.

    Repair is the shape of a stuck pair's session, and of any too short to begin with repair where that
    is asked for. Those who have not met have nothing to repair.
    """
    if stage is Stage.BEFORE:
        return stage
    too_short = minutes - _REPAIR_MINUTES[0] < MIN_LENGTH
    return Stage.STUCK if shape is Shape.REPAIR or (repair and too_short) else stage


def places_for(
    skeletons: Skeletons, stage: Stage, side: Side, minutes: int, shape: Shape, *, repair: bool
) -> list[Place]:
    """Return the places of a session at `stage`, as `stage_for` gives it; minutes sum.

    With `repair` a session that is about something else begins with a little of it.
    """
    first = repair and stage not in {Stage.BEFORE, Stage.STUCK}
    repairing = _repair_minutes(minutes) if first else 0
    slots = skeletons.stages[stage].shape(minutes - repairing, side)
    lengths = fitted(slots, minutes - repairing)
    places = [Place(slot, length, stage) for (slot, _), length in zip(slots, lengths, strict=True)]
    if shape is Shape.DEPTH:
        places = _in_depth(places, list(skeletons.stages[stage].slots.values()))
    elif shape is Shape.BALANCED and stage is Stage.STUCK:
        places = _easier(places, list(skeletons.stages[stage].slots.values()))
    if repairing:
        places = _begun_with_repair(skeletons, places, repairing)
    return places


def _repair_minutes(minutes: int) -> int:
    least, most = _REPAIR_MINUTES
    return max(least, min(most, minutes // _REPAIR_SHARE, minutes - MIN_LENGTH))


def _begun_with_repair(skeletons: Skeletons, places: list[Place], minutes: int) -> list[Place]:
    """`places` with repair after the opening: the one with more power owns a share first."""
    repairs = [
        slot
        for slot in skeletons.stages[Stage.STUCK].slots.values()
        if slot.kind is BlockKind.REPAIR
    ]
    if not repairs:  # a guide without any
        return [replace(places[0], minutes=places[0].minutes + minutes), *places[1:]]
    at = next((at for at, one in enumerate(places) if one.slot.kind is not BlockKind.OPEN), 0)
    return [*places[:at], Place(repairs[0], minutes, Stage.STUCK), *places[at:]]


def _in_depth(places: Sequence[Place], slots: Sequence[Slot]) -> list[Place]:
    """The minutes of all that could be left out given to one thing."""
    stage = places[0].stage
    wanted = _DEPTH[stage]

    def one_thing(slot: Slot) -> bool:
        return slot.kind is wanted and not slot.fixed and _together(slot, stage)

    kept: set[int] = set()
    given_back = own_part = False
    for at, place in enumerate(places):
        kind = place.slot.kind
        if kind in {BlockKind.OPEN, BlockKind.CLOSE} or (
            place.slot.fixed and not (kind is BlockKind.REPAIR and own_part)
        ):
            kept.add(at)
            own_part = own_part or kind is BlockKind.REPAIR
        elif kind is BlockKind.GIVE_BACK and not given_back:
            kept.add(at)
            given_back = True
    return _given_to(one_thing, places, kept, slots)


def _together(slot: Slot, stage: Stage) -> bool:
    """Stuck, the one thing is what could change, which both look at."""
    return stage is not Stage.STUCK or slot.lead is Lead.BOTH


def _easier(places: Sequence[Place], slots: Sequence[Slot]) -> list[Place]:
    """A stuck pair's session half of repair, half of something easy that is done together."""
    kept: set[int] = set()
    own_part = False
    for at, place in enumerate(places):
        repair = place.slot.kind is BlockKind.REPAIR
        if not repair or place.slot.lead is Lead.BOTH or (place.slot.fixed and not own_part):
            kept.add(at)
            own_part = own_part or repair
    return _given_to(lambda slot: slot.kind is BlockKind.LEARN, places, kept, slots)


def _given_to(
    wanted: Callable[[Slot], bool],
    places: Sequence[Place],
    kept: set[int],
    slots: Sequence[Slot],
) -> list[Place]:
    """`places` where one of a wanted slot takes the minutes of all that is not kept.

    What is fixed, such as the charter, gives a third of its minutes too; a break does not.
    """
    own = next((at for at, one in enumerate(places) if wanted(one.slot)), None)
    slot = places[own].slot if own is not None else next(filter(wanted, slots), None)
    trimmed = [_trimmed(one) if at in kept else one for at, one in enumerate(places)]
    stay = [at for at in range(len(places)) if at in kept and at != own]
    minutes = sum(one.minutes for one in places) - sum(trimmed[at].minutes for at in stay)
    if slot is None:
        return list(places)
    if minutes < MIN_MINUTES:  # too little for a place of its own
        able = [at for at in stay if trimmed[at].divisible] or stay
        first = trimmed[able[0]]
        trimmed[able[0]] = replace(first, minutes=first.minutes + minutes)
        return [trimmed[at] for at in stay]
    last = (at for at in stay if places[at].slot.kind in {BlockKind.GIVE_BACK, BlockKind.CLOSE})
    where = own if own is not None else next(last, len(places))
    made = Place(slot, minutes, places[0].stage)
    before = [trimmed[at] for at in stay if at < where]
    return [*before, made, *(trimmed[at] for at in stay if at >= where)]


def _trimmed(place: Place) -> Place:
    if not place.slot.fixed or place.slot.kind is BlockKind.REFLECT:
        return place
    return replace(place, minutes=max(MIN_MINUTES, place.minutes - max(1, place.minutes // 3)))
