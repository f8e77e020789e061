"""Suggesting an agenda from cards and a pair's shared facts. Journals are out of its reach.

The skeleton of the stage and length gives the slots; each slot keeps its own card's block or takes the
one that fits what the session is about; minutes sum exactly; every item says why it is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.agenda import MAX_LENGTH, MIN_LENGTH, Agenda, AgendaItem, Shape
from assistant.choosing import Chooser, Chosen, Place, Taste
from assistant.errors import wrong_usage
from assistant.filling import filled, mentor_leading
from assistant.minutes import fitted
from knowledge.catalogue import Catalogue
from knowledge.skeleton import Skeletons
from knowledge.vocabulary import Side, Stage


@dataclass(frozen=True)
class AgendaRequest:
    """What is asked for; `seed` 0 is the usual agenda, others are other suggestions."""

    minutes: int = 45
    stage: Stage = Stage.EARLY
    focus: str = ""
    side: Side = Side.BOTH
    seed: int = 0
    card: str = ""
    """A card to build the session on; `focus` then is its title."""

    def check(self) -> None:
        """Raise Trouble for a length no agenda can have."""
        if not MIN_LENGTH <= self.minutes <= MAX_LENGTH:
            raise wrong_usage(
                f"An agenda is {MIN_LENGTH} to {MAX_LENGTH} minutes long, not {self.minutes:,}."
            )


def suggest_agenda(
    catalogue: Catalogue,
    skeletons: Skeletons,
    request: AgendaRequest,
    relevance: Mapping[str, float],
) -> Agenda:
    """Return the agenda for `request`; the same arguments give the same agenda.

    `relevance` has the search score of each card that fits the focus (none without a focus). Raises
    Trouble for minutes outside 10 to 180.
    """
    request.check()
    shape = skeletons.stages[request.stage].shape(request.minutes, request.side)
    places = [
        Place(slot, minutes, request.stage)
        for (slot, _), minutes in zip(shape, fitted(shape, request.minutes), strict=True)
    ]
    taste = Taste(request.side, request.seed, relevance)
    parts = mentor_leading(filled(Chooser(catalogue, taste), places), request.stage)
    chosen = [part for part in parts if isinstance(part, Chosen)]
    items = [item_of(one, request, because_of(one, request, relevance)) for one in chosen]
    return agenda_of(request, items, found=found(chosen, relevance))


def agenda_of(
    request: AgendaRequest,
    items: Sequence[AgendaItem],
    *,
    found: bool,
    shape: Shape = Shape.USUAL,
) -> Agenda:
    """The agenda of these items, which answers `request`; `found` says whether its focus is in it."""
    return Agenda(
        stage=request.stage,
        minutes=request.minutes,
        side=request.side,
        focus=request.focus,
        seed=request.seed,
        card=request.card,
        shape=shape,
        focus_found=found or not request.focus,
        items=tuple(items),
    )


def found(chosen: Sequence[Chosen], relevance: Mapping[str, float]) -> bool:
    """Whether any item was chosen for what the session is about."""
    return any(near_focus(one, relevance) for one in chosen)


def near_focus(one: Chosen, relevance: Mapping[str, float]) -> bool:
    """Whether it was chosen for what the session is about."""
    return one.card.id in relevance and not one.place.slot.keeps_its_card


def because_of(one: Chosen, request: AgendaRequest, relevance: Mapping[str, float]) -> str:
    """Why it is there, as far as no record tells."""
    because = one.place.slot.why
    other = one.card.id != one.place.slot.card
    if near_focus(one, relevance):
        because += f" It is near your focus, “{request.focus}”."
    elif other and request.seed and not one.place.extra:
        because += " Another card than usual, for a change."
    elif other and one.usual_cramped and not one.place.extra:
        because += " It fits the time better than the usual one."
    return because + " A second block, so that the first is not drawn out." * one.place.extra


def item_of(one: Chosen, request: AgendaRequest, because: str) -> AgendaItem:
    """The item for a place that is filled."""
    card, block = one.card, one.block
    # Words for the reader's own mouth, and only where they have the floor.
    speaks = request.side is not Side.BOTH and one.lead.value in (request.side.value, "both")
    spoken = card.say.of(request.side)[:1] if speaks else ()
    return AgendaItem(
        title=block.title,
        minutes=one.minutes,
        lead=one.lead,
        purpose=block.purpose,
        prompts=(*block.prompts, *(f"Words to say: {words}" for words in spoken)),
        cards=(card.id,),
        because=because,
        kind=block.kind,
        about=one.place.about,
    )
