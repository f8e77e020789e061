"""Replies to a disclosure and to what follows it. No card, no agenda, no generated text."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from assistant.safety import texts
from assistant.safety.finding import Category, Finding
from assistant.talk.reply import Offer

if TYPE_CHECKING:
    from assistant.contacts import Contacts

_MOST_CONTACTS = 4
_ASKED = frozenset({Category.SELF_HARM, Category.VIOLENCE})
_PRIVATE_VIEW = Offer(id="private_view", label="Switch to private view")
_SAVE_NOTE = Offer(id="save_note", label="Save the note")
_WORK = Offer(id="resume", label="Go on with work")


class Said(StrEnum):
    """What a person answers after a disclosure."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MISREAD = "misread"
    """“You misunderstood.”"""
    PRIVATE = "private"
    """Who is told."""
    WHO = "who"
    """Whom to turn to, what to do."""
    THANKS = "thanks"
    WORK = "work"
    SILENT = "silent"
    """Nothing about it."""


class SafetyReply(BaseModel):
    """A reply: short paragraphs, and what can be chosen.

    `asks`: it ends with “Are you safe right now?”. `resume`: the message asks for work, to be done after
    these lines. `line` of the latch is not in it: add that to what the work says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: tuple[str, ...] = ()
    category: Category | None = None
    offers: tuple[Offer, ...] = ()
    asks: bool = False
    resume: bool = False

    @property
    def text(self) -> str:
        """The reply as shown."""
        return "\n\n".join(self.lines)


def opening(
    finding: Finding,
    contacts: Contacts,
    turn: int,
    *,
    again: bool = False,
    shared: bool = False,
    note: bool = False,
) -> SafetyReply:
    """The reply to a disclosure made in `turn`; `again` after an earlier one, `note` in a note's text."""
    category = finding.category
    if shared:
        return paused(category)
    asks = category in _ASKED or finding.immediate
    first = texts.AGAIN if again and not finding.immediate else texts.THANKS[category]
    lines = [f"{texts.turned(first, turn)} {texts.turned(texts.HONEST, turn)}"]
    lines += _people(category, contacts, urgent=asks)
    if finding.own is not True:
        lines.append(texts.OTHERS[category])
    if note:
        lines.append(texts.turned(texts.NOTE, turn))
    if asks:
        lines.append(texts.turned(texts.SAFE_NOW, turn))
    else:
        lines.append(texts.turned(texts.CHOICE[category], turn))
    offers = (_SAVE_NOTE,) if note else ()
    return SafetyReply(lines=tuple(lines), category=category, offers=offers, asks=asks)


def following(
    said: Said,
    category: Category,
    contacts: Contacts,
    turn: int,
    *,
    urgent: bool = False,
    shared: bool = False,
) -> SafetyReply:
    """The reply to what was `said` after a disclosure of `category`."""
    if shared:
        # The partner reads this: nothing may show that there was one.
        if said is Said.WORK:
            return SafetyReply(category=category, resume=True)
        return paused(category)
    wordings = {
        Said.SAFE: texts.SAFE,
        Said.UNSAFE: texts.UNSAFE,
        Said.MISREAD: texts.MISREAD,
        Said.PRIVATE: texts.PRIVATE,
        Said.WHO: texts.WHOM,
        Said.THANKS: texts.WELCOME,
        Said.WORK: texts.WORK,
        Said.SILENT: texts.SILENT,
    }
    lines = [texts.turned(wordings[said], turn)]
    match said:
        case Said.WORK:
            return SafetyReply(lines=tuple(lines), category=category, resume=True)
        case Said.MISREAD:
            lines = [f"{lines[0]} {texts.turned(texts.STAYS, turn)}"]
            lines.append(signpost(category, contacts))
        case Said.UNSAFE | Said.WHO:
            lines += _people(category, contacts, urgent=urgent or category in _ASKED)
        case _:
            lines.append(signpost(category, contacts, urgent=urgent))
    return SafetyReply(lines=tuple(lines), category=category, offers=(_WORK,))


def paused(category: Category | None = None) -> SafetyReply:
    """All that is said where both may be reading."""
    return SafetyReply(lines=(texts.PAUSE,), category=category, offers=(_PRIVATE_VIEW,))


def hint(finding: Finding) -> str:
    """The one soft line that joins a normal reply."""
    return texts.HINTS[finding.category]


def signpost(category: Category, contacts: Contacts, *, urgent: bool = False) -> str:
    """One line with the first two people to turn to, danger first where it is near."""
    known = contacts.of(category, urgent=urgent)
    if not known:
        return texts.DANGER if urgent else f"{texts.GENERIC_LINE[category]}"
    return f"If you need someone: {'; '.join(one.line for one in known[:2])}."


def _people(category: Category, contacts: Contacts, *, urgent: bool) -> list[str]:
    """Whom to turn to: immediate danger first, then the organisation's contacts or general wording."""
    lines: list[str] = []
    emergency = contacts.emergency
    if urgent or category in _ASKED:
        lines.append(
            f"If there is danger right now: {emergency.line}, or go to somebody nearby."
            if emergency
            else texts.DANGER
        )
    known = [one for one in contacts.of(category) if one is not emergency][:_MOST_CONTACTS]
    if known:
        lines.append("\n".join(["You can reach:", *(f"- {one.line}" for one in known)]))
    else:
        lines.append(texts.GENERIC[category])
    if not urgent and category in {Category.DISTRESS, Category.MISTREATMENT, Category.WRONGDOING}:
        lines.append(texts.DANGER_LATER)
    return lines
