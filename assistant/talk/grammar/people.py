"""Who is meant: which side of the pair someone says they are, and whom "my director" stands for."""

from __future__ import annotations

import re
from typing import Literal

from assistant.talk.grammar.tokens import Found, folded, listed

Role = Literal["mentor", "mentee"]
Who = Literal["partner", "self"]

_JUNIOR = r"(?:reverse )?mentor|juniors?|younger|more junior|graduate|apprentice|intern|trainee|early[- ]career"
_SENIOR = (
    r"(?:reverse )?mentee|director|managing director|executive|exec|vp|vice president|ceo|cfo|cto|coo|chief \w+"
    r"|head of|boss|manager|partner in the firm|older|more senior|senior"
)
_TITLES = (
    r"(?:one|person|half|side|end|partner|colleague|member|leader|manager|director|executive|exec)"
)
# "I'm a senior analyst" is a title, and says nothing of the pair.
_ALONE = (
    rf"(?= {_TITLES}\b| of (?:us|the)\b| here\b|\s*(?:$|[,.;:!?)—–-])| (?:and|but|in this|so)\b)"
)
_IAM = r"\b(?P<iam>i'm|i am|im|me,? i'm|i was|i have been|i've been|i'd be|i'll be|i will be)"
_ADVERBS = r"(?: (?:actually|really|just|also|only|in fact|supposed to be|meant to be|going to be|now|still))?"
_NOT = r"(?P<not> not| never| no longer)?"
_OWNER = r"(?: (?P<the>the|a|an|her|his|their|your|our|this|[a-z]+'s))?"
_KIND = r"(?: (?:very|quite|rather|new|more|much|first[- ]time|relatively|fairly|so|reverse))*"

_SELF = re.compile(
    rf"{_IAM}{_ADVERBS}{_NOT}{_ADVERBS}{_OWNER}{_KIND} "
    rf"(?:(?P<mentor>(?:{_JUNIOR}))|(?P<mentee>{_SENIOR}))(?:\b{_ALONE}|(?P<loose>\b))"
)
_AS = re.compile(
    rf"\b(?:as|being) (?:the|a|an){_KIND} (?:(?P<mentor>mentor|junior|younger)|(?P<mentee>mentee|senior|older))"
    rf"{_ALONE}"
)
_MY = re.compile(r"\bmy (?:(?P<kind>[\w-]+) )?(?P<who>mentor|mentee)(?:'s)?\b")
_MENTORS = re.compile(
    r"\bi(?:'m| am| was|'ve been| have been)? (?P<not>not |don't )?(?:mentor|mentoring|reverse[- ]mentor(?:ing)?)"
    r" (?:a|an|the|my|our|her|him|them|someone|[a-z]+ )"
)
_MENTORED = re.compile(
    r"\b(?:i'm|i am|i get|i'm getting|i am getting) (?:being )?(?:reverse[- ])?mentored\b"
    r"|\b(?:is|he's|she's|they're|are) (?:reverse[- ])?mentoring me\b|\b(?:s?he|they|who) mentors? me\b"
)
_REPORTS = re.compile(
    r"\bi(?:'m| am)? (?:report|reporting) to (?:her|him|them|my mentee|the mentee|my senior)\b"
)
_QUESTION = re.compile(r"\b(?:am i|if i were|if i was|what if i'm|whether i'm|should i be)\b")
_FORMER = frozenset(
    listed("old former previous past ex last first own traditional other official formal career")
)
_OTHER: dict[Role, Role] = {"mentor": "mentee", "mentee": "mentor"}
_LONGEST = 2_000
"""Characters at the start of a message in which people say who they are."""


def role_in(text: str) -> Found[Role] | None:
    """The side of the pair that a text says its writer is: mentor (junior) or mentee (senior).

    "I'm the senior one" and "my mentor is 24" say mentee. "I'm not the mentor" says mentee, as there
    are only two; "I'm not a mentor" says nothing, nor do a question and a job's title alone.
    """
    low = folded(text)[:_LONGEST]
    said = [got for match in _SELF.finditer(low) if (got := _claimed(match, low))]
    if said:  # a correction comes last: "I'm not the mentor, I'm the mentee"
        role, start, end = said[-1]
        return Found(role, start, end, text[start:end])
    for role, pattern in (
        ("mentee", _MENTORED), ("mentor", _MENTORS), ("mentor", _REPORTS)
    ):  # fmt: skip
        match = pattern.search(low)
        if match and not match.groupdict().get("not"):
            return _found(text, "mentee" if role == "mentee" else "mentor", match)
    if match := _AS.search(low):
        return _found(text, "mentor" if match["mentor"] else "mentee", match)
    return _by_other(text, low)


def _claimed(match: re.Match[str], low: str) -> tuple[Role, int, int] | None:
    word = match["mentor"] or match["mentee"]
    if match["loose"] is not None and word in {"senior", "juniors", "junior", "older", "younger"}:
        return None
    if word in {"manager", "boss", "older", "younger"} and match["the"] not in {
        "the",
        "her",
        "his",
    }:
        return None
    if _QUESTION.search(low[max(0, match.start() - 12) : match.end()]):
        return None
    role: Role = "mentor" if match["mentor"] else "mentee"
    if match["not"]:
        if match["the"] != "the":
            return None
        role = _OTHER[role]
    return role, match.start(), match.end()


def _by_other(text: str, low: str) -> Found[Role] | None:
    """A mentor says "my mentee", and a mentee "my mentor"."""
    for match in _MY.finditer(low):
        if match["kind"] not in _FORMER and not re.search(
            r"(?:n't|not) $", low[: match.start()][-6:]
        ):
            return _found(text, "mentee" if match["who"] == "mentor" else "mentor", match)
    return None


def _found(text: str, role: Role, match: re.Match[str]) -> Found[Role]:
    return Found(role, match.start(), match.end(), text[match.start() : match.end()])


# --- persons -------------------------------------------------------------------------------------------

# Names that are words too: only with a capital, and not where a sentence begins with one.
_WORDS_TOO = frozenset(
    listed(
        "will may mark grace rose bill art hope joy drew rich pat sue frank grant chase faith "
        "dawn april june august summer max jack jade ivy lily iris ray guy gene dale glen miles "
        "page penny reed rob sky skip stew ted trip victor wade ward wren an so my"
    )
)
_EITHER = r"partner|pair|buddy|other half|counterpart|opposite number"
_TOWARDS: dict[Role | None, str] = {
    "mentor": rf"{_EITHER}|mentee|reverse mentee|senior|senior (?:colleague|partner|leader)|director"
    r"|exec|executive|leader|vp|ceo|cfo|cto|coo|senior leader|managing director",
    "mentee": rf"{_EITHER}|mentor|reverse mentor|junior|junior (?:colleague|partner)|younger colleague",
    None: rf"{_EITHER}|mentee|mentor|reverse mentor|reverse mentee|director|exec|executive|vp|ceo|cfo|cto|coo"
    r"|senior (?:colleague|partner|leader)|junior (?:colleague|partner)|younger colleague|managing director",
}


def people_in(
    text: str, partner: str, own: str = "", role: Role | None = None
) -> tuple[Found[Who], ...]:
    """Whom a text names: the partner by name or as "my mentor" and the like, or the writer by name.

    `partner` and `own` are names as the pair has them; "" is nobody. "Her", "my boss" and "my manager"
    name no one here: they may be anybody.
    """
    low = folded(text)
    title = re.compile(rf"\bmy (?:(?:own|new|dear) )?(?:{_TOWARDS[role]})(?!\w)")
    results: list[Found[Who]] = [
        Found("partner", *match.span(), text[match.start() : match.end()])
        for match in title.finditer(low)
    ]
    results += _named(text, low, partner, "partner")
    results += _named(text, low, own, "self")
    return tuple(sorted(results, key=lambda each: each.start))


def _named(text: str, low: str, name: str, who: Who) -> list[Found[Who]]:
    whole = " ".join(folded(name).split())
    given = whole.partition(" ")[0]
    if len(given) < 2:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(whole)}|{re.escape(given)})(?!\w)")
    results: list[Found[Who]] = []
    for match in pattern.finditer(low):
        start, end = match.span()
        if given in _WORDS_TOO and not _is_name(text, start, end):
            continue
        results.append(Found(who, start, end, text[start:end]))
    return results


def _is_name(text: str, start: int, end: int) -> bool:
    if not text[start].isupper():
        return False
    before = text[max(0, start - 80) : start].rstrip()
    begins = not before or before[-1] in ".!?:"
    return not begins or folded(text[end : end + 2]) == "'s"
