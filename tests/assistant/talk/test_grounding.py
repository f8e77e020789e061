from __future__ import annotations

import pytest

from assistant.talk.grounding import Ungrounded, grounded, sources_of
from assistant.talk.guidance import MOST_WORDS, Listeners, guidance
from assistant.talk.intents import Intent
from assistant.talk.reply import GUIDING, Kind, Piece, PieceKind, Reply, Source, line
from assistant.talk.state import Dialogue, View
from assistant.wording import Side
from knowledge.card import Card
from knowledge.guide_files import embedded_guide, read_layers

CARDS = {card.id: card for layer in read_layers(None) for card in layer.cards}
NAMES = {side: side.value.title() for side in Side}


def piece(card: Card, at: int = 0, **changes: str) -> Piece:
    one = card.sentences[at]
    told = {"kind": PieceKind.IDEA, "text": one.text, "ref": one.ref, **changes}
    return Piece(**told)  # type: ignore[arg-type]


def reply(*pieces: Piece, sources: tuple[Source, ...] | None = None) -> Reply:
    named = sources_of(pieces, CARDS) if sources is None else sources
    return Reply(kind=Kind.GUIDANCE, intent=Intent.ASK_GUIDANCE, pieces=pieces, sources=named)


ONE, OTHER, THIRD = list(CARDS.values())[:3]


def test_a_cards_own_sentence_is_grounded() -> None:
    told = reply(line("Let's look."), piece(ONE))
    assert grounded(told, CARDS) is told
    assert "[1]" in told.text
    assert f"[1] {ONE.title}" in told.text.splitlines()[-1]


@pytest.mark.parametrize(
    "told",
    [
        reply(piece(ONE, text="Be bold.")),
        reply(piece(ONE, text=ONE.sentences[0].text + " Always.")),
        reply(piece(ONE, text=ONE.sentences[0].text[:-1])),
        reply(piece(ONE, text=ONE.sentences[1].text)),
        reply(piece(ONE), sources=()),
        reply(piece(ONE), sources=(Source(id=OTHER.id, title=OTHER.title),)),
        reply(piece(ONE), sources=(Source(id=ONE.id, title="Another title"),)),
        reply(piece(ONE), sources=tuple(Source(id=c.id, title=c.title) for c in (ONE, OTHER))),
        reply(piece(ONE), piece(OTHER), piece(THIRD)),
        Reply(
            kind=Kind.GUIDANCE,
            intent=Intent.ASK_GUIDANCE,
            pieces=(Piece(kind=PieceKind.TRY, text="Say nothing for a week."),),
        ),
        reply(line("Well."), sources=(Source(id=ONE.id, title=ONE.title),)),
    ],
)
def test_what_no_named_card_says_is_refused(told: Reply) -> None:
    with pytest.raises(Ungrounded) as refused:
        grounded(told, CARDS)
    assert "Be bold" not in str(refused.value)


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE, None])
@pytest.mark.parametrize("view", list(View))
def test_every_card_makes_a_short_grounded_reply_for_everybody(
    side: Side | None, view: View
) -> None:
    state = Dialogue(role=side, view=view, turn=3)
    for card in CARDS.values():
        listeners = Listeners.of(state, NAMES)
        if not card.speaks_to(listeners.side) or Side.COORDINATOR in card.sides:
            continue
        after, told = guidance(state, "he never lets me finish", [card], listeners)
        assert grounded(told, CARDS) is told
        guiding = [one for one in told.pieces if one.kind in GUIDING]
        assert guiding
        body = sum(len(f"{one.label} {one.text}".split()) for one in told.pieces)
        assert body <= MOST_WORDS + 25 or len(guiding) <= 2
        assert card.id in after.shown_cards
        if listeners.side is not Side.BOTH:  # nobody is told what is meant for the other
            other = Side.MENTEE if listeners.side is Side.MENTOR else Side.MENTOR
            sides = {one.ref: one.side for one in card.sentences}
            assert all(sides[one.ref] is not other for one in guiding)
        if view is View.SHARED:
            labels = {one.label for one in guiding if one.kind is PieceKind.TRY}
            assert labels <= {"", "Say", "For Mentor", "For Mentee"}


def test_the_guide_is_the_embedded_one() -> None:
    assert embedded_guide().is_dir()
    assert len(CARDS) >= 60
