"""The forms in which people ask for a change of an agenda, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from assistant.talk.grammar.durations import Minutes, bare_minutes, durations_in
from assistant.talk.grammar.edit_words import Edit, Place, Verb, about, other

Match = re.Match[str]
Build = Callable[[Match, str], "Edit | None"]
"""An edit from a match in the folded clause and the clause as it was typed."""

_PLACES: dict[str, Place] = {"first": "first", "last": "last", "up": "earlier", "down": "later"}
_AFTER = frozenset({"after", "behind", "following", "below", "under"})
_PERSONS = frozenset({"me", "us", "him", "her", "them", "you", "myself"})
_WHEN = frozenset(
    {"date", "day", "time", "start time", "title", "name", "zone", "topic of", "subject"}
)
_LENGTHS = frozenset({"length", "duration", "total", "total time", "overall length"})
_OUT = frozenset({"out", "off", "away"})
_THAT_ONE = frozenset({"it", "that", "this", "them"})


def _typed(match: Match, text: str, name: str) -> str:
    """What a group matched, in the letters that were typed; "" where it is not there."""
    if match.groupdict().get(name) is None:
        return ""
    return text[match.start(name) : match.end(name)]


def _length(raw: str) -> int | None:
    lengths = durations_in(raw)
    return lengths[0].value.value if lengths else bare_minutes(raw)


def _placed(edit: Edit, match: Match, text: str) -> Edit:
    groups = match.groupdict()
    if groups.get("other"):
        place: Place = "after" if groups["place"] in _AFTER else "before"
        return replace(edit, place=place, other=other(_typed(match, text, "other")))
    if groups.get("spot"):
        number = other(groups["spot"])
        return replace(edit, place="at", other=number) if number.lstrip("-").isdecimal() else edit
    named = next((place for name, place in _PLACES.items() if groups.get(name)), None)
    return replace(edit, place=named) if named else edit


def _add(match: Match, text: str) -> Edit | None:
    edit = _placed(about("add", _typed(match, text, "what")), match, text)
    if edit.index:
        return None
    if not edit.whole:
        return edit
    # "Add 10 minutes" lengthens the whole.
    return None if edit.minutes is None else Edit("lengthen", by=edit.minutes)


def _by(match: Match, text: str) -> Edit | None:
    """Add 10 minutes to the second one; take 5 minutes off feedback; trust 5 minutes shorter."""
    by = _length(match["by"])
    what = _typed(match, text, "what") or "it"
    if by is None or what.lower() in _PERSONS:
        return None
    shorter = bool(match.groupdict().get("less"))
    edit = about("shorten" if shorter else "lengthen", what)
    return replace(edit, minutes=None, by=-by if shorter else by)


def _give(match: Match, text: str) -> Edit | None:
    """Give feedback 10 minutes sets; give it 10 more minutes adds."""
    what = _typed(match, text, "what")
    lengths = durations_in(match["by"])
    if not lengths or what.lower() in _PERSONS:
        return None
    length = lengths[0].value
    change = length.change or (1 if match["more"] else -1 if match["less"] else 0)
    verb: Verb = "set" if not change else "lengthen" if change > 0 else "shorten"
    edit = replace(about(verb, what), minutes=None)
    return (
        replace(edit, by=length.value * change) if change else replace(edit, minutes=length.value)
    )


def _drop(match: Match, text: str) -> Edit | None:
    edit = about("drop", _typed(match, text, "what"))
    if edit.whole:
        return None if edit.minutes is None else Edit("shorten", by=-edit.minutes)
    return replace(edit, minutes=None)


def _swap(match: Match, text: str) -> Edit | None:
    """Swap 2 and 4 changes places; swap feedback for trust replaces; change 2 to ten minutes sets."""
    first, second = about("swap", _typed(match, text, "what")), _typed(match, text, "with")
    new, how = about("swap", second), match["how"]
    if how in {"to", "into"} and new.minutes is not None and new.whole:
        whole = first.target.lower() in _LENGTHS
        return replace(first, verb="set", minutes=new.minutes, target="" if whole else first.target)
    if first.whole or first.target.lower() in _WHEN | _PERSONS:
        return None
    changes = match["verb"] in {"swap", "switch", "exchange"}
    if how in {"and", "&", "with"} and first.index and new.index and changes:
        return Edit("swap", index=first.index + new.index)
    if how in {"and", "&"} or (how == "with" and changes and new.index):
        return Edit("swap", first.target, first.index, other=other(second)) if changes else None
    return Edit(
        "replace", first.target, first.index, new.minutes, other=new.target or other(second)
    )


def _swap_places(match: Match, text: str) -> Edit | None:
    index = about("swap", _typed(match, text, "what")).index
    return Edit("swap", index=index) if len(index) == 2 else None


def _move(match: Match, text: str) -> Edit | None:
    what = _typed(match, text, "what")
    edit = _placed(about("move", what), match, text)
    if edit.whole and what.lower() in _THAT_ONE:
        edit = replace(edit, target=what.lower())
    if edit.whole or not edit.place or edit.target in _OUT:
        return None
    return replace(edit, minutes=None)


def _begin(match: Match, text: str) -> Edit | None:
    edit = about("move", _typed(match, text, "what"))
    ends = match["verb"].startswith(("end", "finish", "close", "wrap"))
    return None if edit.whole else replace(edit, place="last" if ends else "first")


def _change(match: Match, text: str) -> Edit | None:
    """Longer or shorter: by so much, to so much, or as much as the agenda sees fit."""
    groups = match.groupdict()
    what = _typed(match, text, "what") or "it"
    if what.lower() in _PERSONS:
        return None
    shorter = groups["less"] is not None
    edit = about("shorten" if shorter else "lengthen", what)
    amount = _length(groups.get("by") or "")
    if groups.get("by") and amount is None:
        return None
    if groups.get("to"):
        return replace(edit, minutes=amount)
    amount = edit.minutes if amount is None else amount
    return replace(
        edit, minutes=None, by=None if amount is None else -amount if shorter else amount
    )


def _set(match: Match, text: str) -> Edit | None:
    """Make it 45 minutes; make the second one ten minutes; 20 minutes for feedback."""
    raw = _typed(match, text, "length")
    lengths = durations_in(raw)
    number = None if lengths else bare_minutes(raw)
    if not lengths and number is None:
        return None
    length = lengths[0].value if lengths else Minutes(number or 0)
    edit = about("set", _typed(match, text, "what") or "it")
    if edit.target.lower() in _PERSONS:
        return None
    if length.change:
        verb: Verb = "lengthen" if length.change > 0 else "shorten"
        return replace(edit, verb=verb, minutes=None, by=length.value * length.change)
    return replace(edit, minutes=length.value)


# --- the forms -----------------------------------------------------------------------------------------

_START = (
    r"(?:(?:please|and|then|also|ok|okay|oh|so|now|actually|maybe|yes|yeah|no|but|hmm|just|instead)(?:, ?| )"
    r"|(?:can|could|would|will|shall|should) (?:you|we|i) (?:please |just |also |maybe )?"
    r"|i(?:'d| would) (?:like|want|prefer|rather)(?: you)?(?: to)? |i want(?: you)? to |i want |let's |let us "
    r"|we should |we could |we need to |we need |i need |how about we |what about |you can |feel free to )*"
)
_TAIL = (
    r"(?: (?:please|instead|too|as well|then|thanks|thank you|for now|if you can|if possible|again)"
    r"|, ?(?:please|thanks|too|then))*[ .!?,]*$"
)
_OF = r"(?:agenda|plan|draft|list|meeting|session)"
_LIST = rf"(?: (?:to|in|into|on|onto|from|out of|off) (?:it|(?:the |my |our |this |that )?{_OF}))?"
_EDGE = rf"(?: (?:of (?:the )?{_OF}|item|thing))?"
_EDGES = (
    rf"(?:(?:to |at |in |as )?(?:the )?(?:very )?(?P<first>first|top|start|beginning|front|opening|opener){_EDGE}"
    rf"|(?:to |at |in |as )?(?:the )?(?:very )?(?P<last>last|end|bottom|close|closing|final){_EDGE}"
    r"|(?:(?:to |in |into |at )?(?:position|place|slot|number) |to #?(?=\d)|(?:to |as )?(?:the )?(?=second|third|fourth|fifth))"
    r"(?P<spot>\w+)(?: (?:place|position|slot|item|one))?)"
)
_SPOT = (
    r"(?:(?P<place>before|after|ahead of|in front of|behind|following|below|above|under) (?P<other>.+?)"
    rf"|{_EDGES}|(?P<up>up|earlier|forward|sooner)|(?P<down>down|later|back))"
)
_BIT = r"(?:a (?:little |bit |lot )?)?(?:bit |little |lot |some |much )?"
_LONGER = rf"{_BIT}(?:more time|longer|more minutes|more room|more space|extra time)"
_SHORTER = rf"{_BIT}(?:less time|shorter|fewer minutes|less room|less space|less)"
_GROW = r"(?:lengthen|extend|stretch(?: out)?|expand|increase)"
_SHRINK = r"(?:shorten|trim|reduce|cut down(?: on)?|cut back(?: on)?|squeeze)"
_N = (
    r"(?:a |an |another |about )?(?:half an hour|quarter of an hour|[\w½¼¾.]{1,12}(?:[ -](?:more|extra|fewer|less))?"
    r"(?:[ -](?:and a half|half|five))?[ -]?(?:more |extra |fewer |less )?(?:minutes?|mins?|hours?|hrs?|m|h)\b)"
    r"(?: and a half)?"
)
_NUMBER = (
    r"(?:a |an |half|quarter|three quarters|[½¼¾]|\d|(?:one|two|three|four|five|ten|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety)\b)"
)
_NOT_AN_ITEM = r"thanks?|is|was|problem|worries|need|idea|more|it|that|this|not|i|i'm|we|he|she|they|one|way|longer|the|my|you|a|rush"


def _form(build: Build, body: str) -> tuple[str, Build]:
    return rf"\s*{_START}{body}{_TAIL}", build


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a form, compiled when it is first needed: all of them take 80 ms."""
    return re.compile(pattern, re.DOTALL)


FORMS: tuple[tuple[str, Build], ...] = (
    _form(_by, rf"add (?P<by>{_N})(?: more| extra)? (?:to|onto|on to) (?P<what>.+?)"),
    _form(_by, rf"(?P<less>take|cut|shave|trim|lose|drop|knock) (?P<by>{_N}) (?:off|from|out of) (?P<what>.+?)"),
    _form(_give, rf"(?:give|allow|leave) (?P<what>.+?) (?P<by>{_N})(?: (?:(?P<less>less)|(?P<more>more|extra|longer)))?"),
    _form(_by, rf"(?:make|have|get|keep)? ?(?P<what>.+?) (?P<by>{_N}) (?:(?P<less>shorter|less)|longer|more)"),
    _form(
        _change,
        rf"(?:make|have|get|want) (?P<what>.+?) (?:be )?{_BIT}(?:(?P<less>shorter|quicker|briefer|smaller)|longer|bigger)"
        r"(?: by (?P<by>.+?))?",
    ),
    _form(
        _by,
        rf"(?:spend |have |allow )?(?P<by>{_N}) (?:(?P<less>shorter|less|fewer)|longer|more|extra)(?: time)?"
        r"(?: (?:on|for|to) (?P<what>.+?))?",
    ),
    _form(
        _change,
        rf"(?:give |spend |allow |leave |have )?(?:(?P<less>{_SHORTER})|{_LONGER})(?: (?:on|for|to|with|about) (?P<what>.+?))?",
    ),
    _form(_change, rf"(?:give|spend|allow|leave) (?P<what>.+?) (?:(?P<less>{_SHORTER})|{_LONGER})"),
    _form(_change, rf"(?:(?P<less>{_SHRINK}|cut)|{_GROW}) (?P<what>.+?) by (?P<by>.+?)"),
    _form(_change, rf"(?:(?P<less>{_SHRINK}|cut)|{_GROW}) (?P<what>.+?) (?P<to>down to|to|into) (?P<by>.+?)"),
    _form(_change, rf"(?:(?P<less>{_SHRINK})|{_GROW})(?: (?P<what>.+?))?"),
    _form(
        _swap,
        r"(?P<verb>swap|switch|replace|change|substitute|exchange) (?:out )?(?P<what>.+?) "
        r"(?P<how>for|with|by|and|&|to|into) (?P<with>.+?)(?: (?:around|over|round))?",
    ),
    _form(_swap_places, r"(?:swap|switch) (?P<what>.+?)(?: (?:around|over|round))?"),
    _form(_move, rf"(?:move|shift|bring|push|put|place) (?P<what>.+?) {_SPOT}"),
    _form(_move, rf"(?:have|make|do|keep|leave) (?P<what>.+?) {_EDGES}"),
    _form(
        _begin,
        r"(?P<verb>start|begin|open|kick off|lead|end|finish|close|finish off|wrap up)(?: up)? "
        r"(?:with|on|by talking about) (?P<what>.+?)",
    ),
    _form(_move, rf"(?P<what>[^,]+?) (?:should (?:go|come|be)|goes|comes|needs to (?:be|go)|has to be) {_SPOT}"),
    _form(_add, rf"(?:add|insert|include)(?: in)? (?P<what>.+?){_LIST} {_SPOT}"),
    _form(_add, rf"(?:add|insert|include|(?:put|slot|squeeze|fit|pop|throw|stick|work)(?= in\b))(?: in)? (?P<what>.+?){_LIST}"),
    _form(
        _add,
        r"(?:put|slot|squeeze|fit|pop|throw|stick|work) (?P<what>.+?) (?:in|on|into|onto)"
        rf"(?: (?:there|it|(?:the |my |our )?{_OF}))?",
    ),
    _form(
        _drop,
        r"(?:drop|remove|delete|lose|scrap|bin|ditch|skip|get rid of|cut out|cut|take out|take off|leave out|scratch|omit)"
        rf" (?P<what>.+?){_LIST}",
    ),
    _form(_drop, rf"(?:take|leave|cut|get) (?P<what>.+?) (?:out|off|away)(?: of (?:it|(?:the |my |our )?{_OF}))?"),
    _form(_drop, rf"no (?P<what>(?!(?:{_NOT_AN_ITEM})\b)[\w-]+(?: [\w-]+)?)"),
    _form(
        _set,
        r"(?:make|set|keep|have|turn|cut)(?: (?P<what>.+?))? (?:(?:to|at|into|be|only|just|last|about|around|for|down to) )*"
        rf"(?P<length>{_NUMBER}.*?)",
    ),
    _form(
        _set,
        rf"(?:can |could |should )?(?P<what>it|this|that|(?:the |our )?{_OF})"
        rf"(?:(?:'d| to| should| could| can| needs to| has to)* (?:be|last|take))? (?:only |just |about )?(?P<length>{_NUMBER}.*?)",
    ),
    _form(_set, rf"(?P<length>{_N})(?: (?:for|on|to) (?P<what>.+?))?"),
)  # fmt: skip
