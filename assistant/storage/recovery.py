"""The recovery code: a second secret on paper that opens the identity when the passphrase is lost."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NoReturn

from assistant.errors import Trouble
from assistant.storage.bech32 import ALPHABET, remainder, wrong_at
from assistant.storage.keys import opened

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

PREFIX = "AGE-SECRET-KEY-1"
_BARE_PREFIX = "agesecretkey1"
_BECH32_PREFIX = "age-secret-key-"
_DATA = 58
"""Characters after the prefix, the last six of which check the rest."""
_BLOCK = 10
# These do not occur in a code, so whoever typed one misread what does.
_MISREAD = str.maketrans({"o": "0", "i": "l", "1": "l", "b": "8"})
_HOME = "Check it against the paper; capitals, spaces and line breaks do not matter."


class RecoveryCode:
    """An age X25519 secret to be written down. Never printed by accident nor pickled."""

    __slots__ = ("_identity", "recipient")

    recipient: str
    """What `identity.recovery.age` is encrypted to."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self.recipient = str(identity.to_public())

    @classmethod
    def generate(cls) -> RecoveryCode:
        """A new code, from the system's source of randomness."""
        from pyrage import x25519

        return cls(x25519.Identity.generate())

    @classmethod
    def parse(cls, typed: str) -> RecoveryCode:
        """The code a person typed. Raises Trouble, which never quotes it.

        Spaces, line breaks, dashes and case do not matter, nor O for 0, I or 1 for L, B for 8,
        nor whether the fixed beginning is there. Nothing else is guessed.
        """
        from pyrage import IdentityError, x25519

        data = _data_of(_bare(typed))
        remains = remainder(_BECH32_PREFIX, data)
        if remains:
            raise _mistyped(wrong_at(remains, _DATA))
        try:
            return cls(x25519.Identity.from_str(PREFIX + data.upper()))
        except IdentityError:
            raise _mistyped(None) from None

    @property
    def code(self) -> str:
        """The whole code: 74 characters, upper case. Secret."""
        return str(self._identity)

    @property
    def blocks(self) -> tuple[str, ...]:
        """The code in seven parts to show one by one: the fixed beginning, five of 10, one of 8."""
        data = self.code.removeprefix(PREFIX)
        return PREFIX, *(data[place : place + _BLOCK] for place in range(0, _DATA, _BLOCK))

    @property
    def last_block(self) -> str:
        """What is asked back, to see that the code was written down."""
        return self.blocks[-1]

    def is_last_block(self, typed: str) -> bool:
        """Whether `typed` is the last block, read as forgivingly as the whole code."""
        return _bare(typed).translate(_MISREAD) == self.last_block.lower()

    def decrypt(self, sealed: bytes, what: str) -> bytes:
        """What stands in a file made for this code. Raises Damaged, naming `what`."""
        return opened(sealed, self._identity, what)

    def __repr__(self) -> str:
        return "<RecoveryCode>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Recovery codes are never pickled or copied.")


def _bare(typed: str) -> str:
    """`typed` in lower case without spaces and dashes, wide letters made plain."""
    plain = unicodedata.normalize("NFKC", typed).lower()
    return "".join(
        letter
        for letter in plain
        if not letter.isspace() and unicodedata.category(letter) not in {"Pd", "Cf"}
    )


def _data_of(bare: str) -> str:
    """The 58 characters after the prefix. Raises Trouble where they cannot be right."""
    if bare.startswith("age1") and len(bare) == len("age1") + _DATA:
        raise _not_a_code("That is a public key, which opens nothing.")
    whole = len(_BARE_PREFIX) + _DATA
    # A prefix is left out or typed; in a code of the full length it may be misread.
    begins = bare.startswith(_BARE_PREFIX[:-1]) and len(bare) != _DATA
    data = bare[len(_BARE_PREFIX) :] if begins or len(bare) == whole else bare
    data = data.translate(_MISREAD)
    if len(data) != _DATA:
        are = "is" if len(data) == 1 else "are"
        raise _not_a_code(f"After {PREFIX} come {_DATA} characters; here {are} {len(data)}.")
    strange = [place for place, letter in enumerate(data) if letter not in ALPHABET]
    if strange:
        raise _mistyped(strange[0] if len(strange) == 1 else None)
    return data


def _mistyped(place: int | None) -> Trouble:
    """For one wrong character at `place` after the prefix, or more than one."""
    if place is None:
        return _not_a_code("More than one character is mistyped.")
    # People see the fixed beginning as the first block.
    return _not_a_code(f"One character is mistyped, in block {place // _BLOCK + 2} of 7.")


def _not_a_code(detail: str) -> Trouble:
    return Trouble("Not the recovery code", detail, _HOME)
