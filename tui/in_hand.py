"""What is being written besides its words: kind, mood, tags, questions, and which entry it changes."""

from __future__ import annotations

from assistant.entry import (
    MAX_PROMPT,
    MAX_PROMPTS,
    MAX_TAGS,
    MAX_TEXT,
    MOODS,
    Draft,
    EntryKind,
    tags_of,
)
from assistant.errors import wrong_usage


class InHand:
    """The facts of a new entry, of a draft gone on with, or of an entry that is changed."""

    def __init__(self, base: Draft | None, draft: Draft | None) -> None:
        begun = draft or base
        self.base = base
        """The entry as it was last kept."""
        self.fresh = begun is None
        self.facts = begun or Draft(kind=EntryKind.REFLECTION)
        prompts = self.facts.prompts
        self._answered = prompts[:-1]
        self.prompt = prompts[-1] if prompts else ""
        """The question on top, "" for none."""

    def next_kind(self) -> None:
        """Take the next kind."""
        kinds = list(EntryKind)
        kind = kinds[(kinds.index(self.facts.kind) + 1) % len(kinds)]
        self.facts = self.facts.model_copy(update={"kind": kind})

    def next_mood(self) -> None:
        """Take the next mood, or none after the last."""
        moods = [None, *MOODS]
        mood = moods[(moods.index(self.facts.mood) + 1) % len(moods)]
        self.facts = self.facts.model_copy(update={"mood": mood})

    def kept(self, base: Draft) -> None:
        """It is an entry now: whatever comes is a change of it."""
        self.facts = self.base = base

    def without_words(self, tags: str) -> Draft:
        """All of it but the words, with `tags` as typed."""
        asked = (*self._answered, *filter(None, [self.prompt]))
        prompts = dict.fromkeys(prompt[:MAX_PROMPT] for prompt in asked)
        return self.facts.model_copy(
            update={
                "text": "",
                "tags": tags_of(tags.split())[:MAX_TAGS],
                "prompts": tuple(prompts)[-MAX_PROMPTS:],
            }
        )


def with_words(facts: Draft, text: str) -> Draft:
    """`facts` with their words. Raises Trouble for more than an entry may hold."""
    if len(text) > MAX_TEXT:
        raise wrong_usage(
            f"It is longer than {MAX_TEXT:,} characters.", "Part it into two entries."
        )
    fields = {name: getattr(facts, name) for name in Draft.model_fields}
    return Draft(**{**fields, "text": text})
