"""What follows a disclosure, until the conversation ends: one question, people to turn to, no hurry.

A disclosure opens the latch. It is eased by an answer, by work asked for, or by a denial, and closed by
nothing: the line about help stays under every later reply of the conversation.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from assistant.contacts import GENERIC, Contacts
from assistant.safety import Category, Finding, find
from assistant.safety.finding import ORDER
from assistant.safety.normal import normal
from assistant.talk.safety_reply import SafetyReply, Said, following, opening, signpost

__all__ = [
    "SafetyLatch",
    "SafetyReply",
    "Said",
    "answered",
    "latched",
    "line",
    "opened",
    "what_said",
]

_ASKED = frozenset({Category.SELF_HARM, Category.VIOLENCE})


class LatchState(StrEnum):
    """Where it stands."""

    OFF = "off"
    ASKED = "asked"
    """“Are you safe right now?” waits for an answer."""
    OPEN = "open"
    EASED = "eased"
    """Work may go on, with the line about help."""


class SafetyLatch(BaseModel):
    """What is remembered of a disclosure: no word of it, only what it was about and what was answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: LatchState = LatchState.OFF
    category: Category | None = None
    """The gravest so far."""
    own: bool | None = None
    urgent: bool = False
    """Somebody seems to be in danger now."""
    since: int = 0
    """The turn of the last disclosure."""
    told: int = 0
    """Disclosures so far."""
    denials: int = 0

    @property
    def on(self) -> bool:
        """Whether anything has been disclosed in this conversation."""
        return self.state is not LatchState.OFF

    @property
    def holds(self) -> bool:
        """Whether the next message belongs here before anything else."""
        return self.state in {LatchState.ASKED, LatchState.OPEN}


def latched(latch: SafetyLatch, finding: Finding | None, turn: int) -> SafetyLatch:
    """The latch after `finding`, made in `turn`; as it was where that is None or no more than a hint."""
    if finding is None or not finding.sure:
        return latch
    before = latch.category
    gravest = min((one for one in (before, finding.category) if one), key=ORDER.index)
    ask = finding.category in _ASKED or finding.immediate
    return latch.model_copy(
        update={
            "state": LatchState.ASKED if ask else LatchState.OPEN,
            "category": gravest,
            "own": finding.own if gravest is finding.category else latch.own,
            "urgent": latch.urgent or finding.immediate,
            "since": turn,
            "told": latch.told + 1,
        }
    )


def opened(
    latch: SafetyLatch,
    finding: Finding,
    turn: int,
    contacts: Contacts = GENERIC,
    *,
    shared: bool = False,
    note: bool = False,
) -> tuple[SafetyLatch, SafetyReply]:
    """The latch and the reply after a sure `finding`. `note`: it stood in a note to be kept."""
    after = latched(latch, finding, turn)
    again = latch.told > 0
    return after, opening(finding, contacts, turn, again=again, shared=shared, note=note)


def answered(
    latch: SafetyLatch,
    text: str,
    turn: int,
    contacts: Contacts = GENERIC,
    *,
    shared: bool = False,
) -> tuple[SafetyLatch, SafetyReply]:
    """The latch and the reply after what a person says next.

    Where the reply's `resume` is True the message asks for work, which is done beside it. A latch that
    is off stays so and resumes at once.
    """
    if latch.category is None:
        return latch, SafetyReply(resume=True)
    finding = find(text)
    if finding is not None and finding.sure and what_said(text) is not Said.MISREAD:
        return opened(latch, finding, turn, contacts, shared=shared)
    said = what_said(text, asked=latch.state is LatchState.ASKED)
    state, urgent = latch.state, latch.urgent
    match said:
        case Said.UNSAFE:
            state, urgent = LatchState.OPEN, True
        case Said.SAFE:
            state, urgent = LatchState.OPEN, False
        case Said.MISREAD | Said.WORK:
            state = LatchState.EASED
        case _ if state is LatchState.ASKED:
            state = LatchState.OPEN  # asked once, and not again
    after = latch.model_copy(
        update={
            "state": state,
            "urgent": urgent,
            "denials": latch.denials + (said is Said.MISREAD),
        }
    )
    return after, following(said, latch.category, contacts, turn, urgent=urgent, shared=shared)


def line(latch: SafetyLatch, contacts: Contacts = GENERIC, *, shared: bool = False) -> str:
    """The one line about help for the end of a later reply; "" without a disclosure or in shared view."""
    if latch.category is None or shared:
        return ""
    return signpost(latch.category, contacts, urgent=latch.urgent)


_MISREAD = re.compile(
    r"\b(?:you (?:\w+ )?(?:misunder\w+|misread|got (?:it|that|me) wrong)|misunder\w+ me|not what i (?:meant|said)"
    r"|(?:did|do) not mean (?:it|that|any of that|like that)|(?:was|is|just|only) (?:\w+ )?(?:joking|kidding|a joke"
    r"|figure of speech|an expression|a saying|hyperbole|exaggerating|sarcas\w+)|nothing like that|that is not it"
    r"|wrong end of the stick|no you have|overreact\w*|not (?:about )?(?:that|suicidal|serious)(?= [.,])"
    r"|i meant (?:the|a|my|it)|false alarm)\b"
)
_UNSAFE = re.compile(
    r"^ (?:[.,] )*(?:no|nope|nah|not really|not sure|i am not sure|i do not (?:know|think so)|not safe|i am not"
    r"|not at the moment|not right now|unsure|maybe not|kind of not|hardly|dunno|probably not|no i am not)\b"
    r"|\b(?:not safe|still (?:here|outside|there)|in danger|he is here|scared right now)\b"
)
_SAFE = re.compile(
    r"^ (?:[.,] )*(?:(?:yes|yeah|yep|yea|ya|sure|okay yes|yup|i think so|i guess so|mostly|for now|at the moment"
    r"|i am (?:safe|fine|okay|alright|home|all right)|safe|right now yes|i am at home|we are safe)\b)"
    r"|\b(?:i am|she is|he is|they are|we are|feel|all) (?:\w+ )?(?:safe|fine|okay|alright)\b"
)
_PRIVATE = re.compile(
    r"\b(?:(?:have|did|will|do|are) (?:you|this|it|anyone|anybody|hr|my WHO) (?:\w+ ){0,4}?(?:tell|told|report\w*|alert\w*|notif\w*|pass\w*"
    r"|see|read|know|call\w*|send)|who (?:can |will |else )?(?:see|sees|read|reads|knows?|told)|confidential|do not tell"
    r"|keep (?:this|it) (?:secret|between|to yourself)|promise|between us|are you (?:a )?(?:human|real|person|WHO|bot))\b"
)
_WHO = re.compile(
    r"\b(?:who (?:can|could|should|do|would) (?:i|we|she|he|they) (?:\w+ )?(?:call|ring|talk|speak|tell|turn|contact|go|ask)"
    r"|what (?:should|can|do|could|shall) (?:i|we|she|he) do|what now|i do not know what to do|what (?:are|is) (?:my options|the number)"
    r"|where (?:can|do|should) i (?:go|turn|get help)|(?:the|a|any) (?:phone )?number|can you help(?: me)?(?= [.])|i need help"
    r"|should i (?:report|tell|call|go|talk|leave|say))\b"
)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|ty|cheers|appreciate)\b")
_WORK = re.compile(
    r"\b(?:(?:go|get|come|carry|move|going|can we go|back) (?:on|back|to) (?:with|to|work|the|our|my)"
    r"|(?:let us|lets|let|can we|could we|can you|could you|will you|would you|please|i want to|i would like to|i need to|i would rather"
    r"|help me|i need an?|shall we|next|just|now) (?:\w+ ){0,3}?(?:plan|draft|make|create|write|prepare|show|list|open|search|find|suggest|add"
    r"|drop|move|save|keep|delete|remove|change|shorten|give|go on|carry on|continue|work|get on|agenda|questions?|note|session"
    r"|return|start|talk about|set|see|look|undo|forget|erase|explain)"
    r"|(?:plan|draft|make|create|prepare|show|list|search|find|suggest|add|drop|save|undo|shorten|swap|give me|remind|set|open|note to"
    r"|write down|erase|delete|forget|tell me (?:more|about|how)) \w+"
    r"|how (?:do|can|should|could|would) (?:i|we|he|she) \w+|what (?:questions|could we|should we (?:talk|cover|ask)|did we|have we|is on|is next)"
    r"|(?:agenda|session|meeting) (?:for|on|about|tomorrow|next)|save it|change (?:the )?subject)\b"
)


_READ = (
    (Said.MISREAD, _MISREAD),
    (Said.UNSAFE, _UNSAFE),
    (Said.PRIVATE, _PRIVATE),
    (Said.WHO, _WHO),
    (Said.WORK, _WORK),
    (Said.SAFE, _SAFE),
    (Said.THANKS, _THANKS),
)


def what_said(text: str, *, asked: bool = False) -> Said:
    """What an answer comes to. `asked`: “Are you safe right now?” was the last question.

    Read as carefully as can be: what may mean “not safe” is taken so.
    """
    told = normal(text[:2_000]).removeprefix(" .")
    answers = {Said.SAFE, Said.UNSAFE}
    for said, pattern in _READ:
        if (asked or said not in answers) and pattern.search(told):
            return said
    return Said.SILENT
