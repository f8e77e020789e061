"""How hard a passphrase is to guess, and a good one offered."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WORDS = 6
"""Words in an offered phrase: of 2,048 each, so 66 bits."""
SHORTEST = 10
"""Characters."""
ENOUGH = 11.0
"""Guesses needed, as a power of ten.

A guess costs 256 MiB and half a second of one processor (log N 18). Say a thief's machine tries a
thousand each second: 10^11 guesses take it three years, and a hundred such machines twelve days.
The offered phrase, one of 10^19.8, is out of reach of them all.
"""
STRONG = 14.0
_WEAK = 8.0
_SCORED = 72
"""Characters looked at: zxcvbn takes no more, and its time grows with the square."""
_WORD = 3.5
"""What one word is worth at most, in any language: people choose among some thousands."""
_SHORTEST_WORD = 3
_FEW = "too few separate words"
# A run of letters is taken for one word: what is written together may be a compound, or a line
# everybody knows, in a language nobody here has the dictionary of. Signs beside it, a thief puts
# in for nothing. Scripts written without spaces (Thai to Chinese) are left to the other estimate.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_WORDS = re.compile(rf"[\W_]*((?:(?![{_UNSPACED}])[^\W\d_]){{{_SHORTEST_WORD},}})[\W_]*")
_MEND = "Add an uncommon word or two, or take the phrase that is offered."
_DICTIONARIES = {
    "user_inputs": "a name of this pair",
    "male_names": "a name",
    "female_names": "a name",
    "surnames": "a name",
}
_PATTERNS = {
    "spatial": "neighbouring keys",
    "repeat": "a repetition",
    "sequence": "a sequence",
    "regex": "a year",
    "date": "a date",
}

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class _Score:
    """`guesses` as a power of ten, and what the passphrase is made of, in words of ours."""

    guesses: float
    parts: tuple[str, ...]


def offered() -> str:
    """Six words drawn by chance, joined by spaces."""
    from mnemonic import Mnemonic

    words = Mnemonic("english").wordlist
    return " ".join(secrets.choice(words) for _ in range(WORDS))


def refusal(passphrase: str, names: Sequence[str] = ()) -> str:
    """Why `passphrase` will not do, and what to do about it; "" where it will.

    `names` are those a thief would try: of the two people, their programme. The passphrase is
    never quoted. Takes up to some tenths of a second.
    """
    form = _form_refused(passphrase)
    if form:
        return form
    score = _score(passphrase, names)
    if score.guesses >= ENOUGH:
        return ""
    return f"It could be guessed: {_made_of(score)}. {_MEND}"


def told(passphrase: str, names: Sequence[str] = ()) -> str:
    """The strength in a few words while typing, such as "weak: a name and a year"; "" for nothing.

    Takes up to some tenths of a second: not for the thread that draws.
    """
    if not passphrase:
        return ""
    if len(_normal(passphrase)) < SHORTEST:
        return "too short"
    if _form_refused(passphrase):
        return "not possible: spaces at an end, or invisible characters"
    score = _score(passphrase, names)
    if score.guesses >= ENOUGH:
        return "strong" if score.guesses >= STRONG else "good"
    return f"{'weak' if score.guesses < _WEAK else 'nearly enough'}: {_made_of(score)}"


def _form_refused(passphrase: str) -> str:
    """Why it could not be typed again just so, or is too short; "" where neither."""
    text = _normal(passphrase)
    if any(_invisible(letter) for letter in text):
        return "It has a character that cannot be seen. Use letters, digits, signs and spaces."
    if text != text.strip():
        return "It begins or ends with a space, which is easily forgotten. Leave that space out."
    if len(text) < SHORTEST:
        return f"It is shorter than {SHORTEST} characters. {_MEND}"
    return ""


def _invisible(letter: str) -> bool:
    """Controls, joiners, halves of characters, and what Unicode has not yet given a form."""
    category = unicodedata.category(letter)
    return category[0] == "C" or category in {"Zl", "Zp"}


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)


def _score(passphrase: str, names: Sequence[str]) -> _Score:
    """The lowest of three estimates: as it is, without its spaces, and by the number of words.

    Spaces a thief puts in for nothing.
    """
    text = _normal(passphrase)[:_SCORED]
    known = _known(names)
    scores = [_estimate(text, known)]
    if len(text.split()) > 1:
        scores.append(_estimate("".join(text.split()), known))
    least = min(scores, key=lambda one: one.guesses)
    guesses = min(least.guesses, _by_words(text, known))
    if guesses < ENOUGH <= least.guesses and _DICTIONARIES["user_inputs"] not in least.parts:
        return _Score(guesses, (_FEW,))
    return _Score(guesses, least.parts)


def _known(names: Sequence[str]) -> list[str]:
    """`names` and what they are made of, the longest first."""
    parts = {part for name in map(_normal, names) for part in (name, *name.split())}
    return sorted(parts, key=lambda part: (-len(part), part))


def _by_words(text: str, known: Sequence[str]) -> float:
    """What `text` is worth without known names, a word counting for `_WORD` however long it is."""
    for name in known:
        if len(name) >= _SHORTEST_WORD:
            text = re.sub(re.escape(name), "", text, flags=re.IGNORECASE)
    # Marks belong to the letter before: a word of Hindi is not to fall apart at its vowels.
    bare = "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")
    apart = "".join(
        f" {letter}" if letter.isupper() and before.islower() else letter
        for before, letter in zip(" " + bare, bare, strict=False)
    )
    words = {word.casefold() for word in _WORDS.findall(apart)}
    rest = "".join(_WORDS.sub("", apart).split())
    return _WORD * len(words) + (_estimate(rest, known).guesses if rest else 0.0)


def _estimate(text: str, known: Sequence[str]) -> _Score:
    from zxcvbn import matching, zxcvbn

    with _ONE_AT_A_TIME:
        try:
            found = zxcvbn(text, user_inputs=list(known))
        finally:
            # It keeps them in a table of its own, shared by all, which would outlive locking.
            matching.RANKED_DICTIONARIES.pop("user_inputs", None)
    matches = found["sequence"]
    alone = len(matches) == 1
    parts = [_part(match, alone) for match in matches]
    return _Score(float(found["guesses_log10"]), tuple(dict.fromkeys(filter(None, parts))))


def _part(match: dict[str, object], alone: bool) -> str:
    """What a piece of a passphrase is; "" for one that follows no pattern."""
    pattern = str(match["pattern"])
    if pattern != "dictionary":
        return _PATTERNS.get(pattern, "")
    # Many ordinary words are also on the list of passwords; among others they are but words.
    if match["dictionary_name"] == "passwords" and (alone or not str(match["token"]).isalpha()):
        return "a common password"
    return _DICTIONARIES.get(str(match["dictionary_name"]), "common words")


def _made_of(score: _Score) -> str:
    """Of two patterns at most, so that the line stays short."""
    return " and ".join(score.parts[:2]) or "too short"
