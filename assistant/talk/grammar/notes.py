"""The words of a private note: what follows "note to self:", exactly as they were typed."""

from __future__ import annotations

import re

from assistant.talk.grammar.tokens import folded

_ASK = (
    r"(?:(?:please|ok|okay|right|so|hey|hi|also|and|oh|now|actually)[,]? +|can you +|could you +|would you +"
    r"|will you +|can i +|could i +|i(?:'d| would) like to +|i want to +|i need to +|let me +|let's +|help me +"
    r"|just +|quickly +|quick +)*"
)
_A = r"(?:a |an |the |this |my |new |quick |short |private |personal |little |another |journal )*"
_PLACE = r"(?: (?:in|into|to|for|on) (?:my |the |a )?(?:private |personal )?(?:journal|diary|notes?|notebook|log))?"
_MARK = r"(?: *[:;,—–-]+ *| +that +| +saying +(?:that +)?|\s*\n\s*)"
_COLON = r"(?: *[:—–] *| +- +|\s*\n\s*)"
_CUES = (
    rf"note[- ]to[- ](?:my)?self(?:{_MARK}| +)",
    rf"(?:jot|note|write|get|put|set|take|log)(?: (?:this|it|that|something))? down{_PLACE}"
    rf"(?:{_MARK}| +(?=i\b|i'|we\b|my\b|today\b|how\b|what\b|the\b|she\b|he\b|they\b))",
    rf"(?:save|keep|make|add|write|record|create|store|log|take|start) {_A}"
    rf"(?:note|entry|journal entry|reflection|thought|diary entry|memo)(?: (?:for me|for myself|to self|of))?"
    rf"{_PLACE}(?:{_MARK}| +(?=of how\b))",
    rf"(?:save|write|add|put|record|note|log|keep|journal)(?: (?:this|it|that|something|down))?"
    rf" (?:in|into|to|for|on) (?:my |the )?(?:private |personal )?(?:journal|diary|notes|notebook|log){_MARK}",
    r"(?:record|note|journal)(?: that +| *[:—–] *)",
    rf"(?:save|keep|write|record) this(?: (?:for me|privately))?{_COLON}",
    rf"(?:private|personal|quick|new)? ?(?:note|entry|journal|diary|reflection|journal entry|journal note)"
    rf"(?: entry)?(?: for (?:me|myself|today|my journal))?{_COLON}",
    r"dear diary *[,:.—–-]* *",
    rf"for (?:my|the) (?:private )?(?:journal|diary|notes){_MARK}",
)
_CUE = re.compile(rf"(?:^|(?<=[.!?\n]))\s*{_ASK}(?:{'|'.join(_CUES)})")
_WITHIN = 300
"""Characters at the start of a message in which a cue may stand; the rest is the note."""


def note_text(text: str) -> str | None:
    """The note that a text holds: all that follows its cue, letter for letter; None without one.

    Only white space at both ends is left out. A cue with nothing after it gives None, so that the
    words can be asked for.
    """
    match = _CUE.search(folded(text)[:_WITHIN])
    if match is None:
        return None
    return text[match.end() :].strip() or None
