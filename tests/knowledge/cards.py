"""Cards and guides for this folder's tests, made from the shared builders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.card import Advice, Card
from knowledge.card_file import card_of
from knowledge.catalogue import Catalogue
from knowledge.vocabulary import Stage
from tests.builders import IDEA, card_fields, card_text, write_guide

STAGES = [stage.value for stage in Stage]


def card(slug: str, **changes: Any) -> Card:
    """A valid card in memory; `changes` replace its fields."""
    fields = {
        **card_fields(id=f"trust/{slug}"),
        "idea": IDEA,
        "tries": Advice(mentor=("Send the link.",), mentee=("Keep the slot.",)),
        "say": Advice(mentor=("“Here it is.”",)),
        "avoid": ("Promising three things at once.",),
        **changes,
    }
    return card_of(fields)


def catalogue(*cards: Card) -> Catalogue:
    """A catalogue without sources."""
    return Catalogue(cards, {})


def guide_of_one(folder: Path, body: str | None = None, **changes: Any) -> Path:
    """A guide whose one card keeps every rule but those that `body` or `changes` break."""
    text = card_text(body, **{"stages": STAGES, **changes})
    return write_guide(folder, **{"kept-word": text})


SECOND_BODY = """## Idea
Being late is often told as a small thing, yet the one who waits counts each minute of it. The mentor
(junior) rarely dares to mention it, and the mentee (senior) rarely notices. Saying the reason at once,
in one line and without a story, keeps the matter small. Left alone it grows into a picture of respect.

## Try
### For the mentor
- Tell the mentee on the same day that you waited.
- Bring something to read so that waiting costs you less.

### For the mentee
- Write one line as soon as you know that you will be late.
- Start on the minute next time, whatever else is on.

## Say
### For the mentee
- "I kept you waiting. Sorry."

## Avoid
- A long tale of traffic.
"""

SECOND_FIELDS: dict[str, Any] = {
    "id": "trust/on-time",
    "title": "Being on time",
    "stages": ["early"],
    "asks": [
        f"late {how}" for how in ("again", "twice", "always", "by an hour", "today", "lately")
    ],
    "questions": [
        {"side": "mentor", "type": "craft", "text": "How long did you wait?"},
        {"side": "mentee", "type": "power", "text": "Who waits for you?"},
        {"side": "both", "type": "noticing", "text": "What did waiting cost?"},
    ],
}


def guide_of_two(folder: Path, body: str = SECOND_BODY, **changes: Any) -> Path:
    """A guide of two rule-abiding cards; `body` and `changes` break the second."""
    first = card_text(stages=STAGES)
    second = card_text(body, **{**SECOND_FIELDS, **changes})
    return write_guide(folder, **{"kept-word": first, "on-time": second})
