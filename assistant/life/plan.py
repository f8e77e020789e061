"""Suggesting an agenda on the pair's own records. Journals are out of its reach.

The slots and their minutes are those of `assistant.suggest`; what the items are about, what they ask and
why they are there follows the records: goals in turn, actions, what was put off, the pulse both opened,
what was given, and what the last three sessions had already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from assistant.agenda import Agenda, AgendaItem, Shape
from assistant.choosing import BlockKey, Chooser, Chosen, Place, Taste
from assistant.errors import Trouble
from assistant.filling import filled, mentor_leading
from assistant.life.locks import locked_of, merged, places_left
from assistant.life.matters import Matters, Nearness, RelevanceOf, with_matter
from assistant.life.needs import Needs, needs_of
from assistant.life.reasons import Teller
from assistant.life.shapes import places_for, stage_for
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest, agenda_of, found
from assistant.wording import BlockKind, Lead, Stage, Theme
from knowledge.catalogue import Catalogue
from knowledge.skeleton import Skeletons

FRAME = frozenset({BlockKind.OPEN, BlockKind.CLOSE})
"""What proposals may have in common."""
_WORRIES = frozenset({Theme.TRUST, Theme.CHALLENGES, Theme.BOUNDARIES})
"""Before the first session, what to look at in the stead of repair."""
_HALF = 0.5
_NO_OTHER = "The guide has nothing else for this item."


def suggest_for(
    life: PairLife,
    catalogue: Catalogue,
    skeletons: Skeletons,
    request: AgendaRequest,
    relevance_of: RelevanceOf,
    now: datetime,
    *,
    locked: Agenda | None = None,
    shape: Shape | None = None,
) -> Agenda:
    """Return the agenda for `request` on the records of `life`; the same arguments give the same.

    `relevance_of` gives the search score of each card near a text; it is called for four texts at most,
    each once. The locked items of `locked` stay as they are, and its shape where `shape` is not given.
    A low pulse that was opened, or two misses running, bring repair before content; in a session under
    13 minutes it then is all of it. Raises Trouble for minutes outside 10 to 180, and where locked
    items leave no room.
    """
    request.check()
    kind = shape or (locked.shape if locked else Shape.USUAL)
    planner = _Planner(life, catalogue, skeletons, request, Nearness(relevance_of), now)
    return planner.suggested(kind, locked)


def proposals(
    life: PairLife,
    catalogue: Catalogue,
    skeletons: Skeletons,
    request: AgendaRequest,
    relevance_of: RelevanceOf,
    now: datetime,
) -> tuple[Agenda, Agenda, Agenda]:
    """Return three agendas that differ in substance: balanced, one thing in depth, repair.

    `relevance_of` is called for four texts at most in all. Raises Trouble as `suggest_for` does.
    """
    request.check()
    planner = _Planner(life, catalogue, skeletons, request, Nearness(relevance_of), now)
    # What the session is for has the first choice of blocks.
    order = [Shape.BALANCED, Shape.DEPTH, Shape.REPAIR]
    if request.stage is Stage.STUCK:
        order = [Shape.REPAIR, Shape.BALANCED, Shape.DEPTH]
    made: dict[Shape, Agenda] = {}
    for shape in order:
        made[shape] = planner.unlike(shape, list(made.values()))
    return made[Shape.BALANCED], made[Shape.DEPTH], made[Shape.REPAIR]


def replaced(
    life: PairLife,
    catalogue: Catalogue,
    skeletons: Skeletons,
    agenda: Agenda,
    place: int,
    relevance_of: RelevanceOf,
    now: datetime,
) -> Agenda:
    """Return `agenda` with the next best block at `place`, of the same minutes and leader.

    Called again and again it goes through all there are before it comes back to one. Raises Trouble
    where the item is locked, or the guide has no other.
    """
    if agenda.items[place].locked:
        raise Trouble("Locked", "This item is locked.", "Unlock it to replace it.")
    asked = AgendaRequest(
        agenda.minutes, agenda.stage, agenda.focus, agenda.side, agenda.seed, agenda.card
    )
    planner = _Planner(life, catalogue, skeletons, asked, Nearness(relevance_of), now)
    return planner.replaced(agenda, place)


def in_common(one: Agenda, two: Agenda) -> float:
    """The share of minutes, 0 to 1, that two agendas spend on the same blocks.

    Openings and closes are not counted; of the two shares it is the larger.
    """
    had, has = _content(one), _content(two)
    both = sum(min(had[key], has[key]) for key in had.keys() & has.keys())
    return both / min(sum(had.values()) or 1, sum(has.values()) or 1)


def _most_in_common(one: Agenda, others: Sequence[Agenda]) -> float:
    return max((in_common(one, two) for two in others), default=0)


def _content(agenda: Agenda) -> Counter[BlockKey]:
    """The minutes of each block that is neither opening nor close."""
    found: Counter[BlockKey] = Counter()
    for item in agenda.items:
        if item.kind not in FRAME:
            found[item.cards[0], item.title] += item.minutes
    return found


@dataclass(frozen=True)
class _Planner:
    life: PairLife
    catalogue: Catalogue
    skeletons: Skeletons
    request: AgendaRequest
    near: Nearness
    now: datetime

    @cached_property
    def needs(self) -> Needs:
        return needs_of(self.life, self.now)

    @cached_property
    def matters(self) -> Matters:
        return Matters(self.life, self.needs, self.now)

    @cached_property
    def focus(self) -> Mapping[str, float]:
        """The search score of each card near what the session is to be about."""
        card = self.request.card
        return {card: 1.0} if card else self.near(self.request.focus)

    def suggested(
        self, shape: Shape, locked: Agenda | None, avoided: Mapping[BlockKey, int] | None = None
    ) -> Agenda:
        """The agenda of one shape."""
        minutes, side, repair = self.request.minutes, self.request.side, bool(self.needs.repair)
        stage = stage_for(self.request.stage, shape, minutes, repair=repair)
        asked = replace(self.request, stage=stage)
        places = places_for(self.skeletons, stage, side, minutes, shape, repair=repair)
        relevance = self.focus  # first, as only four texts are looked up
        left = places_left(places, locked, minutes)
        one, focus = shape is Shape.DEPTH, bool(asked.focus)
        free = self.matters.placed(left, stage, self.near, focus=focus, one=one)
        worried = shape is Shape.REPAIR and stage is Stage.BEFORE
        if worried:
            relevance = {**self._worries(), **relevance}
        chosen = filled(self._chooser(relevance, avoided), free, locked_of(locked))
        parts = mentor_leading(merged(chosen, locked), stage)
        items = Teller(self.life, self.needs, asked, self.focus, self.now).items(parts)
        in_it = found(chosen, self.focus)
        return agenda_of(asked, items, found=in_it, shape=shape)

    def unlike(self, shape: Shape, others: Sequence[Agenda]) -> Agenda:
        """The agenda of one shape that has the least in common with `others`.

        Where it has half of one of them all the same, a part of their blocks is avoided twice as much.
        """
        contents = [_content(agenda) for agenda in others]
        had = Counter(key for content in contents for key in content)
        parts = [*contents, *(sorted(had)[first::2] for first in range(2))] if others else []
        best = self.suggested(shape, None, had)
        for part in parts:
            if _most_in_common(best, others) <= _HALF:
                break
            other = self.suggested(shape, None, had + Counter(list(part)))
            best = min(best, other, key=lambda agenda: _most_in_common(agenda, others))
        return best

    def replaced(self, agenda: Agenda, at: int) -> Agenda:
        """`agenda` with another block at one place."""
        item = agenda.items[at]
        others = [one for place, one in enumerate(agenda.items) if place != at]
        place = self._place_of(item)
        if place is None:
            raise Trouble("Nothing else", _NO_OTHER)
        ranked = self._chooser(self.focus).ranked(
            with_matter(place, self.matters.known(item.about), self.near),
            {one.title for one in others},
            {card for one in others for card in one.cards},
            anything=True,
        )
        # Who leads stays, so that the mentor's share does.
        fitting = [one for one in ranked if one.block.lead in {item.lead, Lead.BOTH}]
        keys = [one.key for one in fitting]
        standing = (item.cards[0], item.title)
        after = keys.index(standing) + 1 if standing in keys else 0
        if not keys or keys == [standing]:
            raise Trouble("Nothing else", _NO_OTHER)
        parts: list[Chosen | AgendaItem] = [*agenda.items]
        parts[at] = fitting[after % len(fitting)]
        teller = Teller(self.life, self.needs, self.request, self.focus, self.now)
        return agenda.with_item(at, teller.items(parts)[at]).model_copy(update={"edited": True})

    def _place_of(self, item: AgendaItem) -> Place | None:
        """A place that `item` may have been made for; None where the guide knows of none."""
        for stage in (self.request.stage, Stage.STUCK):  # any session may begin with repair
            slots = [
                slot
                for slot in self.skeletons.stages[stage].slots.values()
                if item.kind in (slot.kind, *slot.also)
            ]
            if slots:
                slot = min(slots, key=lambda slot: slot.lead is not item.lead)
                alike = {"kind": item.kind, "lead": item.lead, "also": (), "fixed": False}
                return Place(slot.model_copy(update=alike), item.minutes, stage)
        return None

    def _chooser(
        self, relevance: Mapping[str, float], avoided: Mapping[BlockKey, int] | None = None
    ) -> Chooser:
        side, seed = self.request.side, self.request.seed
        taste = Taste(side, seed, relevance, self.needs.stale, avoided or {})
        return Chooser(self.catalogue, taste)

    def _worries(self) -> dict[str, float]:
        return {head.id: 1.0 for head in self.catalogue.heads if head.theme in _WORRIES}
