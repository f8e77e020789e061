"""Bech32 as age writes its keys: 32 bytes as 52 characters, then six that check the rest."""

from __future__ import annotations

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHECK = 6
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def value_of(characters: str) -> bytes:
    """The 32 bytes in `characters`, lower case, without prefix and check. Checks nothing."""
    number = 0
    for character in characters:
        number = number << 5 | ALPHABET.index(character)
    return (number >> 4).to_bytes(32, "big")


def remainder(prefix: str, characters: str) -> int:
    """0 where the check of `prefix` and `characters` (lower case, with check) comes out right."""
    symbols = [ord(letter) >> 5 for letter in prefix] + [0]
    symbols += [ord(letter) & 31 for letter in prefix]
    symbols += [ALPHABET.index(character) for character in characters]
    state = 1
    for symbol in symbols:
        state = _step(state) ^ symbol
    return state ^ 1


def wrong_at(remains: int, length: int) -> int | None:
    """Where in `length` characters the only wrong one stands, or None if it is more than one.

    The check is linear, so one wrong character leaves what it would leave among zeros; the code
    keeps any two such apart. Two or three wrong ones can never be taken for one.
    """
    for error in range(1, 32):
        state = error
        for place in reversed(range(length)):
            if state == remains:
                return place
            state = _step(state)
    return None


def _step(state: int) -> int:
    top, state = state >> 25, (state & 0x1FFFFFF) << 5
    for bit, generator in enumerate(_GENERATORS):
        if top >> bit & 1:
            state ^= generator
    return state
