"""What the assistant answers: pieces of text that say what they are, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.talk.intents import Intent


class Kind(StrEnum):
    """What a reply is about."""

    GUIDANCE = "guidance"
    AGENDA = "agenda"
    QUESTIONS = "questions"
    JOURNAL = "journal"
    PROGRESS = "progress"
    MEMORY = "memory"
    SOCIAL = "social"
    HELP = "help"
    CLARIFY = "clarify"
    OUT_OF_SCOPE = "out_of_scope"
    SAFETY = "safety"


class PieceKind(StrEnum):
    """What a piece of a reply is. Only IDEA, TRY and REASON give guidance, so only they need a card."""

    REFLECT = "reflect"
    IDEA = "idea"
    TRY = "try"
    REASON = "reason"
    ASK = "ask"
    """A question back to the person."""
    LINE = "line"
    """A sentence of our own that claims nothing about mentoring."""
    LISTED = "listed"
    """A question, an agenda item or a fact in a list."""
    OWN = "own"
    """The person's own words, given back."""


GUIDING = frozenset({PieceKind.IDEA, PieceKind.TRY, PieceKind.REASON})


class Told(BaseModel):
    """A frozen part of what is said."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Piece(Told):
    """A sentence or two; `ref` is the address of the card's sentence that it is, "" for our own."""

    kind: PieceKind
    text: str
    ref: str = ""
    label: str = ""
    """What stands before it: “For Priya”, “Say”, a number of a list."""

    @property
    def card(self) -> str:
        """The id of the card it comes from; "" for our own."""
        return self.ref.partition("#")[0]


class Offer(Told):
    """Something the person can choose; `id` says what happens, `label` is what they read."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+(:[\w/.\-#: ]*)?$", max_length=200)]
    label: Annotated[str, Field(min_length=1, max_length=120)]


class Source(Told):
    """A card that a reply has sentences of."""

    id: str
    title: str


class Reply(Told):
    """One answer. `text` is made of its pieces, so that no sentence comes in beside them."""

    kind: Kind
    intent: Intent
    pieces: tuple[Piece, ...]
    sources: tuple[Source, ...] = ()
    offers: tuple[Offer, ...] = ()
    safety_category: str | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions listed, if any."""
        if self.kind is not Kind.QUESTIONS:
            return ()
        return tuple(one.text for one in self.pieces if one.kind is PieceKind.LISTED)

    @property
    def text(self) -> str:
        """The whole reply as shown, guidance with the number of its source, the sources last."""
        numbers = {source.id: number for number, source in enumerate(self.sources, 1)}
        blocks: list[str] = []
        former: PieceKind | None = None
        for piece in self.pieces:
            told = _told(piece, numbers)
            if piece.kind in _IN_LISTS:
                told = (
                    f"{piece.label or '-'} {told}"
                    if piece.kind is PieceKind.LISTED
                    else f"- {told}"
                )
            joined = former is not None and (former in _IN_LISTS) and (piece.kind in _IN_LISTS)
            if joined and blocks:
                blocks[-1] += f"\n{told}"
            else:
                blocks.append(told)
            former = piece.kind
        if numbers:
            titles = ", ".join(f"[{numbers[one.id]}] {one.title}" for one in self.sources)
            blocks.append(f"From {titles}")
        return "\n\n".join(blocks)

    def with_pieces(self, *pieces: Piece, first: bool = False) -> Reply:
        """The reply with more at its end, or at its beginning."""
        told = (*pieces, *self.pieces) if first else (*self.pieces, *pieces)
        return self.model_copy(update={"pieces": told})


_IN_LISTS = frozenset({PieceKind.TRY, PieceKind.LISTED})


def _told(piece: Piece, numbers: dict[str, int]) -> str:
    marker = f" [{numbers[piece.card]}]" if piece.card in numbers else ""
    before = f"{piece.label}: " if piece.label and piece.kind is PieceKind.TRY else ""
    return f"{before}{piece.text}{marker}"


def line(text: str) -> Piece:
    """A sentence of our own."""
    return Piece(kind=PieceKind.LINE, text=text)


def ask(text: str) -> Piece:
    """A question back."""
    return Piece(kind=PieceKind.ASK, text=text)


def listed(texts: Iterable[str]) -> list[Piece]:
    """A numbered list."""
    return [
        Piece(kind=PieceKind.LISTED, text=text, label=f"{number}.")
        for number, text in enumerate(texts, 1)
    ]
