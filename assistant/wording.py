"""How the domain's terms are said to people, and the text they type taken in."""

from __future__ import annotations

from assistant.errors import wrong_usage
from knowledge.plain_text import clean, one_line, words
from knowledge.vocabulary import BlockKind, Grade, Lead, QuestionType, Side, Stage, Theme, Topic

__all__ = [
    "BlockKind",
    "Grade",
    "Lead",
    "QuestionType",
    "Side",
    "Stage",
    "Theme",
    "Topic",
    "clean",
    "one_line",
    "typed",
]

MAX_QUESTION = 2_000
"""Characters of a question or a focus; longer text is a document, not a question."""

SIDES = {
    Side.MENTOR: "mentor (junior)",
    Side.MENTEE: "mentee (senior)",
    Side.BOTH: "both",
    Side.COORDINATOR: "coordinator",
}
STAGES = {
    Stage.BEFORE: "before the first session",
    Stage.FIRST: "first session",
    Stage.EARLY: "early (sessions 2 and 3)",
    Stage.ESTABLISHED: "established (4 and on)",
    Stage.STUCK: "stuck",
    Stage.CLOSING: "closing",
}
THEMES = {
    Theme.TRUST: "Trust",
    Theme.HUMILITY: "Humility and curiosity",
    Theme.TOPICS: "Topics",
    Theme.CHALLENGES: "Challenges",
    Theme.CRAFT: "Session craft",
    Theme.GOALS: "Goals and progress",
    Theme.RECIPROCITY: "Giving back",
    Theme.STARTING: "Starting",
    Theme.REMOTE: "Remote and hybrid",
    Theme.PROGRAMME: "Programme",
    Theme.MISCONCEPTIONS: "Misconceptions",
    Theme.ENDING: "Ending",
    Theme.BOUNDARIES: "Boundaries",
    Theme.PRACTICE: "Practice alone",
}
SCORES = {1: "no", 2: "hardly", 3: "partly", 4: "mostly", 5: "yes"}
"""What the answers of a pulse are called."""
GRADES = {
    Grade.A: "large reviews",
    Grade.B: "a survey or measured study",
    Grade.C: "interviews, theory or a case",
    Grade.P: "practitioners' advice",
    Grade.S: "often said, not checked",
    Grade.OWN: "our own judgement",
}


def typed(text: str, what: str) -> str:
    """Return what a person typed as one clean line.

    Raises Trouble if it is no text, holds no word, or is longer than MAX_QUESTION characters.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise wrong_usage(f"The {what} is not readable text.", "Type it as UTF-8.") from None
    line = one_line(text)
    if not words(line):
        raise wrong_usage(f"The {what} is empty.", "Type a few words.")
    if len(line) > MAX_QUESTION:
        raise wrong_usage(
            f"The {what} is {len(line):,} characters long; {MAX_QUESTION:,} at the most.",
            "Say it in a sentence or two.",
        )
    return line
