"""Suggesting an agenda from cards and a pair's shared facts. Journals are out of its reach.

The skeleton of the stage and length gives the slots; each slot keeps its own card's block or takes the
one that fits what the session is about; minutes sum exactly; every item says why it is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.agenda import MAX_LENGTH, MIN_LENGTH, Agenda, AgendaItem
from assistant.errors import wrong_usage
from assistant.minutes import fitted
from knowledge.card import Block, Card
from knowledge.catalogue import Catalogue
from knowledge.skeleton import FRAME_KINDS, Skeletons, Slot, blocks_at
from knowledge.vocabulary import Lead, Side, Stage

_HOME = 0.30
"""What a slot's own card is ahead by: another must fit the focus, or a seed must ask for change."""
_FOCUS = 1.0
_CHANCE = 0.80
_LENGTH = 0.10
_AGAIN = 0.50
_UNFIT = 0.40
_CRAMPED = 2.5
"""Where a block has less time than its usual length by this factor, another is looked for."""


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


@dataclass(frozen=True)
class _Candidate:
    card: Card
    block: Block
    usual_cramped: bool = False
    """Whether the slot's own block would have far too little time."""


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
    lengths = fitted(shape, request.minutes)
    reserved = {
        home.title
        for slot, _ in shape
        if slot.keeps_its_card
        and (home := slot.home_block(catalogue[slot.card], request.stage)) is not None
    }
    taken: list[_Candidate] = []
    for (slot, _), minutes in zip(shape, lengths, strict=True):
        taken.append(_choose(catalogue, request, slot, minutes, relevance, taken, reserved))
    used = any(
        chosen.card.id in relevance and not slot.keeps_its_card
        for (slot, _), chosen in zip(shape, taken, strict=True)
    )
    items = tuple(
        _item(slot, minutes, chosen, request, relevance)
        for (slot, _), minutes, chosen in zip(shape, lengths, taken, strict=True)
    )
    return Agenda(
        stage=request.stage,
        minutes=request.minutes,
        side=request.side,
        focus=request.focus,
        seed=request.seed,
        card=request.card,
        focus_found=used or not request.focus,
        items=items,
    )


def _choose(
    catalogue: Catalogue,
    request: AgendaRequest,
    slot: Slot,
    minutes: int,
    relevance: Mapping[str, float],
    taken: list[_Candidate],
    reserved: set[str],
) -> _Candidate:
    own = catalogue[slot.card]
    home = slot.home_block(own, request.stage)
    if home is None:
        raise ValueError(f"{slot.card} cannot fill its slot")  # `guide check` refuses such a guide
    if slot.keeps_its_card:
        return _Candidate(own, home)
    best = max(relevance.values(), default=0)

    def score(candidate: _Candidate) -> float:
        fit = relevance.get(candidate.card.id, 0) / best if best else 0
        chance = _chance(request.seed, candidate) if request.seed else 0
        misfit = abs(candidate.block.minutes - minutes) / max(candidate.block.minutes, minutes)
        again = candidate.card.id in {former.card.id for former in taken}
        return (
            _FOCUS * fit**4
            + _HOME * (candidate.block == home)
            + _CHANCE * chance
            - _LENGTH * misfit
            - _UNFIT * (candidate.block.minutes > _CRAMPED * minutes)
            - _AGAIN * (again and candidate.block != home)
        )

    used = reserved | {former.block.title for former in taken}
    candidates = [
        _Candidate(card, block)
        for card in catalogue.cards
        if card.speaks_to(request.side)
        for block in blocks_at(card, request.stage)
        if slot.takes(block)
        and block.title not in used
        and (slot.kind not in FRAME_KINDS or card.id in {own.id, *relevance})
    ]
    chosen = max(candidates or [_Candidate(own, home)], key=score)
    return replace(chosen, usual_cramped=home.minutes > _CRAMPED * minutes)


def _chance(seed: int, candidate: _Candidate) -> float:
    """A number between 0 and 1 that depends on nothing but seed and block."""
    told = f"{seed}|{candidate.card.id}|{candidate.block.title}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4]) / 2**32


def _item(
    slot: Slot,
    minutes: int,
    chosen: _Candidate,
    request: AgendaRequest,
    relevance: Mapping[str, float],
) -> AgendaItem:
    card, block = chosen.card, chosen.block
    because = slot.why
    if card.id in relevance and not slot.keeps_its_card:
        because += f" It is near your focus, “{request.focus}”."
    elif card.id != slot.card and request.seed:
        because += " Another card than usual, for a change."
    elif card.id != slot.card and chosen.usual_cramped:
        because += " It fits the time better than the usual one."
    lead = block.lead if slot.lead is Lead.BOTH else slot.lead
    # Words for the reader's own mouth, and only where they have the floor.
    speaks = request.side is not Side.BOTH and lead.value in (request.side.value, "both")
    spoken = card.say.of(request.side)[:1] if speaks else ()
    return AgendaItem(
        title=block.title,
        minutes=minutes,
        lead=lead,
        purpose=block.purpose,
        prompts=(*block.prompts, *(f"Words to say: {words}" for words in spoken)),
        cards=(card.id,),
        because=because,
        kind=block.kind,
    )
