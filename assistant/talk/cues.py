"""Wordings that leave no doubt about what is meant, so that nothing has to be guessed."""

from __future__ import annotations

import re

from assistant.talk.intents import Intent

_CUES: tuple[tuple[Intent, str], ...] = (
    (Intent.UNDO, r"^(?:please )?(?:undo|take (?:that|it) back|revert|ctrl[ +-]?z|go back one)(?: (?:that|it|please|the last (?:one|change|thing)))*$"),
    (Intent.JOURNAL_WRITE, r"^(?:\W*)(?:note to self|private note|dear diary|journal entry|memo to self|diary|log this)\b"),
    (Intent.JOURNAL_WRITE, r"\b(?:note|jot|write|put|log|record) (?:this|that|it|something) (?:down )?(?:in|into|to) (?:my|the) (?:private )?(?:journal|diary|notes?)\b"),
    (Intent.JOURNAL_SEARCH, r"\b(?:search|look (?:in|through)|find in|check|go through) (?:my |the )?(?:journal|diary|notes|entries)\b"),
    (Intent.JOURNAL_SEARCH, r"\b(?:what|when|where|how often) (?:did|have|had) i (?:write|written|wrote|note|noted|say|said)\b.*\b(?:journal|diary|notes?|about|on)\b"),
    (Intent.AGENDA_CREATE, r"^(?:an? |new |another )?(?:agenda|plan)(?: please| pls)?\W*$"),
    (Intent.SELECT_ITEM, r"^(?:(?:number|no|nr|option|item|#) ?)?\d{1,2}[.)]?(?:(?: ?(?:,|and|&) ?)\d{1,2})*$"),
    (Intent.SELECT_ITEM, r"^(?:(?:the|option|take|i'?ll take|i pick) )*(?:first|second|third|fourth|fifth|last|both|all)(?: (?:one|ones|of them|two|three))?(?: please)?$"),
    (Intent.SELECT_ITEM, r"^(?:option )?[a-e][.)]?$"),
    (Intent.AGENDA_SAVE, r"^(?:ok |yes |please |great |and )*(?:save|keep) (?:(?:the|this|that|my|our) )?(?:agenda|plan|draft)\b[^?]{0,40}$"),
    (Intent.MEMORY_PRIVACY, r"\bwhat do you (?:remember|know) (?:about )?(?:me|us)?\b|\bforget (?:everything|all (?:of )?(?:it|that)|me)\b"),
    (Intent.HELP, r"^(?:help|\?|what can you do|what can i (?:ask|say|do)(?: here)?|menu|commands)\W*$"),
    (Intent.FOLLOW_WHY, r"^(?:but )?why(?: (?:is that|so|that|though))?\W*$"),
    (Intent.FOLLOW_MORE, r"^(?:(?:tell|show) me )?more(?: please| on that| about that| detail)?\W*$"),
    (Intent.FOLLOW_ANOTHER, r"^(?:(?:give me )?(?:another|a different|the next)(?: one| idea| card)?|something else|anything else|what else)(?: please)?\W*$"),
    (Intent.FOLLOW_SHORTER, r"^(?:shorter|in short|tl;?dr|the short version|too long)(?: please)?\W*$"),
    (Intent.AFFIRM, r"^(?:yes|yep|yeah|yup|ya|y|aye|sure|ok|okay|okey|k|please do|go ahead|do it|go on then|of course|absolutely|definitely|that'?s right|correct|right|fine|sounds good|please)(?: (?:please|thanks|do|then|yes|ok|do it|go ahead|save it|that'?s fine))*\W*$"),
    (Intent.DECLINE, r"^(?:no|nope|nah|n|not now|never ?mind|cancel|leave it|forget it|skip(?: it)?|don'?t|stop|no need|not really|rather not|i'?d rather not)(?: (?:thanks|thank you|please|it|that|don'?t|leave it|now|save it))*\W*$"),
    (Intent.SOCIAL, r"^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|thanks?(?: (?:a lot|so much|very much|again))?|thank you(?: (?:so|very) much)?|ta|cheers|bye|goodbye|good ?night|see you(?: later| tomorrow)?|that'?s all)(?: (?:there|for now|then|again|all))*\W*$"),
)  # fmt: skip
_COMPILED = tuple((intent, re.compile(pattern, re.IGNORECASE)) for intent, pattern in _CUES)
_LONGEST = 400


def cue_in(text: str) -> Intent | None:
    """The intent that `text` leaves no doubt about, or None."""
    told = " ".join(text.replace("’", "'").split())[:_LONGEST].strip(" .!,;:")
    asked = f"{told}?" if text.rstrip().endswith("?") and not told.endswith("?") else told
    for intent, pattern in _COMPILED:
        if pattern.search(asked) or pattern.search(told):
            return intent
    return None
