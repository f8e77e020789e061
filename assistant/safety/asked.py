"""Disclosures in questions to the guide and in what a session is to be about.

The replies follow three manners: look whether somebody is in danger, listen without probing, link to
people who can help. No phone numbers are printed here, because none can be checked.
"""

from __future__ import annotations

from assistant.errors import Trouble
from assistant.safety.detect import find
from assistant.safety.finding import Category
from assistant.wording import typed

_HONEST = (
    "This is a program on your machine: nobody has been told, and it is no substitute for a person."
)
_REPLIES = {
    Category.SELF_HARM: (
        "I'm glad you wrote that. I'm a program and cannot keep anyone safe; please reach a person now.",
        "If there is danger right now, call your local emergency number, or go to somebody nearby.",
        "If it is about somebody else, stay with them, in person or on the line, and bring in help.",
        "A crisis line, a doctor or someone you trust can listen today. Nobody has been told of this.",
    ),
    Category.VIOLENCE: (
        "Thank you for writing that. It sounds serious.",
        _HONEST,
        "If anyone is in danger now, get to a safe place and call your local emergency number.",
        "After that, your organisation's security, safeguarding or speak-up contact can help you decide.",
    ),
    Category.MISTREATMENT: (
        "Thank you for writing that. It sounds serious.",
        _HONEST,
        "People who can help: a named HR or speak-up contact, a union or staff network, an adviser "
        "outside the company, the police where a crime is possible. Which of them is yours to choose.",
        "If it concerns the person you are paired with, you need not sort it out in a session: the "
        "coordinator or somebody outside your line can pause the pairing.",
    ),
    Category.DISTRESS: (
        "Thank you for writing that. It sounds very hard.",
        _HONEST,
        "A doctor, an employee assistance line, a support line or someone you trust can listen today.",
        "If there is danger right now, call your local emergency number, or go to somebody nearby.",
    ),
    Category.WRONGDOING: (
        "Thank you for writing that. It sounds serious.",
        _HONEST,
        "People who can help: a speak-up or whistleblowing line, compliance or internal audit, a union, "
        "an adviser outside the organisation, a regulator. Which of them is yours to choose.",
        "If anyone could be hurt, that comes first: call your local emergency number.",
    ),
}


SIGNPOSTS = frozenset(
    f"boundaries/{name}"
    for name in (
        "danger-to-others-or-a-child",
        "someone-may-not-be-safe",
        "someone-tells-you-of-harassment",
        "when-it-is-your-partner",
    )
)
"""Cards that lead to people. Where one is near a question, nothing lighter stands before it."""


def concern_of(text: str) -> Category | None:
    """What `text` surely discloses, the most pressing first; None for everything else.

    `text` may be too long, or not readable in parts, for anything else to be done with it.
    """
    found = find(text)
    return found.category if found is not None and found.sure else None


def reply_to(concern: Category) -> tuple[str, ...]:
    """What to say: plain, without cards, promises or probing."""
    return _REPLIES[concern]


def matter(text: str, what: str) -> str:
    """What somebody wants a session or questions to be about, as one clean line; "" if nothing.

    Raises Trouble where it is not readable, or needs people rather than cards.
    """
    if not text:
        return ""
    concern = concern_of(text)
    if concern is not None:
        raise Trouble("This needs a person", " ".join(reply_to(concern)))
    return typed(text, what)
