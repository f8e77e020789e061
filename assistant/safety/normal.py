"""A message in the one form that the patterns are written for.

Lower case, plain letters, contractions written out, slang and slips of the keyboard set right, a stop
as " . " and a comma as " , ". People and their kin, drugs, weapons and parts of the body become WHO, KIN,
PILL, WEAPON and PART, so that a pattern need not list them.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.safety.spelling import SLANG, sensitive, slips
from knowledge.plain_text import clean

_LOOK_ALIKE = str.maketrans(
    "’‘ʼ`´“”„–—‐‑‒−аеорсухіԁαοερι", "'''''\"\"\"\u2014\u2014----aeopcyxidaoepi"
)
_QUOTED = re.compile(
    r"\b(cards?|titled?|called|named|headed|heading|article|book|film|movie|podcast|chapter|slide|song)"
    r"(?: \w{1,20}){0,2}[ :,]{1,3}[\"'][^\"\n]{3,120}?[\"'](?!\w)",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"\b(open|show|read|find|see)( me| us)?( the| that)? cards?( called| named| titled| on| about)?"
    r"[ :,]{1,3}[^.!?\n]{3,120}",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<!\w)[a-z](?:([ .\-_*])[a-z])(?:\1[a-z]){2,14}(?!\w)")
_TOKEN = re.compile(
    r"[a-z0-9@$](?:[a-z0-9@$_*']|!(?=[a-z]))*|[.!?;:()\[\]\u2014\u2026]|\n\s*\n|,"
)  # fmt: skip
_SHORT = {"n't": " not", "'ll": " will", "'re": " are", "'ve": " have", "'m": " am", "'d": " would"}
_IS = frozenset(
    [
        "he",
        "she",
        "it",
        "that",
        "there",
        "who",
        "what",
        "where",
        "how",
        "nobody",
        "everyone",
        "someone",
        "everything",
    ]
)
_LEET = str.maketrans("013457@$!|", "oieastasil")
_MORE = re.compile(r"\bany (?:more|longer)(?= (?:[.,]|and|but|because|so|about) )")
_PARTED = re.compile(
    r"\b(my|him|her|them|your) (self|selves)\b"
    r"(?! (?:help|esteem|care|confidence|image|worth|doubt|aware\w*|reflection|assess\w*|study))"
)
_RUN = re.compile(r"(.)\1{2,}")

_CLASSES = {
    "WHO": "boss bosses manager managers supervisor director vp ceo cfo coo exec executive leader mentor "
    "mentors mentee mentees colleague colleagues coworker teammate client clients customer friend guy man "
    "men woman women bloke chap lad junior senior trainee intern apprentice neighbour neighbor chair "
    "chairman partner partners person people team staff management employer chef foreman superior trainer "
    "coach teacher tutor landlord flatmate roommate stranger girl boy student nurse doctor officer "
    "driver consultant secretary assistant engineer partner's owner headteacher principal professor "
    "sergeant captain resident patient pupil mate buddy workmate housemate bastard",
    "KIN": "husband wife boyfriend girlfriend ex dad father stepdad stepfather mum mom mam mother "
    "stepmother brother sister son daughter child children kid kids baby parents uncle aunt fiance fiancee "
    "bf gf hubby nan gran granny grandma grandad grandpa grandfather grandmother toddler partner's",
    "PILL": "pill pills tablet tablets paracetamol ibuprofen aspirin tylenol meds medication codeine "
    "antidepressants painkillers sleepers opioids valium xanax",
    "WEAPON": "gun guns knife knives weapon machete pistol rifle shotgun blade",
    "PART": "thigh thighs knee knees leg legs bum breast breasts waist skirt hip hips chest "
    "boobs arse ass butt crotch groin neck hair arm arms throat wrist wrists cheek lips shoulders "
    "bra blouse",
}
_CLASS = {word: name for name, words in _CLASSES.items() for word in words.split()}


def normal(text: str) -> str:
    """`text` as the patterns read it, " . " at both ends. Linear in its length."""
    text = clean(text).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKE))
        text = "".join(one for one in text if not unicodedata.combining(one)).translate(_LOOK_ALIKE)
    if '"' in text or "'" in text:
        text = _QUOTED.sub(r"\1 _ ", text)
    if "card" in text:
        text = _CARD.sub(" _ ", text)
    text = _SPACED.sub(_joined, text)
    words = (token if token == "," else _word(token) for token in _TOKEN.findall(text))
    told = _MORE.sub("anymore", f" . {' '.join(words)} . ")
    return _PARTED.sub(r"\1\2", told) if " sel" in told else told


def _joined(match: re.Match[str]) -> str:
    word = re.sub(r"[^a-z]", "", match.group())
    return word if word in sensitive() else match.group()


def _word(token: str) -> str:
    if not (token[0].isalnum() or token[0] in "@$"):
        return "."
    ending = ""
    if "'" in token:
        token, ending = _parted(token.strip("'"))
    if not token.isalpha():
        token = _plain(token)
    elif len(token) > 3 and _RUN.search(token):
        token = _shortened(token)
    token = SLANG.get(token) or slips().get(token, token)
    return _CLASS.get(token, token) + ending


def _parted(token: str) -> tuple[str, str]:
    """The word without its contraction, and what that stands for."""
    for short, whole in _SHORT.items():
        if token.endswith(short):
            word = token.removesuffix(short)
            return {"ca": "can", "wo": "will", "ai": "is"}.get(word, word), whole
    word, _, rest = token.partition("'")
    if rest == "s" and word in _IS:
        return word, " is"
    return (word, "") if rest in {"s", ""} else (token.replace("'", ""), "")


def _plain(token: str) -> str:
    """Letters for the digits and signs that stand in for them, where that makes a word people hide."""
    if token in SLANG:
        return token
    if "*" in token or "_" in token:
        bare = token.strip("*_")
        if bare.isalpha():
            return bare
        hidden = re.compile(bare.replace("*", "[a-z]").replace("_", "[a-z]?").replace("$", "s"))
        return next((word for word in sorted(sensitive()) if hidden.fullmatch(word)), bare)
    if token.isdigit() or len(token) > 20:
        return token
    letters = token.translate(_LEET)
    for word in (letters, token.replace("1", "l").translate(_LEET)):
        if word in sensitive() or word in SLANG:
            return word
    return token


def _shortened(token: str) -> str:
    """Letters typed three times and more once or twice, whichever gives a word we know."""
    once, twice = _RUN.sub(r"\1", token), _RUN.sub(r"\1\1", token)
    known = sensitive()
    return twice if twice in known and once not in known else once
