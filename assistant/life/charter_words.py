"""The wording that a charter begins with, and the cards of the guide that it follows.

It says “we”: both sign it. Where it takes a card's own sentence or phrase, QUOTED says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.life.charter import Confidentiality

CARDS = {
    "purpose": ("starting/half-page-charter", "goals/whose-goals"),
    "roles": ("starting/half-page-charter", "starting/what-reverse-mentoring-is"),
    "dates": ("ending/name-the-end-date", "challenges/no-time-cancelled-again"),
    "place": ("craft/neutral-place",),
    "lead": ("starting/half-page-charter", "craft/plan-the-hour"),
    "topics_in": ("starting/offers-needs-and-limits", "topics/choosing-two-topics"),
    "topics_out": ("starting/offers-needs-and-limits",),
    "confidentiality": (
        "trust/written-limits",
        "trust/retell-without-the-person",
        "trust/appraisal-firewall",
        "boundaries/confidential-has-limits",
        "boundaries/check-your-policy",
    ),
    "notes": ("craft/notes-each-your-own", "ending/notes-and-secrets-after"),
    "between_sessions": ("remote/one-line-a-week",),
    "cancelling": ("challenges/no-time-cancelled-again", "boundaries/not-today"),
    "repair_phrase": ("starting/half-page-charter", "challenges/saying-the-wrong-thing"),
    "review": ("starting/half-page-charter",),
    "exit": ("ending/leaving-early",),
}
"""The cards that each field of the draft follows."""

CANCELLING_SENTENCE = "Whoever cancels sends a new date in the same message."
EXIT_SENTENCE = "A pair should be able to stop before its date without anybody having failed."
REPAIR_PHRASE = "Can we rewind that?"
STAYS_SENTENCE = "What was confidential stays so when the sessions are over, and so do its limits"

QUOTED = {
    "cancelling": (CANCELLING_SENTENCE, "challenges/no-time-cancelled-again"),
    "exit": (EXIT_SENTENCE, "ending/leaving-early"),
    "repair_phrase": (REPAIR_PHRASE, "starting/half-page-charter"),
    "notes": (STAYS_SENTENCE, "ending/notes-and-secrets-after"),
}
"""What stands in a card just so, by the field it is in: the words, and the card's id."""

PLACE = "A place where neither of us is host, and nobody listens in"
NOTES = (
    "Each of us keeps a private journal; nobody asks to see it. We share what we agreed to do, the "
    f"dates, and what we both choose to keep. {STAYS_SENTENCE}."
)
BETWEEN_SESSIONS = (
    "A line a week at most. No answer is owed before the next session, and nothing is sent in the "
    "evening or at the weekend."
)
CANCELLING = f"{CANCELLING_SENTENCE} A reason is not owed."
EXIT = (
    f"{EXIT_SENTENCE} Either of us may say so in one plain message, with no reason owed, and offers "
    "a last half hour or a page of notes."
)
NO_END = "We name the last date in our first session."

BOXES = Confidentiality(
    stays_here=(
        "What either of us says about themselves or about other people",
        "What one of us did not know, or got wrong",
    ),
    without_names=("What we learned about how work is done, once many people could have told it",),
    with_consent=(
        "Any story or example that could point to one of us, in its exact words",
        "Anything about the other to a manager or in an appraisal, praise too",
    ),
    must_be_passed_on=(
        "Something illegal",
        "What we are legally ordered to tell",
        "Likely danger to one of us or to somebody else",
        "Whatever else our workplace’s policy obliges one of us to report; we look it up and say so",
    ),
)
_NAMED_NEEDS = 2
"""A pair has two live topics at the most (brief, T3)."""


def purpose(mentor: str, mentee: str, needs: Sequence[str]) -> str:
    """What the pair meets for; `needs` are the mentee's."""
    told = " and ".join(f"“{need}”" for need in needs[:_NAMED_NEEDS])
    learns = f"{_begun(mentee)} learns from {mentor}" + (f": {told}" if told else "")
    return f"{learns}. {_begun(mentor)} learns from the teaching and from what {mentee} gives back."


def roles(mentor: str, mentee: str) -> str:
    """Who does what; each is a name, with the rank behind it where it is known, or ""."""
    return (
        f"Mentor (junior): {_who(mentor)}brings the content and leads the sessions. "
        f"Mentee (senior): {_who(mentee)}owns the learning goals and protects the dates."
    )


def lead(mentor: str, mentee: str) -> str:
    """Who leads, and who goes first where it takes courage."""
    return (
        f"{_begun(mentor)} holds the agenda and the clock. {_begun(mentee)} goes first where it takes "
        "courage, and gives back about a quarter of the time."
    )


def _begun(name: str) -> str:
    """A name at the beginning of a sentence: “The mentor” where there is none yet."""
    return f"The{name[3:]}" if name.startswith("the ") else name


def _who(person: str) -> str:
    return f"{person} " if person else ""
