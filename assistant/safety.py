"""Messages that no card answers: danger, harm, mistreatment. They get people, not search results.

Patterns favour recall and are looked at before any search. The replies follow three manners: look
whether somebody is in danger, listen without probing, link to people who can help. No phone numbers are
printed, because none can be checked here.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.errors import Trouble
from assistant.wording import one_line, typed


class Concern(StrEnum):
    """What a message seems to be about."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    MISTREATMENT = "mistreatment"


_WHO = (
    r"(he|she|they|who|boss|manager|director|mentee|mentor|colleague|husband|wife|partner|boyfriend"
    r"|girlfriend|father|stepfather|dad|mother|mum|mom|brother|some(one|body))"
)
_PATTERNS = {
    Concern.SELF_HARM: (
        r"\b(kill(s|ing)?|hurt(s|ing)?|harm(s|ing)?|cut(s|ting)?) (my|him|her|them|your) ?sel(f|ves)\b",
        r"\bbetter off without (me|him|her)\b(?= *[.,!]*( (if|and|anyway)\b.*)?$)",
        r"\bend(ing)? it all\b|\bkms\b|\bunalive\b|\bwant it (all )?to be over\b",
        r"\b(jump(ing)?|throw(ing)? (my|him|her)self) (off|from|in front of|under) (a|an|the|my)\b",
        r"\boverdos(e[ds]?|ing)\b|\b(packet|bottle|box|handful) of (pills|tablets)\b",
        r"\b(saving|hoarding|taken|took) (up )?(all )?(my |his |her |the )?(pills|tablets)\b",
        r"\b(no|(do|does)(n'?t| not) see (the|a|any)) (point|reason) (in|of|to) "
        r"(going on|carrying on|go on|carry on|being here)\b",
        r"\bsuicid(e|al)\b",
        r"\b(end|ending|take|taking) (my|his|her|their) (own )?life\b",
        r"\b(do(n'?t| not)|no longer) want to (live|be alive|be here|wake up|exist)( any ?more)?\b",
        r"\b(wants?|wish(es|ing)?|wanna|better off) (to die|i was dead|i were dead|dead|to be dead)\b",
        r"\bno (reason|point) (in )?(living|to live)\b",
        r"\bself[\s\-\u2010\u2011]?harm",
        r"\b(i|he|she|they) (can'?t|cannot) go on( any ?more)?[.! ]*$",
    ),
    Concern.VIOLENCE: (
        r"\b(threaten(s|ed|ing)?|going|wants?) to (hit|hurt|kill|beat|stab|shoot|attack) (me|him|her|us|them|someone|my)\b",
        r"\b(he|she|they|boss|manager|mentee|mentor) (hit|punched|slapped|attacked|choked|beat) (me|him|her|us|them)\b(?! (with|to|at|up)\b)",
        rf"\b{_WHO} (\w+ )?(hits?|punch(es|ed)|slap(s|ped)|attack(s|ed)|chok(es|ed)|strangl(es|ed)|kick(s|ed)"
        r"|shov(es|ed)|beats?) (me|him|her|us|them)\b(?! (with|to|at|as|up)\b)",
        r"\bthreaten(s|ed|ing) (me|him|her|us|them)\b|\bmake (me|him|her) regret\b",
        r"\b(would|wo)n'?t let (me|her|him) (out|leave|go home)\b|\block(s|ed) (me|her|him) in\b",
        r"\b(follow(s|ed|ing)|wait(s|ed|ing)) (me|for me)( \w+)* (home|to my (car|house|flat)|at my car)\b",
        r"\b(has|had|have|brings?|brought|carr(y|ies)|own(s|ed)?) a (gun|knife|weapon)\b(?!-)|\bbruises\b",
        r"\b(do(n'?t| not)|not|never) (feel |feeling )?safe (alone|around|with)\b|\bfeel(ing)? unsafe\b",
        r"\b(scared|terrified) of (my mentee|my mentor|my boss|my husband|him|her)\b",
        r"\b(stalk(s|ed|ing)) (me|him|her)\b",
        r"\bafraid (for my life|he will hurt|she will hurt)\b",
    ),
    Concern.MISTREATMENT: (
        r"\bharass(es|ed|ing|ment)?\b",
        r"\b(bull(y|ies|ied|ying)) (me|him|her|us|them)\b|\b(being|getting|am|was|is) bullied\b",
        r"\b(he|she|they|who|boss|manager|director|mentee|mentor|colleague|some(one|body)) (\w+ ){0,2}"
        r"(touch(es|ed|ing)|grop(es|ed|ing)|kiss(es|ed|ing)|grabb(ed|ing)) (me|her|him|my|her)\b",
        r"\b(rap(e|ed|ing)|sexual(ly)? assault(ed)?|molest(ed|ing)?|assaulted (me|her|him))\b",
        r"\bracial(ly)? (slurs?|abus(e|ed|ing))\b|\b(racist|homophobic|sexist) (slurs?|abuse|jokes? about me)\b",
        r"\b(his|her|their|a) hands? (on|up|down|between|round) my (thighs?|knees?|legs?|bum|bottom|back"
        r"|breasts?|waist|skirt|hip)\b",
        r"\btr(y|ies|ied|ying) to (touch|kiss|grope|grab|undress) (me|him|her)\b",
        r"\bforc(ed|es|ing) (him|her|them)sel(f|ves) (on|upon)\b",
        r"\b(sleep with|have sex|had sex|sex with|sexual favou?rs)\b|\b(his|her) hotel room\b",
        r"\b(naked|nude|topless) (pictures?|photos?|pics?|selfies?)\b|\bporn\w*\b|\bdick pics?\b",
        r"\bblackmail\w*\b|\bspiked my drink\b|\bn-word\b",
        r"\b(comments?|remarks?) (about|on) my (body|breasts?|legs|chest|bum)\b",
        r"\b(calls?|called) me (a |an )?(\w+ )?(bitch|slut|whore|cunt|retard|faggot)\b",
        r"\b(asks?|asked|wants?|pressur(es|ed|ing)) (me )?(for|into) (sex|nudes)\b",
    ),
}
_COMPILED = {
    concern: [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    for concern, patterns in _PATTERNS.items()
}

_HONEST = (
    "This is a program on your machine: nobody has been told, and it is no substitute for a person."
)
_REPLIES = {
    Concern.SELF_HARM: (
        "I'm glad you wrote that. I'm a program and cannot keep anyone safe; please reach a person now.",
        "If there is danger right now, call your local emergency number, or go to somebody nearby.",
        "If it is about somebody else, stay with them, in person or on the line, and bring in help.",
        "A crisis line, a doctor or someone you trust can listen today. Nobody has been told of this.",
    ),
    Concern.VIOLENCE: (
        "Thank you for writing that. It sounds serious.",
        _HONEST,
        "If anyone is in danger now, get to a safe place and call your local emergency number.",
        "After that, your organisation's security, safeguarding or speak-up contact can help you decide.",
    ),
    Concern.MISTREATMENT: (
        "Thank you for writing that. It sounds serious.",
        _HONEST,
        "People who can help: a named HR or speak-up contact, a union or staff network, an adviser "
        "outside the company, the police where a crime is possible. Which of them is yours to choose.",
        "If it concerns the person you are paired with, you need not sort it out in a session: the "
        "coordinator or somebody outside your line can pause the pairing.",
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
_LOOKED_AT = 100_000


def concern_of(text: str) -> Concern | None:
    """What `text` seems to disclose, the most pressing first; None for everything else.

    `text` may be too long, or not readable in parts, for anything else to be done with it.
    """
    line = one_line(text[:_LOOKED_AT]).replace("’", "'")
    for concern, patterns in _COMPILED.items():
        if any(pattern.search(line) for pattern in patterns):
            return concern
    return None


def reply_to(concern: Concern) -> tuple[str, ...]:
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
