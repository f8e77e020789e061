"""Small valid objects, to be broken one field at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

IDEA = (
    "A small promise that is kept says more than a warm talk, because it can be checked. The mentor "
    "(junior) sends the link on the day named; the mentee (senior) keeps the slot. After a month of this "
    "nobody wonders any longer whether the other one means it, and harder things can be said."
)


def card_fields(**changes: Any) -> dict[str, Any]:
    """The front matter of a card that keeps every rule; `changes` replace keys, None removes one."""
    fields: dict[str, Any] = {
        "id": "trust/kept-word",
        "title": "Keep what you promise",
        "theme": "trust",
        "topics": ["trust"],
        "sides": ["mentor", "mentee"],
        "stages": ["first", "early"],
        "sources": ["S1", "own"],
        "grade": "S",
        "asks": [
            f"he forgot the {thing} again"
            for thing in ("link", "date", "notes", "call", "file", "list")
        ],
        "questions": [
            {"side": "mentor", "type": "craft", "text": "What did you promise last time?"},
            {"side": "mentee", "type": "power", "text": "What did you let slip?"},
            {"side": "both", "type": "noticing", "text": "Which promise was easy to keep?"},
        ],
        "blocks": [
            {
                "title": "What we promised",
                "kind": "reflect",
                "minutes": 5,
                "lead": "both",
                "purpose": "Look at the last promises.",
                "prompts": ["What became of them?"],
            }
        ],
    }
    fields.update(changes)
    return {key: value for key, value in fields.items() if value is not None}


class _Plain(yaml.SafeDumper):
    """Writes a value twice where it is used twice: a guide has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(value: Any) -> str:
    """`value` as a guide's YAML."""
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False)


def card_text(body: str | None = None, **changes: Any) -> str:
    """A card's file."""
    front = as_yaml(card_fields(**changes))
    return f"---\n{front}---\n{body if body is not None else card_body()}"


def card_body(idea: str = IDEA) -> str:
    """The sections of a card that keeps every rule."""
    return f"""## Idea
{idea}

## Try
### For the mentor
- Send the link on the day you named.
- Say early when a promise will not hold.

### For the mentee
- Keep the slot, or move it in the same message.
- Write your own promise down in front of the mentor.

## Say
### For the mentor
- "I said Tuesday, here it is."

## Avoid
- Promising three things at once.
"""


SOURCES = """- id: S1
  authors: A. Writer
  year: 2020
  title: On promises
  venue: a web page
  kind: article
  grade: S
- id: A1
  authors: B. Reviewer
  year: 2021
  title: A review of promises
  venue: a journal
  kind: paper
  grade: A
"""

SKELETONS = """{stage}:
  slots:
    only: {{kind: reflect, lead: both, card: trust/kept-word, why: "Promises first."}}
  lengths:
    10: {{only: 10}}
"""


def write_guide(folder: Path, **cards: str) -> Path:
    """A guide in `folder` of the cards given by slug (one kept rule-abiding card if none)."""
    (folder / "trust").mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    stages = ("before", "first", "early", "established", "stuck", "closing")
    (folder / "skeletons.yaml").write_text(
        "".join(SKELETONS.format(stage=stage) for stage in stages), encoding="utf-8"
    )
    if not cards:
        cards = {"kept-word": card_text(stages=list(stages))}
    for slug, text in cards.items():
        (folder / "trust" / f"{slug}.md").write_text(text, encoding="utf-8")
    return folder
